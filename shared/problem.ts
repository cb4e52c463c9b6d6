/**
 * The error codes of the API, each with its HTTP status. The codes of the match calls are from the status table of the
 * CashPlay document. Any call can answer 429, 500 and 503.
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
  stake_limit_reached: 422,
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

/** One wrong field: its path (`match.stake`), and the rule that its value breaks. */
export interface FieldError {
  path: string
  message: string
}

/**
 * An expected failure. The server throws it and answers with its body; the client rebuilds it from the body and throws
 * it again.
 */
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

/** The caller exceeded a limit. `retryAfter` is in seconds and becomes the header `Retry-After`. */
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
