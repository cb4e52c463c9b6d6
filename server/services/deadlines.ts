import type { Logger } from 'pino'
import type { MatchId } from '../domain/ids.ts'
import { passDeadlines, shiftOpenAttempts } from '../domain/play.ts'
import type { Storage } from '../storage/storage.ts'
import type { Clock } from './clock.ts'
import { changeOf, type Transact } from './commit.ts'

/** How often the next deadline is looked at; looking costs nothing. */
const TICK = 200
/** How often the server records that it is alive; the contract asks for at least every 5 s. */
const HEARTBEAT = 4_000
/** What every open attempt gets on top of an outage, to find its way back. */
const GRACE = 60_000
const BATCH = 200

export interface Deadlines {
  /** Gives back what an outage took; nothing may fire before it. */
  recover(): Promise<void>
  start(): void
  /** Fires everything that is due, and resolves when it is on disk. */
  fireDue(): Promise<void>
  /** Whether deadlines fire by themselves. */
  running(): boolean
  /** Stops firing and records for the last time that the server was alive. */
  stop(): Promise<void>
}

/** Fires deadlines by themselves, and keeps the record of being alive that outages are measured by. */
export function createDeadlines(dependencies: {
  storage: Storage
  clock: Clock
  transact: Transact
  log: Logger
}): Deadlines {
  const { storage, clock, transact, log } = dependencies
  let timer: NodeJS.Timeout | null = null
  let beatAt = 0
  let ticking: Promise<void> = Promise.resolve()

  const fire = (id: MatchId) =>
    transact(async () => {
      const match = await storage.match(id)
      const now = clock.now()
      const decision = match && passDeadlines(match, now)
      return { change: decision ? changeOf(decision, now) : null, result: undefined }
    })

  async function fireDue(): Promise<void> {
    for (;;) {
      const due = await storage.dueMatches(clock.now(), BATCH)
      if (due.length === 0) return
      await Promise.all(due.map((match) => fire(match.id)))
    }
  }

  async function beat(): Promise<void> {
    const aliveAt = clock.now()
    await storage.commit({ at: aliveAt, meta: { aliveAt } })
    beatAt = performance.now()
  }

  async function tick(): Promise<void> {
    if (performance.now() - beatAt >= HEARTBEAT) await beat()
    const next = await storage.nextDeadline()
    if (next !== null && next <= clock.now()) await fireDue()
  }

  function schedule(): void {
    timer = setTimeout(() => {
      ticking = tick().catch((error: unknown) => log.error({ err: error }, 'a deadline could not fire'))
      ticking.then(() => timer && schedule())
    }, TICK)
  }

  return {
    async recover() {
      const { aliveAt } = await storage.meta()
      const now = clock.now()
      const matches = []
      if (aliveAt !== null) {
        const by = Math.max(0, now - aliveAt) + GRACE
        for (const match of await storage.undecidedMatches()) {
          const shifted = shiftOpenAttempts(match, aliveAt, by)
          if (shifted) matches.push(shifted)
        }
        if (matches.length > 0)
          log.info({ matches: matches.length, by }, 'deadlines of open attempts moved by the outage')
      }
      await storage.commit({ at: now, matches, meta: { aliveAt: now } })
      beatAt = performance.now()
    },
    start: schedule,
    fireDue,
    running: () => timer !== null,
    async stop() {
      if (timer) clearTimeout(timer)
      timer = null
      await ticking
      await beat()
    },
  }
}
