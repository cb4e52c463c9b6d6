import { type Endpoint, PROBLEM_STATUS, type ProblemCode } from '@ante/shared'
import type { JsonSchema, OpenApiResponse, Operation } from './types.ts'

const STAKING: readonly ProblemCode[] = [
  'player_excluded',
  'client_not_allowed',
  'unknown_game',
  'game_disabled',
  'stake_not_allowed',
  'insufficient_funds',
  'too_many_matches',
  'stake_limit_reached',
]
const PAYING: readonly ProblemCode[] = ['reference_reused', 'balance_too_large']

/** The error codes that are particular to a call, by its operation id. `codesOf` adds those of every call. */
const OWN_PROBLEMS: Readonly<Record<string, readonly ProblemCode[]>> = {
  lookUpMatches: ['unknown_game'],
  createMatch: STAKING,
  joinMatch: STAKING,
  acceptMatch: [
    'player_excluded',
    'client_not_allowed',
    'own_match',
    'already_matched',
    'match_closed',
    'insufficient_funds',
    'too_many_matches',
    'stake_limit_reached',
  ],
  postResult: [
    'not_participant',
    'wrong_secret',
    'client_not_allowed',
    'score_out_of_range',
    'score_already_posted',
    'result_too_late',
  ],
  getMatch: ['not_participant'],
  getResult: ['not_participant'],
  prolongMatch: ['not_participant', 'cannot_prolong_match'],
  getProfile: ['forbidden'],
  updateProfile: ['forbidden'],
  getWallets: ['forbidden'],
  createPlayer: ['username_taken'],
  createDeposit: PAYING,
  createWithdrawal: [...PAYING, 'insufficient_funds'],
  createCorrection: [...PAYING, 'insufficient_funds'],
}

/** Whether the caller may send an `Idempotency-Key`. */
export function isRepeatable(endpoint: Endpoint): boolean {
  return endpoint.method !== 'GET' && endpoint.audience === 'player'
}

/** Every code with which the call refuses a request (statuses 401 to 422). */
function codesOf(endpoint: Endpoint): ProblemCode[] {
  return [
    'unauthorized',
    ...(endpoint.audience === 'player' ? (['insufficient_scope'] as const) : []),
    ...(endpoint.path.includes('/:') ? (['not_found'] as const) : []),
    'invalid_request',
    ...(OWN_PROBLEMS[endpoint.id] ?? []),
    ...(isRepeatable(endpoint) ? (['idempotency_key_reused'] as const) : []),
  ]
}

const MEANINGS: Readonly<Record<number, string>> = {
  401: 'No token, or one that is unknown, expired or revoked.',
  403: 'Not allowed.',
  404: 'Not found. A malformed id is answered in the same way.',
  422: 'The request is invalid, or the current state does not allow it.',
}

const withCodes = (meaning: string, codes: readonly string[], problem: JsonSchema): OpenApiResponse => ({
  description: `${meaning} \`code\`: ${codes.map((code) => `\`${code}\``).join(', ')}.`,
  content: { 'application/problem+json': { schema: problem } },
  'x-codes': [...codes],
})

/** The error answers of every call: 429, 500 and 503. */
export function sharedFailures(problem: JsonSchema): Record<string, OpenApiResponse> {
  return {
    TooManyRequests: withCodes('Wait for `Retry-After` seconds.', ['too_many_requests'], problem),
    InternalError: withCodes('An error of the server. The log has it under `request_id`.', ['internal_error'], problem),
    Unavailable: withCodes(
      'The server cannot reach its storage at the moment. Try again later.',
      ['unavailable'],
      problem,
    ),
  }
}

/** All error answers of a call: one for each status, with its codes. */
export function failuresOf(endpoint: Endpoint, problem: JsonSchema): Operation['responses'] {
  const codes = codesOf(endpoint)
  const statuses = [...new Set(codes.map((code) => PROBLEM_STATUS[code]))]
  return {
    ...Object.fromEntries(
      statuses.map((status) => {
        const its = codes.filter((code) => PROBLEM_STATUS[code] === status)
        return [status, withCodes(MEANINGS[status] ?? 'A problem.', its, problem)]
      }),
    ),
    429: { $ref: '#/components/responses/TooManyRequests' },
    500: { $ref: '#/components/responses/InternalError' },
    503: { $ref: '#/components/responses/Unavailable' },
  }
}
