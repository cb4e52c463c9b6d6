import type { Logger } from 'pino'
import type { Instant } from '../../domain/ids.ts'
import { shiftOpenAttempts } from '../../domain/play/deadlines.ts'
import type { Storage } from '../../storage/storage.ts'
import type { OffsetClock } from '../core/clock.ts'
import { type Heartbeat, MIN_DOWNTIME } from '../core/heartbeat.ts'
import type { UnitOfWork } from '../core/unit-of-work.ts'

/** What each open attempt gets on top of the downtime, so that its player can reconnect. */
export const GRACE = 60_000
/** A clock that steps back further was wrong: attempts that began while it was ahead may have far too much time. */
const MAX_STEP_BACK = 24 * 3600_000

/**
 * Players must not lose time while the server is down: each attempt that was open when a downtime began gets the downtime
 * and a minute more. `openUntil` of unmatched matches stays.
 *
 * Downtime is the time between two starts, and each jump of the clock under a running process: a suspended machine and a
 * clock that was put forward look the same to it. A clock that was put back is no downtime. If it was put back by more than
 * a day, no attempt keeps more than a day beyond its own length.
 */
export interface DowntimeCompensation {
  /** At a start: compensates for the time since the last heartbeat. Nothing may be decided before it resolves. */
  recover(): Promise<void>
  /**
   * Resolves once the downtime until now is compensated on disk; undefined when there was none, which is nearly always. Call
   * it before each decision.
   */
  compensate(): Promise<void> | undefined
}

export function createDowntimeCompensation(dependencies: {
  storage: Storage
  clock: OffsetClock
  unitOfWork: UnitOfWork
  heartbeat: Heartbeat
  log: Logger
}): DowntimeCompensation {
  const { storage, clock, unitOfWork, heartbeat, log } = dependencies
  let checkedAt = clock.system()
  let compensating: Promise<void> | null = null

  /** Moves all attempts that were open at `aliveAt` in one commit: a crash leaves either all of them moved or none. */
  async function shiftAttempts(aliveAt: Instant, by: number): Promise<void> {
    const { result: shifted } = await unitOfWork.run(async () => {
      const undecided = await storage.undecidedMatches()
      const now = clock.now()
      const matches = undecided.flatMap((match) => shiftOpenAttempts(match, aliveAt, by, now) ?? [])
      return { change: { at: now, matches, meta: { aliveAt: now } }, result: matches.length }
    })
    if (shifted > 0) log.info({ matches: shifted, by }, 'deadlines of open attempts moved by the downtime')
  }

  async function compensateSince(lastCheck: Instant, downtime: number): Promise<void> {
    try {
      if (downtime > 0) await shiftAttempts(clock.now() - downtime, downtime + GRACE)
      else await shiftAttempts(clock.now(), 0)
      // The time that this took is not a downtime of its own.
      checkedAt = clock.system()
    } catch (error) {
      checkedAt = lastCheck
      throw error
    } finally {
      compensating = null
    }
  }

  return {
    async recover() {
      const { aliveAt } = await storage.meta()
      if (aliveAt === null) await heartbeat.record()
      else await shiftAttempts(aliveAt, Math.max(0, clock.now() - aliveAt) + GRACE)
      checkedAt = clock.system()
      heartbeat.noteRecorded()
    },

    compensate() {
      if (compensating) return compensating
      const lastCheck = checkedAt
      checkedAt = clock.system()
      const elapsed = checkedAt - lastCheck
      if (elapsed <= MIN_DOWNTIME && elapsed >= -MAX_STEP_BACK) return undefined
      compensating = compensateSince(lastCheck, elapsed)
      return compensating
    },
  }
}
