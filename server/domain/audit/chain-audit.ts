import type { Instant } from '../ids.ts'
import type { LedgerEntry } from '../ledger.ts'
import { type Block, type Head, hashOf, headOf, merkleRootOf, NO_BLOCK } from '../ledger-chain.ts'
import type { Findings } from './findings.ts'

/** A head that was kept elsewhere, with the number of entries if that was kept too. */
export type KnownHead = Pick<Head, 'height' | 'hash'> & Partial<Head>

/** Milliseconds by which an unsealed entry may be older than the newest block, because its commit took so long. */
const MAX_COMMIT_TIME = 60_000

/** Checks that each block is intact and follows the one before it, and that the chain contains the known heads. */
export class ChainAudit {
  readonly #findings: Findings
  readonly #known: readonly KnownHead[]
  #last: Block | undefined
  /** The hash of the last block, computed from its content. It differs from the block's own only if that was reported. */
  #computed = NO_BLOCK.hash
  #newestSealed = 0

  constructor(findings: Findings, known: readonly KnownHead[]) {
    this.#findings = findings
    this.#known = known
    for (const head of known) this.#compare(head, NO_BLOCK)
  }

  get head(): Head {
    return headOf(this.#last)
  }

  get sealedAt(): Instant | null {
    return this.#last?.sealedAt ?? null
  }

  /** Takes the next block with its entries; an entry is undefined if the ledger has none of that id. */
  block(block: Block, entries: readonly (LedgerEntry | undefined)[], line?: number): void {
    const report = (what: string) => this.#findings.report(`Block ${block.height}: ${what}.`, line)
    this.#follow(block, report)
    const present = entries.filter((entry) => entry !== undefined)
    if (present.length < entries.length) {
      const missing = block.entries.filter((_, index) => entries[index] === undefined)
      report(`the ledger has no transfer ${missing.join(', ')}`)
    } else if (merkleRootOf(present) !== block.merkleRoot) {
      report('its entries are not those that were sealed')
    }
    this.#computed = hashOf(block)
    if (this.#computed !== block.hash) report('its content does not give its hash')
    for (const { seq } of present) this.#newestSealed = Math.max(this.#newestSealed, seq)
    this.#last = block
    for (const head of this.#known) this.#compare(head, headOf(block), line)
  }

  /** Takes an entry that is in no block. */
  unsealed(entry: LedgerEntry, line?: number): void {
    const { sealedAt } = this
    if (sealedAt === null || entry.seq > this.#newestSealed || entry.at > sealedAt - MAX_COMMIT_TIME) return
    this.#findings.report(`Transfer ${entry.id} is in no block, and later ones are.`, line)
  }

  finish(): void {
    const { height } = this.head
    for (const known of this.#known) {
      if (known.height <= height) continue
      this.#findings.report(
        `The chain ends at block ${height}, and the known head is block ${known.height}: it was cut off, or it is an older copy.`,
      )
    }
  }

  #follow(block: Block, report: (what: string) => void): void {
    const { height, hash, size } = this.head
    if (block.height !== height + 1) report(`it comes after block ${height}`)
    else if (block.previous !== hash && block.previous !== this.#computed) {
      report(`it does not go on from block ${height} as it is now`)
    }
    if (block.entries.length === 0) report('it has no entries')
    if (block.size !== size + block.entries.length) {
      report(`it counts ${block.size} entries in the chain; there are ${size + block.entries.length}`)
    }
    if (block.sealedAt < (this.sealedAt ?? block.sealedAt)) report('it was sealed before the block before it')
  }

  #compare(known: KnownHead, head: Head, line?: number): void {
    if (known.height !== head.height) return
    const sameSize = known.size === undefined || known.size === head.size
    if (known.hash === head.hash && sameSize) return
    this.#findings.report(
      `Block ${head.height} is not the one that the known head names: the chain was rewritten.`,
      line,
    )
  }
}
