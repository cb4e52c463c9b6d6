import type { Environment } from '../environment/environment.ts'

/** The server's time at one moment: at least `low` and at most `high` milliseconds ahead of {@link Environment.elapsed}. */
export interface TimeSample {
  readonly low: number
  readonly high: number
}

/** The server's clock, as its answers show it. */
export interface ServerClock {
  /** Milliseconds since 1970 on the server's clock; on the device's clock before the first answer. */
  now(): number
  add(sample: TimeSample | null): void
}

/**
 * The sample of an answer. Its header `Date` has whole seconds, and the answer was made at some time between `sent` and
 * `received`. Null without the header.
 */
export function timeSampleOf(date: string | null, sent: number, received: number): TimeSample | null {
  const seconds = Date.parse(date ?? '')
  return Number.isNaN(seconds) ? null : { low: seconds - received, high: seconds + 1000 - sent }
}

/**
 * Every answer narrows the bounds, so a few answers are exact to a fraction of a second. A sample outside the bounds means
 * that a clock was set, or that the device slept: then the bounds begin anew.
 */
export function createServerClock({ elapsed, now }: Environment): ServerClock {
  let bounds: TimeSample | null = null
  const offsetOfDevice = now() - elapsed()
  return {
    now: () => Math.round(elapsed() + (bounds ? (bounds.low + bounds.high) / 2 : offsetOfDevice)),
    add(sample) {
      if (!sample) return
      const low = Math.max(sample.low, bounds?.low ?? sample.low)
      const high = Math.min(sample.high, bounds?.high ?? sample.high)
      bounds = low <= high ? { low, high } : sample
    },
  }
}
