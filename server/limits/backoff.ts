import type { Clock } from '../services/core/clock.ts'

/** Attempts under a key: some at once, then each only after a growing delay, which never becomes a lock. */
export interface Backoff {
  /**
   * Counts an attempt as failed until it is said to have succeeded, and answers null; or counts nothing and answers the
   * seconds to wait. `free` is how many may follow each other at once.
   */
  begin(key: string, free?: number): number | null
  /** One of the attempts did not fail after all. */
  giveBack(key: string): void
  /** Nothing under this key failed. */
  forget(key: string): void
  /** How many failures under this key are remembered. */
  failures(key: string): number
}

interface BackoffOptions {
  readonly clock: Clock
  /** How many attempts may follow each other at once. */
  readonly free: number
  /** The delay after that many, in milliseconds; it doubles with each failure … */
  readonly firstDelay: number
  /** … up to this one. */
  readonly longestDelay: number
  /** One failure is forgotten after each of these, in milliseconds. */
  readonly forgetEvery: number
}

/** What is remembered of a key. */
interface Remembered {
  readonly failures: number
  readonly at: number
  /** No attempt before. */
  readonly until: number
}

/** Keys beyond this push out the ones that were quiet longest, so that strangers cannot fill the memory. */
const MAX_KEYS = 50_000

export function createBackoff({ clock, free, firstDelay, longestDelay, forgetEvery }: BackoffOptions): Backoff {
  const keys = new Map<string, Remembered>()

  /** With a fraction: forgetting goes on between two attempts, however close they are. */
  function level(key: string): number {
    const known = keys.get(key)
    return known ? Math.max(0, known.failures - (clock.now() - known.at) / forgetEvery) : 0
  }

  function delayAfter(failures: number, freeNow: number): number {
    return failures < freeNow ? 0 : Math.min(longestDelay, firstDelay * 2 ** Math.min(failures - freeNow, 30))
  }

  function remember(key: string, remembered: Remembered): void {
    keys.delete(key)
    keys.set(key, remembered)
    const [oldest] = keys.keys()
    if (keys.size > MAX_KEYS && oldest !== undefined) keys.delete(oldest)
  }

  return {
    failures: (key) => Math.round(level(key)),
    begin(key, freeNow = free) {
      const now = clock.now()
      const wait = (keys.get(key)?.until ?? 0) - now
      if (wait > 0) return Math.ceil(wait / 1000)
      const failures = level(key) + 1
      remember(key, { failures, at: now, until: now + delayAfter(Math.round(failures), freeNow) })
      return null
    },
    giveBack(key) {
      const left = level(key) - 1
      if (left > 0) remember(key, { failures: left, at: clock.now(), until: 0 })
      else keys.delete(key)
    },
    forget(key) {
      keys.delete(key)
    },
  }
}
