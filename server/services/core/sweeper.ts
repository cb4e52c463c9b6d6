import type { Logger } from 'pino'
import type { Storage } from '../../storage/storage.ts'
import type { Clock } from './clock.ts'
import { createInterval } from './interval.ts'

/** Milliseconds between two sweeps. */
const INTERVAL = 10 * 60_000
/** Milliseconds that events are kept: a day more than the contract promises. */
const EVENT_RETENTION = 91 * 24 * 3600_000

/** Removes sessions, tokens, answers and events that have expired, so that a store does not grow by them. */
export interface Sweeper {
  /** Sweeps at once, and then at intervals. */
  start(): void
  /** Resolves when the current sweep has ended. */
  stop(): Promise<void>
}

export function createSweeper(dependencies: { storage: Storage; clock: Clock; log: Logger }): Sweeper {
  const { storage, clock, log } = dependencies

  async function sweep(): Promise<void> {
    const now = clock.now()
    await storage.sweep(now, now - EVENT_RETENTION)
  }
  const onError = (error: unknown) => log.error({ err: error }, 'expired records could not be removed')
  const sweeping = createInterval(INTERVAL, sweep, onError)
  let first: Promise<void> = Promise.resolve()

  return {
    start() {
      first = sweep().catch(onError)
      sweeping.start()
    },
    async stop() {
      await sweeping.stop()
      await first
    },
  }
}
