import type { PostedTransfer } from '../../../domain/ledger.ts'
import { type Block, headOf } from '../../../domain/ledger-chain.ts'

/** Where the chain of blocks ends, and which transfers wait for the next one. */
export class ChainIndex {
  readonly #unsealed = new Map<string, PostedTransfer>()
  #newest: Block | undefined

  get newest(): Block | undefined {
    return this.#newest
  }

  posted(transfer: PostedTransfer): void {
    this.#unsealed.set(transfer.id, transfer)
  }

  /** Whether a block goes on from the newest one and seals transfers that wait. */
  takes({ height, previous, entries }: Block): boolean {
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

  /** Up to `limit` transfers that wait, oldest first. */
  unsealed(limit: number): readonly PostedTransfer[] {
    const waiting: PostedTransfer[] = []
    for (const transfer of this.#unsealed.values()) {
      if (waiting.length >= limit) break
      waiting.push(transfer)
    }
    return waiting
  }
}
