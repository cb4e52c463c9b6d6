import type { Logger } from 'pino'
import type { SharedStore } from '../../storage/shared-store.ts'
import type { Clock } from './clock.ts'
import { createInterval } from './interval.ts'

/** How often the store is asked for the time. */
const INTERVAL = 2000
/** A difference that network delays explain. */
const TOLERANCE = 20

export interface SharedClock extends Clock {
  stop(): Promise<void>
}

/**
 * A clock that shows a shared store's time, so that all processes agree on when a deadline has passed, however their own
 * clocks are set. Between two answers of the store it goes on as the given clock does.
 */
export async function followStore(store: SharedStore, source: Clock, log: Logger): Promise<SharedClock> {
  let ahead = 0

  async function ask(): Promise<void> {
    const before = source.now()
    const told = await store.now()
    const measured = told - (before + source.now()) / 2
    if (Math.abs(measured - ahead) > TOLERANCE) ahead = measured
  }

  await ask()
  const asking = createInterval(INTERVAL, ask, (error) => log.warn({ err: error }, 'the store could not tell the time'))
  asking.start()
  return { now: () => Math.round(source.now() + ahead), stop: asking.stop }
}
