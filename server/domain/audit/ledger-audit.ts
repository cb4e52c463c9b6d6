import type { Instant } from '../ids.ts'
import type { Block, Head } from '../ledger-chain.ts'
import type { MatchSummary } from '../match-summary.ts'
import { ChainAudit, type KnownHead } from './chain-audit.ts'
import { type Finding, Findings } from './findings.ts'
import { MatchAudit } from './match-audit.ts'
import { type AuditedEntry, MoneyAudit, type StatedBalance } from './money-audit.ts'

/** What an audit came to. */
export interface AuditReport {
  /** How many transfers were read. */
  readonly transfers: number
  /** How many of them are in no block yet. */
  readonly unsealed: number
  readonly head: Head
  /** When the newest block was sealed. */
  readonly sealedAt: Instant | null
  /** The first hundred. */
  readonly problems: readonly Finding[]
  /** How many there were in all; 0: everything adds up. */
  readonly problemCount: number
}

/**
 * Recomputes a ledger from its entries alone. Takes, in this order: the blocks with their entries, lowest first; the
 * entries that are in no block yet; how every match stands; every balance that is not zero. Then `finish` tells what is
 * wrong. `line` is where something was read from, for the report.
 */
export class LedgerAudit {
  readonly #findings = new Findings()
  readonly #chain: ChainAudit
  readonly #money = new MoneyAudit(this.#findings)
  readonly #matches = new MatchAudit(this.#findings)
  /** Entries whose number is not due yet: a block lists its entries as the sealer saw them. */
  readonly #early = new Map<number, { entry: AuditedEntry; line: number | undefined }>()
  #nextSeq = 1
  #transfers = 0
  #unsealed = 0

  /** `known`: heads that were kept elsewhere. */
  constructor(known: readonly KnownHead[] = []) {
    this.#chain = new ChainAudit(this.#findings, known)
  }

  /** Where the chain ends, as far as it was taken. */
  get head(): Head {
    return this.#chain.head
  }

  /** Takes a block; an entry is undefined where the ledger has no transfer of that id. */
  block(block: Block, entries: readonly (AuditedEntry | undefined)[], line?: number): void {
    this.#chain.block(block, entries, line)
    for (const entry of entries) if (entry) this.#entry(entry, line)
  }

  unsealed(entry: AuditedEntry, line?: number): void {
    this.#unsealed++
    this.#chain.unsealed(entry, line)
    this.#entry(entry, line)
  }

  match(match: MatchSummary, line?: number): void {
    this.#closeGaps()
    this.#matches.match(match, line)
  }

  balance(stated: StatedBalance, line?: number): void {
    this.#closeGaps()
    this.#money.balance(stated, line)
  }

  /** Notes something that is wrong with what was read. */
  report(message: string, line?: number): void {
    this.#findings.report(message, line)
  }

  finish(): AuditReport {
    this.#closeGaps()
    this.#chain.finish()
    this.#matches.finish()
    this.#money.finish()
    const { head, sealedAt } = this.#chain
    const { found: problems, count: problemCount } = this.#findings
    return { transfers: this.#transfers, unsealed: this.#unsealed, head, sealedAt, problems, problemCount }
  }

  #entry(entry: AuditedEntry, line: number | undefined): void {
    this.#transfers++
    const { id, seq } = entry
    if (!Number.isSafeInteger(seq) || seq < this.#nextSeq || this.#early.has(seq)) {
      this.#findings.report(`Transfer ${id} has number ${seq}, which is not its own.`, line)
      return
    }
    this.#early.set(seq, { entry, line })
    this.#postWhatIsDue()
  }

  #postWhatIsDue(): void {
    for (let due = this.#early.get(this.#nextSeq); due; due = this.#early.get(this.#nextSeq)) {
      this.#early.delete(this.#nextSeq)
      this.#money.entry(due.entry, due.line)
      this.#matches.entry(due.entry)
      this.#nextSeq++
    }
  }

  /** All entries are in: a number that is still missing belongs to none. */
  #closeGaps(): void {
    for (const seq of [...this.#early.keys()].sort((a, b) => a - b)) {
      if (!this.#early.has(seq)) continue
      this.#findings.report(
        this.#nextSeq === seq - 1
          ? `Transfer number ${this.#nextSeq} is missing.`
          : `Transfers number ${this.#nextSeq} to ${seq - 1} are missing.`,
        this.#early.get(seq)?.line,
      )
      this.#nextSeq = seq
      this.#postWhatIsDue()
    }
  }
}
