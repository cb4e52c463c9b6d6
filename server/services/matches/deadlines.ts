import type { Logger } from 'pino'
import type { MatchId } from '../../domain/ids.ts'
import { passDeadlines } from '../../domain/play/deadlines.ts'
import { type Storage, StorageFailed, StorageUnavailable } from '../../storage/storage.ts'
import type { Clock } from '../core/clock.ts'
import type { Heartbeat } from '../core/heartbeat.ts'
import { createInterval } from '../core/interval.ts'
import type { UnitOfWork } from '../core/unit-of-work.ts'
import type { DowntimeCompensation } from './downtime-compensation.ts'
import { changeOf } from './match-change.ts'

/** Milliseconds between two ticks; a tick with nothing due costs almost nothing. */
const TICK = 200
/** How many due matches are read at a time. */
const BATCH = 200

/**
 * Ends matches and attempts whose time is over. A deadline that fires late or twice has the same effect as one that fires
 * once in time, because the match itself says what is due.
 */
export interface Deadlines {
  start(): void
  /** Compensates for downtime, records a heartbeat if one is due, and fires what is due. */
  tick(): Promise<void>
  /** Fires everything that is due, and resolves when it is on disk. */
  fireDue(): Promise<void>
  /** Whether ticks follow by themselves, which is so from `start` to `stop`. */
  running(): boolean
  /** Ends the ticks and records a last heartbeat. */
  stop(): Promise<void>
}

export function createDeadlines(dependencies: {
  storage: Storage
  clock: Clock
  unitOfWork: UnitOfWork
  downtime: DowntimeCompensation
  heartbeat: Heartbeat
  log: Logger
}): Deadlines {
  const { storage, clock, unitOfWork, downtime, heartbeat, log } = dependencies
  /** Matches whose failure is in the log already. */
  const failing = new Set<MatchId>()

  /** Whether a deadline of the match had passed. */
  async function fire(id: MatchId): Promise<boolean> {
    const { committed } = await unitOfWork.run(async () => {
      const match = await storage.match(id)
      const now = clock.now()
      const transition = match && passDeadlines(match, now)
      return { change: transition ? changeOf(transition, now) : null, result: undefined }
    })
    return committed !== null
  }

  /** A match that fails must not hold up the others. */
  async function fireOrReport(id: MatchId): Promise<boolean> {
    try {
      const fired = await fire(id)
      failing.delete(id)
      return fired
    } catch (error) {
      if (error instanceof StorageFailed || error instanceof StorageUnavailable) throw error
      if (!failing.has(id)) log.error({ err: error, match: id }, 'a deadline could not fire; it is tried again')
      failing.add(id)
      return false
    }
  }

  async function fireDue(): Promise<void> {
    /** Still due after an attempt to fire; the next tick tries them again. */
    const left = new Set<MatchId>()
    for (;;) {
      const due = await storage.dueMatches(clock.now(), BATCH + left.size)
      const ids = due.map(({ id }) => id).filter((id) => !left.has(id))
      if (ids.length === 0) return
      await Promise.all(ids.map(async (id) => (await fireOrReport(id)) || left.add(id)))
      await checkClock()
    }
  }

  async function checkClock(): Promise<void> {
    await downtime.compensate()
    await heartbeat.recordIfDue()
  }

  async function tick(): Promise<void> {
    await checkClock()
    const next = await storage.nextDeadline()
    if (next !== null && next <= clock.now()) await fireDue()
  }

  const ticking = createInterval(TICK, tick, (error) => log.error({ err: error }, 'deadlines could not be checked'))

  return {
    start: ticking.start,
    tick,
    fireDue,
    running: ticking.running,
    async stop() {
      await ticking.stop()
      await heartbeat.record()
    },
  }
}
