import type { Logger } from 'pino'
import type { MatchId } from '../../domain/ids.ts'
import { passDeadlines } from '../../domain/play.ts'
import { type Storage, StorageFailed } from '../../storage/storage.ts'
import type { Clock } from '../core/clock.ts'
import type { Heartbeat } from '../core/heartbeat.ts'
import { createInterval } from '../core/interval.ts'
import { changeOf, type Transact } from '../core/unit-of-work.ts'

/** How often the next deadline is looked at; looking costs nothing. */
const TICK = 200
const BATCH = 200

export interface Deadlines {
  start(): void
  /** One look at the clock: notices an absence, records being alive, and fires what is due. */
  tick(): Promise<void>
  /** Fires everything that is due, and resolves when it is on disk. */
  fireDue(): Promise<void>
  /** Whether deadlines fire by themselves. */
  running(): boolean
  /** Stops firing and records for the last time that the server was alive. */
  stop(): Promise<void>
}

/** Fires deadlines by themselves. A deadline that fires late, or twice, comes to the same: the match says what is due. */
export function createDeadlines(dependencies: {
  storage: Storage
  clock: Clock
  transact: Transact
  heartbeat: Heartbeat
  log: Logger
}): Deadlines {
  const { storage, clock, transact, heartbeat, log } = dependencies
  const stuck = new Set<MatchId>()

  /** Whether there was something to decide. */
  const fire = async (id: MatchId): Promise<boolean> => {
    const { committed } = await transact(async () => {
      const match = await storage.match(id)
      const now = clock.now()
      const decision = match && passDeadlines(match, now)
      return { change: decision ? changeOf(decision, now) : null, result: undefined }
    })
    return committed !== null
  }

  /** One match that cannot be decided must not hold up the others. */
  async function fireOrReport(id: MatchId): Promise<boolean> {
    try {
      const fired = await fire(id)
      stuck.delete(id)
      return fired
    } catch (error) {
      if (error instanceof StorageFailed) throw error
      if (!stuck.has(id)) log.error({ err: error, match: id }, 'a deadline could not fire; it is tried again')
      stuck.add(id)
      return false
    }
  }

  async function fireDue(): Promise<void> {
    /** Those that are due and stay so: the next tick looks at them again. */
    const left = new Set<MatchId>()
    for (;;) {
      const due = await storage.dueMatches(clock.now(), BATCH + left.size)
      const ids = due.map(({ id }) => id).filter((id) => !left.has(id))
      if (ids.length === 0) return
      await Promise.all(ids.map(async (id) => (await fireOrReport(id)) || left.add(id)))
      await heartbeat.check()
    }
  }

  async function tick(): Promise<void> {
    await heartbeat.check()
    const next = await storage.nextDeadline()
    if (next !== null && next <= clock.now()) await fireDue()
  }

  const ticking = createInterval(TICK, tick, (error) => log.error({ err: error }, 'deadlines could not be looked at'))

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
