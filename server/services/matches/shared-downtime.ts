import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Instant } from '../../domain/ids.ts'
import { shiftOpenAttempts } from '../../domain/play/deadlines.ts'
import type { SharedStore } from '../../storage/shared-store.ts'
import type { Storage } from '../../storage/storage.ts'
import type { OffsetClock } from '../core/clock.ts'
import { type Heartbeat, MIN_DOWNTIME } from '../core/heartbeat.ts'
import type { UnitOfWork } from '../core/unit-of-work.ts'
import { type DowntimeCompensation, GRACE } from './downtime-compensation.ts'

/** For how long a look at the heartbeat holds, in milliseconds. */
const LOOK_AGAIN = 2000
/** A process that was not seen for so long is gone; it shows itself every two seconds. */
const GONE = 6000
/** How often a process that may be gone is looked at. */
const WATCH = 250

/**
 * Downtime of several processes on one store: the time in which none of them recorded a heartbeat, by the store's clock.
 * Whoever finds it first compensates for it, and the heartbeat in the same commit keeps the others from doing it again. A
 * process that was stopped while others were there was no downtime.
 */
export function createSharedDowntimeCompensation(dependencies: {
  storage: Storage
  shared: SharedStore
  clock: OffsetClock
  unitOfWork: UnitOfWork
  heartbeat: Heartbeat
  log: Logger
}): DowntimeCompensation {
  const { storage, shared, clock, unitOfWork, heartbeat, log } = dependencies
  let lookedAt = Number.NEGATIVE_INFINITY
  let looking: Promise<void> | null = null

  /** Compensates for the time since the last heartbeat, unless it is shorter. */
  async function compensateIfLongerThan(shortest: number): Promise<void> {
    const { result: shifted } = await unitOfWork.run(async () => {
      const preconditions = await storage.versions([{ kind: 'heartbeat' }, { kind: 'clock' }])
      const { aliveAt, clockOffset } = await storage.meta()
      clock.raiseOffset(clockOffset)
      const now = clock.now()
      if (aliveAt === null || now - aliveAt <= shortest) return { change: null, result: 0 }
      const by = now - aliveAt + GRACE
      const undecided = await storage.undecidedMatches()
      const matches = undecided.flatMap((match) => shiftOpenAttempts(match, aliveAt, by, now) ?? [])
      return { change: { at: now, preconditions, matches, meta: { aliveAt: now } }, result: matches.length }
    })
    if (shifted > 0) log.info({ matches: shifted }, 'deadlines of open attempts moved by the downtime')
  }

  /** Whether another process has the store open. One that was seen lately is watched until it is seen again, or gone. */
  async function othersAreThere(): Promise<boolean> {
    const first: Instant | null = await shared.othersSeenAt()
    for (let last = first; last !== null && first !== null; last = await shared.othersSeenAt()) {
      if (last > first) return true
      if ((await shared.now()) - last > GONE) return false
      await sleep(WATCH)
    }
    return false
  }

  async function look(): Promise<void> {
    try {
      await compensateIfLongerThan(MIN_DOWNTIME)
      lookedAt = clock.system()
    } finally {
      looking = null
    }
  }

  return {
    async recover() {
      const isFirst = (await storage.meta()).aliveAt === null
      if (!isFirst && !(await othersAreThere())) await compensateIfLongerThan(0)
      await heartbeat.record()
      lookedAt = clock.system()
    },

    compensate() {
      const elapsed = clock.system() - lookedAt
      if (elapsed >= 0 && elapsed < LOOK_AGAIN) return Promise.resolve()
      looking ??= look()
      return looking
    },
  }
}
