import type { Environment } from '../environment/environment.ts'

/** The server's time at one moment: at least `low` and at most `high` milliseconds ahead of {@link Environment.elapsed}. */
export interface TimeSample {
  readonly low: number
  readonly high: number
}

/** The server's clock, estimated from its answers. */
export interface ServerClock {
  /** Milliseconds since 1970 on the server's clock; on the device's clock before the first answer. */
  now(): number
  add(sample: TimeSample | null): void
}

/**
 * Returns the time sample of an answer, or null without the header `Date`. The header has whole seconds, and the server
 * made the answer at some time between `sent` and `received`.
 */
export function timeSampleOf(date: string | null, sent: number, received: number): TimeSample | null {
  const seconds = Date.parse(date ?? '')
  return Number.isNaN(seconds) ? null : { low: seconds - received, high: seconds + 1000 - sent }
}

/**
 * Creates the clock. Each answer narrows the bounds, so after a few answers the error is a fraction of a second. A
 * sample outside the bounds means that a clock was changed or the device slept. Then the bounds start again from that
 * sample.
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
