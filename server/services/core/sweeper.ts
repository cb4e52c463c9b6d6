import type { Logger } from 'pino'
import type { Storage } from '../../storage/storage.ts'
import type { Clock } from './clock.ts'

const EVERY = 10 * 60_000
/** A day more than the contract promises. */
const EVENTS_KEPT_FOR = 91 * 24 * 3600_000

export interface Sweeper {
  start(): void
  stop(): Promise<void>
}

/** Removes what has expired, so that a store does not grow by sessions, tokens and answers nobody can use. */
export function createSweeper(dependencies: { storage: Storage; clock: Clock; log: Logger }): Sweeper {
  const { storage, clock, log } = dependencies
  let timer: NodeJS.Timeout | null = null
  let sweeping: Promise<void> = Promise.resolve()

  const sweep = () => {
    const now = clock.now()
    sweeping = storage
      .sweep(now, now - EVENTS_KEPT_FOR)
      .catch((error: unknown) => log.error({ err: error }, 'expired records could not be removed'))
  }
  return {
    start() {
      sweep()
      timer = setInterval(sweep, EVERY)
    },
    async stop() {
      if (timer) clearInterval(timer)
      await sweeping
    },
  }
}
