import type { Logger } from 'pino'
import { sealBlock } from '../../domain/ledger-chain.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Clock } from '../core/clock.ts'
import { createInterval } from '../core/interval.ts'
import type { UnitOfWork } from '../core/unit-of-work.ts'

/** Milliseconds between two looks for unsealed transfers; the contract asks for a seal within a second of the commit. */
const INTERVAL = 250
/** The most transfers in a block: hashing them takes a few milliseconds, and other work goes on between two blocks. */
const BLOCK_SIZE = 500
/** How long before its end a lease is renewed, in milliseconds. */
const RENEW = 2500

/**
 * Appends committed transfers to the ledger's chain of blocks. No commit waits for it. Several sealers may work on one
 * store: a block must follow the newest one, so of two sealers at once one tries again.
 */
export interface Sealer {
  start(): void
  /** Seals everything that is committed by now. */
  seal(): Promise<void>
  /** Seals what is left, and stops. */
  stop(): Promise<void>
}

export function createSealer(dependencies: {
  storage: Storage
  clock: Clock
  unitOfWork: UnitOfWork
  /** Public URL of this server: the `iss` of signed heads. */
  issuer: string
  log: Logger
}): Sealer {
  const { storage, clock, unitOfWork, issuer, log } = dependencies

  /** Seals one block; false when no transfer waits. */
  async function sealNext(): Promise<boolean> {
    const { committed } = await unitOfWork.run(async () => {
      // In this order: a block that is added between the two reads makes this one stale.
      const newest = await storage.newestBlock()
      const transfers = await storage.unsealedTransfers(BLOCK_SIZE)
      const at = clock.now()
      const block = transfers.length === 0 ? null : sealBlock(transfers, newest, at)
      return { change: block && { at, block, meta: { issuer } }, result: undefined }
    })
    return committed !== null
  }

  async function seal(): Promise<void> {
    while (await sealNext());
  }

  /** Of several processes on one store one seals, as long as it does. The others would only hash for nothing. */
  let leasedUntil = Number.NEGATIVE_INFINITY

  async function sealIfLeased(): Promise<void> {
    const { shared } = storage
    if (shared && clock.now() > leasedUntil - RENEW) {
      const before = clock.now()
      leasedUntil = before + (await shared.lease('seal the ledger'))
    }
    if (!shared || clock.now() < leasedUntil) await seal()
  }

  const sealing = createInterval(INTERVAL, sealIfLeased, (error) =>
    log.error({ err: error }, 'the ledger could not be sealed'),
  )

  return {
    start: sealing.start,
    seal,
    async stop() {
      await sealing.stop()
      await seal()
    },
  }
}
