import type { Attempts, ChangeAttempts } from '../domain/limits.ts'
import type { Clock } from '../services/core/clock.ts'

/** Attempts under a key: some at once, then each only after a growing delay, which never becomes a lock. */
export interface Backoff {
  /**
   * Counts an attempt as failed until it is said to have succeeded, and answers null; or counts nothing and answers the
   * seconds to wait. `free` is how many may follow each other at once.
   */
  begin(key: string, free?: number): Promise<number | null>
  /** One of the attempts did not fail after all. */
  giveBack(key: string): Promise<void>
  /** Nothing under this key failed. */
  forget(key: string): Promise<void>
  /** How many failures under this key are remembered. */
  failures(key: string): Promise<number>
}

interface BackoffOptions {
  readonly clock: Clock
  /** Where attempts are remembered. */
  readonly change: ChangeAttempts
  /** How many attempts may follow each other at once. */
  readonly free: number
  /** The delay after that many, in milliseconds; it doubles with each failure … */
  readonly firstDelay: number
  /** … up to this one. */
  readonly longestDelay: number
  /** One failure is forgotten after each of these, in milliseconds. */
  readonly forgetEvery: number
}

export function createBackoff({ clock, change, free, firstDelay, longestDelay, forgetEvery }: BackoffOptions): Backoff {
  /** With a fraction: forgetting goes on between two attempts, however close they are. */
  function level(known: Attempts | null): number {
    return known ? Math.max(0, known.failures - (clock.now() - known.at) / forgetEvery) : 0
  }

  function delayAfter(failures: number, freeNow: number): number {
    return failures < freeNow ? 0 : Math.min(longestDelay, firstDelay * 2 ** Math.min(failures - freeNow, 30))
  }

  function remember(failures: number, delay: number): Attempts {
    const at = clock.now()
    const until = at + delay
    return { failures, at, until, forgottenAt: Math.max(until, Math.ceil(at + failures * forgetEvery)) }
  }

  return {
    failures: (key) => change(key, (known) => ({ next: known, answer: Math.round(level(known)) })),
    begin: (key, freeNow = free) =>
      change(key, (known) => {
        const wait = (known?.until ?? 0) - clock.now()
        if (wait > 0) return { next: known, answer: Math.ceil(wait / 1000) }
        const failures = level(known) + 1
        return { next: remember(failures, delayAfter(Math.round(failures), freeNow)), answer: null }
      }),
    giveBack: (key) =>
      change(key, (known) => {
        const left = level(known) - 1
        return { next: left > 0 ? remember(left, 0) : null, answer: undefined }
      }),
    forget: (key) => change(key, () => ({ next: null, answer: undefined })),
  }
}
