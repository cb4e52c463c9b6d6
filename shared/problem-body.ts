import * as z from 'zod/mini'
import type { Problem, ProblemCode, FieldError as WrongField } from './problem.ts'

/** One wrong field in an error body. */
export const FieldError = z.object({ path: z.string(), message: z.string() })
export type FieldError = WrongField

/** The error body of every call except OAuth's (RFC 9457, `application/problem+json`). */
export const ProblemBody = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  errors: z.optional(z.array(FieldError)),
  /** Only with a 500: the id of the request in the log. */
  request_id: z.optional(z.string()),
})
export type ProblemBody = z.infer<typeof ProblemBody>

const TITLES: Record<ProblemCode, string> = {
  unauthorized: 'Sign-in needed',
  wrong_secret: 'Wrong secret',
  not_participant: 'Not your match',
  insufficient_scope: 'Not allowed by this token',
  client_not_allowed: 'Not allowed for this application',
  origin_not_allowed: 'Origin not allowed',
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
  stake_limit_reached: 'Stake limit reached',
  cannot_prolong_match: 'Cannot be prolonged',
  idempotency_key_reused: 'Idempotency key reused',
  reference_reused: 'Reference reused',
  username_taken: 'Username taken',
  balance_too_large: 'Balance too large',
  too_many_requests: 'Too many requests',
  internal_error: 'Something went wrong',
  unavailable: 'Unavailable',
}

/** Converts a problem to its error body. */
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
