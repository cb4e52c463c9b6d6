import type { Logger } from 'pino'
import type { Instant } from '../../domain/ids.ts'
import { shiftOpenAttempts } from '../../domain/play.ts'
import type { Storage } from '../../storage/storage.ts'
import type { MovableClock } from './clock.ts'

/** How often the server records that it is alive; the contract asks for at least every 5 s. */
const HEARTBEAT = 4_000
/** A process that did not look at the clock for so long was away: stopped, suspended, or its clock was put forward. */
const AWAY = 10_000
/** What every open attempt gets on top of an outage, to find its way back. */
const GRACE = 60_000
/** A clock that steps back further was off: whoever got the time that it was ahead may have far too much. */
const OFF = 24 * 3600_000

/**
 * Whether the server is there for its players. What it is away for is nobody's fault, so every attempt that was open when an
 * absence began gets the absence and a minute more; the expiry of unmatched matches stays. An absence is what lies between
 * two starts, and any leap of the clock under a running process: a suspended machine and a clock that was put forward look
 * the same from inside. A clock that was put back is no absence, and moves nothing; but where it was days off, no attempt keeps
 * more than a day beyond its own length.
 */
export interface Heartbeat {
  /** At a start: gives back what the time since the last sign of life took. Nothing may be decided before it. */
  recover(): Promise<void>
  /** Resolves once what an absence took, if there was one until now, is given back. Nothing is decided before it. */
  compensateDowntime(): Promise<void>
  /** The same, and records that the server is alive when that is due. */
  check(): Promise<void>
  /** Records that the server is alive. */
  record(): Promise<void>
}

export function createHeartbeat(dependencies: { storage: Storage; clock: MovableClock; log: Logger }): Heartbeat {
  const { storage, clock, log } = dependencies
  let checkedAt = clock.system()
  let recordedAt = Number.NEGATIVE_INFINITY
  let compensating: Promise<void> | null = null

  /** Moves every attempt that was open at `aliveAt`, in one commit: done wholly or, after a crash, wholly to be done. */
  async function compensate(aliveAt: Instant, by: number): Promise<void> {
    const undecided = await storage.undecidedMatches()
    const now = clock.now()
    const matches = undecided.flatMap((match) => shiftOpenAttempts(match, aliveAt, by, now) ?? [])
    const commitResult = await storage.commit({ at: now, matches, meta: { aliveAt: now } })
    if (commitResult.kind === 'stale') return compensate(aliveAt, by)
    if (commitResult.kind !== 'committed') throw new Error(`an outage could not be given back: ${commitResult.kind}`)
    if (matches.length > 0) log.info({ matches: matches.length, by }, 'deadlines of open attempts moved by the outage')
  }

  async function compensateSince(lastCheck: Instant, away: number): Promise<void> {
    try {
      if (away > 0) await compensate(clock.now() - away, away + GRACE)
      else await compensate(clock.now(), 0)
      // However long that took is no absence of its own.
      checkedAt = clock.system()
    } catch (error) {
      checkedAt = lastCheck
      throw error
    } finally {
      compensating = null
    }
  }

  function compensateDowntime(): Promise<void> {
    if (compensating) return compensating
    const lastCheck = checkedAt
    checkedAt = clock.system()
    const away = checkedAt - lastCheck
    if (away <= AWAY && away >= -OFF) return Promise.resolve()
    compensating = compensateSince(lastCheck, away)
    return compensating
  }

  async function record(): Promise<void> {
    recordedAt = clock.system()
    const aliveAt = clock.now()
    await storage.commit({ at: aliveAt, meta: { aliveAt } })
  }

  return {
    async recover() {
      const { aliveAt } = await storage.meta()
      if (aliveAt === null) await record()
      else await compensate(aliveAt, Math.max(0, clock.now() - aliveAt) + GRACE)
      checkedAt = clock.system()
      recordedAt = checkedAt
    },
    compensateDowntime,
    async check() {
      await compensateDowntime()
      const sinceRecord = clock.system() - recordedAt
      if (sinceRecord >= HEARTBEAT || sinceRecord < 0) await record()
    },
    record,
  }
}
