/**
 * Every failure that a caller may branch on, and its HTTP status. The codes of the match calls are those of the
 * CashPlay document's status table; 429, 500 and 503 may come from any call.
 */
export const PROBLEM_STATUS = {
  unauthorized: 401,
  wrong_secret: 403,
  not_participant: 403,
  insufficient_scope: 403,
  client_not_allowed: 403,
  origin_not_allowed: 403,
  player_excluded: 403,
  forbidden: 403,
  not_found: 404,
  invalid_request: 422,
  own_match: 422,
  already_matched: 422,
  match_closed: 422,
  insufficient_funds: 422,
  score_already_posted: 422,
  score_out_of_range: 422,
  result_too_late: 422,
  unknown_game: 422,
  game_disabled: 422,
  stake_not_allowed: 422,
  too_many_matches: 422,
  cannot_prolong_match: 422,
  idempotency_key_reused: 422,
  reference_reused: 422,
  username_taken: 422,
  balance_too_large: 422,
  too_many_requests: 429,
  internal_error: 500,
  unavailable: 503,
} as const

export type ProblemCode = keyof typeof PROBLEM_STATUS

/** One wrong field: where (`match.stake`), and what would be right. */
export interface FieldError {
  path: string
  message: string
}

/** An expected failure: thrown by the server's rules, rendered once, rebuilt and thrown again by the client. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: ProblemCode
  readonly status: number
  readonly errors: readonly FieldError[]

  constructor(code: ProblemCode, message: string, errors: readonly FieldError[] = []) {
    super(message)
    this.code = code
    this.status = PROBLEM_STATUS[code]
    this.errors = errors
  }
}

/** A caller did too much at once; the answer carries `retryAfter` (seconds) as `Retry-After`. */
export class TooManyRequests extends Problem {
  readonly retryAfter: number

  constructor(message: string, retryAfter: number) {
    super('too_many_requests', message)
    this.retryAfter = retryAfter
  }
}

export function isProblemCode(code: unknown): code is ProblemCode {
  return typeof code === 'string' && Object.keys(PROBLEM_STATUS).includes(code)
}
