import type { Storage } from '../../storage/storage.ts'
import type { Clock, Randomness } from '../core/clock.ts'
import type { UnitOfWork } from '../core/unit-of-work.ts'
import type { DowntimeCompensation } from './downtime-compensation.ts'
import { createLookUp, type LookUp } from './look-up.ts'
import { createMatchReads, type MatchReads } from './match-reads.ts'
import { createRunningAttempt, type RunningAttempt } from './running-attempt.ts'
import type { StakeLimits } from './stake-limits.ts'
import { createStartMatch, type StartMatch } from './start-match.ts'

/** The use cases of the match API. Each change is committed as a whole or not at all. */
export interface Matches extends StartMatch, RunningAttempt, MatchReads {
  readonly lookUp: LookUp
}

export function createMatches(dependencies: {
  storage: Storage
  stakeLimits: StakeLimits
  clock: Clock
  random: Randomness
  /** One of `createMatchUnitOfWork`. */
  unitOfWork: UnitOfWork
  /** Reads compensate too, so that no player is told a deadline that is about to move. */
  downtime: Pick<DowntimeCompensation, 'compensate'>
}): Matches {
  return {
    lookUp: createLookUp(dependencies),
    ...createStartMatch(dependencies),
    ...createRunningAttempt(dependencies),
    ...createMatchReads(dependencies),
  }
}
