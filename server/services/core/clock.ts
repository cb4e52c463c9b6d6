import { Problem } from '@ante/shared'
import type { Instant } from '../../domain/ids.ts'
import type { Storage } from '../../storage/storage.ts'

/** Where services get the time from. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): Instant
}

/** Where services get secrets, seeds and ids from. */
export interface Randomness {
  /** That many bytes nobody can guess. */
  bytes(count: number): Buffer
}

/**
 * The clock that matches live by. It follows the system's clock wherever that goes: a deadline is an instant that a player
 * was told, so a clock that is put back leaves deadlines where they are, and they fire when it shows them (again). For a
 * clock that leaps ahead see `Heartbeat`.
 */
export interface MovableClock extends Clock {
  /** The system's clock, without what a demo store's operator added. */
  system(): Instant
  /**
   * Moves time on for good, which only a demo store's operator does, and resolves once that is on disk. Throws
   * `invalid_request` beyond what can be told in a date.
   */
  advance(seconds: number): Promise<void>
}

/** Deadlines lie centuries after it, and still have a year of four digits. */
const LATEST = Date.parse('9000-01-01T00:00:00Z')

export async function createClock(storage: Storage, source: Clock): Promise<MovableClock> {
  let offset = (await storage.meta()).clockOffset
  let moving: Promise<void> = Promise.resolve()

  async function move(by: number): Promise<void> {
    const moved = offset + by
    const at = source.now() + moved
    if (at > LATEST) throw new Problem('invalid_request', 'The clock goes no further than the year 9000.')
    // Time that was moved on is no time in which the server was away.
    await storage.commit({ at, meta: { clockOffset: moved, aliveAt: at } })
    offset = moved
  }

  return {
    now: () => source.now() + offset,
    system: () => source.now(),
    advance(seconds) {
      moving = moving.catch(() => {}).then(() => move(seconds * 1000))
      return moving
    },
  }
}
