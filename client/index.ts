export { type FieldError, formatMoney, Problem, type ProblemCode } from '@ante/shared'
export type { Ante } from './ante.ts'
export type { Attempt } from './attempt.ts'
export { createAnte } from './create-ante.ts'
export { LoginError, type LoginErrorCode } from './errors.ts'
export type { AnteEvent, AnteEvents, Connection } from './events.ts'
export type { AnteOptions, KeyValueStorage, LoginOptions } from './options.ts'
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
  Verdict,
} from './types.ts'
