import { type Account, type LedgerEntry, mayBeNegative, type PostedTransfer } from '../ledger.ts'
import { kindOf } from '../transfer-cause.ts'
import type { Findings } from './findings.ts'

/** An entry with the balances that were stored with it, if they are known. */
export type AuditedEntry = LedgerEntry & Partial<Pick<PostedTransfer, 'debitBalance' | 'creditBalance'>>

/** A balance as the store has it. */
export interface StatedBalance {
  readonly account: Account
  readonly currency: string
  readonly balance: number
}

/** Recomputes all balances from the entries, in the order of `seq`, and compares them with the stored ones. */
export class MoneyAudit {
  readonly #findings: Findings
  readonly #balances = new Map<string, StatedBalance>()
  readonly #stated = new Map<string, bigint>()
  readonly #ids = new Set<string>()

  constructor(findings: Findings) {
    this.#findings = findings
  }

  /** Takes the next entry of the ledger. */
  entry(entry: AuditedEntry, line?: number): void {
    const report = (what: string) => this.#findings.report(`Transfer ${entry.id} ${what}.`, line)
    if (this.#ids.has(entry.id)) report('is in the ledger twice')
    this.#ids.add(entry.id)
    if (kindOf(entry) === null) {
      report(`(${entry.debit} to ${entry.credit}) does not match its id`)
    }
    if (!Number.isSafeInteger(entry.amount) || entry.amount <= 0) report(`moves ${entry.amount}`)
    this.#move(entry, entry.debit, -entry.amount, entry.debitBalance, report)
    this.#move(entry, entry.credit, entry.amount, entry.creditBalance, report)
  }

  /** Takes a balance that the store has, after all entries. */
  balance(stated: StatedBalance, line?: number): void {
    const { account, currency, balance } = stated
    const key = `${account} ${currency}`
    const computed = this.#balances.get(key)?.balance ?? 0
    if (balance !== computed) {
      this.#findings.report(`${account} holds ${balance} ${currency}; its entries sum to ${computed}.`, line)
    }
    this.#balances.delete(key)
    this.#stated.set(currency, (this.#stated.get(currency) ?? 0n) + BigInt(Math.trunc(balance)))
  }

  finish(): void {
    for (const { account, currency, balance } of this.#balances.values()) {
      if (balance === 0) continue
      this.#findings.report(`${account} holds nothing in ${currency}; its entries sum to ${balance}.`)
    }
    for (const [currency, sum] of this.#stated) {
      if (sum !== 0n) this.#findings.report(`All balances in ${currency} sum to ${sum}; they must sum to zero.`)
    }
  }

  #move(
    { currency }: LedgerEntry,
    account: Account,
    by: number,
    noted: number | null | undefined,
    report: (what: string) => void,
  ): void {
    const key = `${account} ${currency}`
    const balance = (this.#balances.get(key)?.balance ?? 0) + by
    this.#balances.set(key, { account, currency, balance })
    if (balance < 0 && !mayBeNegative(account)) report(`takes ${account} below zero (${balance} ${currency})`)
    if (!Number.isSafeInteger(balance)) report(`takes ${account} beyond what can be counted exactly`)
    if (noted !== undefined && noted !== null && noted !== balance) {
      report(`notes ${noted} ${currency} on ${account}; its entries sum to ${balance}`)
    }
  }
}
