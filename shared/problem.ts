import * as z from 'zod/mini'

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

const TITLES: Record<ProblemCode, string> = {
  unauthorized: 'Sign-in needed',
  wrong_secret: 'Wrong secret',
  not_participant: 'Not your match',
  insufficient_scope: 'Not allowed by this token',
  client_not_allowed: 'Not allowed for this application',
  player_excluded: 'Player excluded',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  invalid_request: 'Invalid request',
  own_match: 'Your own match',
  already_matched: 'Already matched',
  match_closed: 'Match closed',
  insufficient_funds: 'Not enough money',
  score_already_posted: 'Score already posted',
  score_out_of_range: 'Score out of range',
  result_too_late: 'Too late',
  unknown_game: 'Unknown game',
  game_disabled: 'Game closed',
  stake_not_allowed: 'Stake not allowed',
  too_many_matches: 'Too many open matches',
  cannot_prolong_match: 'Cannot be prolonged',
  idempotency_key_reused: 'Idempotency key reused',
  reference_reused: 'Reference reused',
  username_taken: 'Username taken',
  balance_too_large: 'Balance too large',
  too_many_requests: 'Too many requests',
  internal_error: 'Something went wrong',
  unavailable: 'Unavailable',
}

/** One wrong field: where (`match.stake`), and what would be right. */
export const FieldError = z.object({ path: z.string(), message: z.string() })
export type FieldError = z.infer<typeof FieldError>

/** The error body of every call outside OAuth's own (RFC 9457, `application/problem+json`). */
export const ProblemBody = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  errors: z.optional(z.array(FieldError)),
  /** With a 500: the id under which the log has it. */
  request_id: z.optional(z.string()),
})
export type ProblemBody = z.infer<typeof ProblemBody>

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

/** The body that tells a caller about a problem. */
export function presentProblem(problem: Problem): ProblemBody {
  return {
    type: 'about:blank',
    title: TITLES[problem.code],
    status: problem.status,
    detail: problem.message,
    code: problem.code,
    ...(problem.errors.length > 0 && { errors: [...problem.errors] }),
  }
}

export function isProblemCode(code: unknown): code is ProblemCode {
  return typeof code === 'string' && Object.hasOwn(PROBLEM_STATUS, code)
}
