import type { Instant } from '../ids.ts'
import type { Block, Head } from '../ledger-chain.ts'
import type { MatchSummary } from '../match-summary.ts'
import { ChainAudit, type KnownHead } from './chain-audit.ts'
import { type Finding, Findings } from './findings.ts'
import { MatchAudit } from './match-audit.ts'
import { type AuditedEntry, MoneyAudit, type StatedBalance } from './money-audit.ts'

/** The result of an audit. */
export interface AuditReport {
  /** How many transfers were read. */
  readonly transfers: number
  /** How many of these are in no block yet. */
  readonly unsealed: number
  readonly head: Head
  /** When the newest block was sealed; null if there is none. */
  readonly sealedAt: Instant | null
  /** The first hundred. */
  readonly problems: readonly Finding[]
  /** How many there are in all; 0: the ledger is correct. */
  readonly problemCount: number
}

/** How a ledger numbers its entries. */
export interface Numbering {
  /** Numbers only ascend: some belong to no entry. False: every number from 1 on does. */
  readonly hasGaps?: boolean
}

/**
 * Recomputes a ledger from its entries alone. Takes, in this order: the blocks with their entries, lowest first; the
 * entries that are in no block yet; the summary of every match; every balance that is not zero. Then `finish` gives the
 * report. `line` is the line that a record was read from, for the report.
 */
export class LedgerAudit {
  readonly #findings = new Findings()
  readonly #chain: ChainAudit
  readonly #money = new MoneyAudit(this.#findings)
  readonly #matches = new MatchAudit(this.#findings)
  /** Entries whose `seq` is not the next one yet: a block lists its entries in the order in which the sealer saw them. */
  readonly #early = new Map<number, { entry: AuditedEntry; line: number | undefined }>()
  /** Numbers that were met, where numbers may be left out: then entries are posted as they come. */
  readonly #met: Set<number> | null
  #nextSeq = 1
  #transfers = 0
  #unsealed = 0

  /** `known`: heads that were kept elsewhere. */
  constructor(known: readonly KnownHead[] = [], { hasGaps = false }: Numbering = {}) {
    this.#chain = new ChainAudit(this.#findings, known)
    this.#met = hasGaps ? new Set() : null
  }

  /** The head of the blocks that were taken so far. */
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

  /** Adds a problem with the file that was read. */
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
    const isTaken = this.#met ? this.#met.has(seq) : seq < this.#nextSeq || this.#early.has(seq)
    if (!Number.isSafeInteger(seq) || seq < 1 || isTaken) {
      this.#findings.report(`Transfer ${id} has number ${seq}, which is not its own.`, line)
      return
    }
    if (this.#met) {
      this.#met.add(seq)
      this.#post(entry, line)
    } else {
      this.#early.set(seq, { entry, line })
      this.#postInOrder()
    }
  }

  #post(entry: AuditedEntry, line: number | undefined): void {
    this.#money.entry(entry, line)
    this.#matches.entry(entry)
  }

  #postInOrder(): void {
    for (let due = this.#early.get(this.#nextSeq); due; due = this.#early.get(this.#nextSeq)) {
      this.#early.delete(this.#nextSeq)
      this.#post(due.entry, due.line)
      this.#nextSeq++
    }
  }

  /** After the last entry: reports the numbers that are still missing. */
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
      this.#postInOrder()
    }
  }
}
