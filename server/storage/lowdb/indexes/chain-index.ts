import type { PostedTransfer } from '../../../domain/ledger.ts'
import { type Block, headOf } from '../../../domain/ledger-chain.ts'

/** The newest block of the ledger, and the transfers that have no block yet. */
export class ChainIndex {
  readonly #unsealed = new Map<string, PostedTransfer>()
  #newest: Block | undefined

  get newest(): Block | undefined {
    return this.#newest
  }

  posted(transfer: PostedTransfer): void {
    this.#unsealed.set(transfer.id, transfer)
  }

  /** Whether a block follows on the newest one and contains only transfers that have no block yet. */
  isNext({ height, previous, entries }: Block): boolean {
    const head = headOf(this.#newest)
    if (height !== head.height + 1 || previous !== head.hash) return false
    return new Set(entries).size === entries.length && entries.every((id) => this.#unsealed.has(id))
  }

  sealed(block: Block): void {
    const { height } = headOf(this.#newest)
    if (block.height !== height + 1) throw new Error(`block ${block.height} of the ledger follows on ${height}`)
    for (const id of block.entries) this.#unsealed.delete(id)
    this.#newest = block
  }

  /** Up to `limit` transfers that have no block yet, oldest first. */
  unsealed(limit: number): readonly PostedTransfer[] {
    const waiting: PostedTransfer[] = []
    for (const transfer of this.#unsealed.values()) {
      if (waiting.length >= limit) break
      waiting.push(transfer)
    }
    return waiting
  }
}
