import type { PostedTransfer } from '../../../domain/ledger.ts'
import { type Block, headOf } from '../../../domain/ledger-chain.ts'
import type { PackedMap } from '../packed/packed-map.ts'

/** The newest block of the ledger, and the transfers that have no block yet. */
export class ChainIndex {
  readonly #transfers: PackedMap<string, PostedTransfer>
  /** Their numbers among the transfers, oldest first. */
  readonly #unsealed = new Set<number>()
  /** Those that were read last, by id: they are the ones that the next block has. */
  #read: ReadonlyMap<string, number> = new Map()
  #posted = 0
  #newest: Block | undefined

  constructor(transfers: PackedMap<string, PostedTransfer>) {
    this.#transfers = transfers
  }

  get newest(): Block | undefined {
    return this.#newest
  }

  /** Takes in the next transfer. */
  posted(): void {
    this.#unsealed.add(this.#posted++)
  }

  /** Whether a block follows on the newest one and contains only transfers that have no block yet. */
  isNext({ height, previous, entries }: Block): boolean {
    const head = headOf(this.#newest)
    if (height !== head.height + 1 || previous !== head.hash) return false
    return new Set(entries).size === entries.length && entries.every((id) => this.#unsealed.has(this.#numberOf(id)))
  }

  sealed(block: Block): void {
    const { height } = headOf(this.#newest)
    if (block.height !== height + 1) throw new Error(`block ${block.height} of the ledger follows on ${height}`)
    for (const id of block.entries) this.#unsealed.delete(this.#numberOf(id))
    this.#newest = block
  }

  /** Up to `limit` transfers that have no block yet, oldest first. */
  unsealed(limit: number): readonly PostedTransfer[] {
    const numbers: number[] = []
    for (const number of this.#unsealed) {
      if (numbers.length >= limit) break
      numbers.push(number)
    }
    const transfers = [...this.#transfers.valuesAt(numbers)]
    this.#read = new Map(transfers.map(({ id }, index) => [id, numbers[index] ?? -1]))
    return transfers
  }

  /** The transfers that have no block when this is called, oldest first; each is read when it is asked for. */
  unsealedNow(): Iterable<PostedTransfer> {
    return this.#transfers.valuesAt([...this.#unsealed])
  }

  /** -1 where there is none of that id. */
  #numberOf(id: string): number {
    return this.#read.get(id) ?? this.#transfers.numberOf(id) ?? -1
  }
}
