import type { Instant } from '../../domain/ids.ts'
import type { Storage } from '../../storage/storage.ts'

/** Where services get the time from. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): Instant
}

/** Where services get secrets, seeds and ids from. */
export interface Randomness {
  /** That many unguessable bytes. */
  bytes(count: number): Buffer
}

/**
 * The clock of the matches: the system's clock plus an offset, which is 0 outside a demo store. It follows the system's
 * clock in both directions. A deadline is an instant that a player was told, so a clock that is put back leaves deadlines
 * where they are; they fire when the clock shows them again. For a clock that jumps ahead see `DowntimeCompensation`.
 */
export interface OffsetClock extends Clock {
  /** The system's clock, without the offset. */
  system(): Instant
  /** Takes over an offset, in milliseconds, once it is on disk; a smaller one than before changes nothing. */
  raiseOffset(stored: number): void
}

/** The clock of a store, with the offset that the store has. */
export async function createClock(storage: Storage, source: Clock): Promise<OffsetClock> {
  let { clockOffset: offset } = await storage.meta()
  return {
    now: () => source.now() + offset,
    system: () => source.now(),
    raiseOffset(stored) {
      offset = Math.max(offset, stored)
    },
  }
}
