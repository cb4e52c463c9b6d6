import { hash } from 'node:crypto'

/** The chain of a journal without a batch. */
export const EMPTY_CHAIN = '0'.repeat(32)

/**
 * The chain of a journal with one batch more: a hash (128 bits in hex) of the chain before it and of the batch's header,
 * which has the checksum of the batch. Two journals with the same chain have the same batches.
 */
export function nextChain(chain: string, batchHeader: Uint8Array): string {
  return hash('sha256', Buffer.concat([Buffer.from(chain), batchHeader]), 'hex').slice(0, 32)
}
