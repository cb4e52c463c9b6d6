import type { Logger } from 'pino'
import { sealBlock } from '../../domain/ledger-chain.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Clock } from '../core/clock.ts'
import { createInterval } from '../core/interval.ts'

/** How often it is looked for transfers that wait; the contract asks for a seal at most a second after their commit. */
const EVERY = 250
/** The most transfers in a block: hashing them takes a few milliseconds, and other work goes on between two blocks. */
const BLOCK_SIZE = 500

/**
 * Takes committed transfers into the chain of blocks, after the fact, so that no commit waits for it. Any number of
 * sealers may be at work on one store: a block goes on from the newest one only, and whoever comes second tries again.
 */
export interface Sealer {
  start(): void
  /** Seals everything that was committed until now. */
  seal(): Promise<void>
  /** Seals what is left, and stops. */
  stop(): Promise<void>
}

export function createSealer(dependencies: {
  storage: Storage
  clock: Clock
  /** Public URL of this server, which the heads of the chain are signed under. */
  issuer: string
  log: Logger
}): Sealer {
  const { storage, clock, issuer, log } = dependencies

  async function seal(): Promise<void> {
    for (;;) {
      // In this order: a block that comes between the two has taken some of the transfers, and is found out.
      const newest = await storage.newestBlock()
      const transfers = await storage.unsealedTransfers(BLOCK_SIZE)
      if (transfers.length === 0) return
      const at = clock.now()
      const commitResult = await storage.commit({ at, block: sealBlock(transfers, newest, at), meta: { issuer } })
      if (commitResult.kind !== 'committed' && commitResult.kind !== 'stale') {
        throw new Error(`a block of the ledger was refused: ${commitResult.kind}`)
      }
    }
  }

  const sealing = createInterval(EVERY, seal, (error) => log.error({ err: error }, 'the ledger could not be sealed'))

  return {
    start: sealing.start,
    seal,
    async stop() {
      await sealing.stop()
      await seal()
    },
  }
}
