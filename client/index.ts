export { type FieldError, formatMoney, Problem, type ProblemCode } from '@ante/shared'
export type { Ante } from './api/ante.ts'
export type { Attempt } from './api/attempt.ts'
export { LoginError, type LoginErrorCode, type TriedWay } from './api/errors.ts'
export type { AnteEvent, AnteEvents, Connection } from './api/events.ts'
export type { AnteOptions, CodePrompt, KeyValueStorage, LoginOptions } from './api/options.ts'
export type {
  Match,
  MatchResult,
  MatchState,
  Me,
  Outcome,
  Page,
  PlayedMatch,
  Player,
  Role,
  Score,
  Settled,
  Terms,
  UnsentScore,
  Verdict,
} from './api/types.ts'
export { createAnte } from './create-ante.ts'
export { AnteRandom } from './random/ante-random.ts'
