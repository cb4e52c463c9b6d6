import type { Instant } from '../domain/ids.ts'
import type { Storage } from '../storage/storage.ts'

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

/** A clock that a demo store's operator can move on; the offset survives restarts. */
export interface MovableClock extends Clock {
  /** Moves time on for good, and resolves once that is on disk. */
  advance(seconds: number): Promise<void>
}

export async function createClock(storage: Storage, source: Clock): Promise<MovableClock> {
  let offset = (await storage.meta()).clockOffset
  const now = () => source.now() + offset
  return {
    now,
    async advance(seconds) {
      const moved = offset + seconds * 1000
      await storage.commit({ at: now(), meta: { clockOffset: moved } })
      offset = moved
    },
  }
}
