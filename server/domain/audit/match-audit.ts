import type { LedgerEntry } from '../ledger.ts'
import { contradictionIn, type ExpectedTransfer, expectedTransfers, type MatchSummary } from '../match-summary.ts'
import type { Findings } from './findings.ts'

/** Compares the entries of each match with the transfers that its state requires. */
export class MatchAudit {
  readonly #findings: Findings
  readonly #entries = new Map<string, LedgerEntry[]>()

  constructor(findings: Findings) {
    this.#findings = findings
  }

  /** Takes an entry of the ledger; one without a match is ignored. */
  entry(entry: LedgerEntry): void {
    if (entry.matchId === null) return
    const known = this.#entries.get(entry.matchId)
    if (known) known.push(entry)
    else this.#entries.set(entry.matchId, [entry])
  }

  /** Takes the summary of a match, after all of its entries. */
  match(match: MatchSummary, line?: number): void {
    const report = (what: string) => this.#findings.report(`Match ${match.id}: ${what}.`, line)
    const contradiction = contradictionIn(match)
    if (contradiction !== null) report(contradiction)
    const posted = this.#entries.get(match.id) ?? []
    this.#entries.delete(match.id)
    const due = new Map(expectedTransfers(match).map((transfer) => [transfer.id, transfer]))
    for (const entry of posted) {
      const expected = due.get(entry.id)
      if (!expected) report(`it is ${match.outcome ?? match.state}, and ${entry.id} moves ${entry.amount}`)
      else if (!isAsDue(entry, expected, match.currency)) report(`${entry.id} is not the transfer that is due`)
      due.delete(entry.id)
    }
    for (const { id } of due.values()) report(`it is ${match.outcome ?? match.state}, and ${id} is missing`)
  }

  finish(): void {
    for (const [matchId, [first]] of this.#entries) {
      this.#findings.report(`Transfer ${first?.id} belongs to match ${matchId}, which does not exist.`)
    }
  }
}

function isAsDue(entry: LedgerEntry, due: ExpectedTransfer, currency: string): boolean {
  return (
    entry.debit === due.debit &&
    entry.credit === due.credit &&
    entry.amount === due.amount &&
    entry.currency === currency
  )
}
