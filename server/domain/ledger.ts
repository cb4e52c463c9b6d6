import type { Instant, MatchId, PlayerId } from './ids.ts'

/**
 * An account of the double-entry ledger. Deposits come from the treasury, whose balance is minus the sum of all others.
 * Stakes wait in the escrow of their match. Fees belong to the operator.
 */
export type Account = `player:${PlayerId}` | `escrow:${MatchId}` | 'fees' | 'treasury'

/** A movement of money: `amount` leaves the `debit` account and enters the `credit` account. */
export interface Transfer {
  /** Its cause as `transferId` writes it; posting a transfer twice under one id posts it once. */
  readonly id: string
  readonly debit: Account
  readonly credit: Account
  /** Positive, in minor units. */
  readonly amount: number
  readonly currency: string
  /** The match that caused it; null if none did. */
  readonly matchId: MatchId | null
  /** Why the operator posted it; only corrections have a reason. */
  readonly reason?: string
}

/** A transfer with its position in the ledger: enough to recompute every balance. */
export interface LedgerEntry extends Transfer {
  /** Position in the ledger, from 1. */
  readonly seq: number
  readonly at: Instant
}

/** A transfer in the ledger. It never changes. */
export interface PostedTransfer extends LedgerEntry {
  /**
   * The balances of the two accounts after it, in minor units. Null for the treasury and the fees in a store that does
   * not write the balance of an account which all transfers share.
   */
  readonly debitBalance: number | null
  readonly creditBalance: number | null
}

/** The balance of an account of a transfer after it. Not for the treasury and the fees, whose balance may be null. */
export function balanceAfter({ id, credit, creditBalance, debitBalance }: PostedTransfer, account: Account): number {
  const balance = credit === account ? creditBalance : debitBalance
  if (balance === null) throw new Error(`transfer ${id} has no balance of ${account}`)
  return balance
}

/** The balance of an account after a transfer: as the transfer notes it, else by what the account held before. */
export function balanceFrom(before: number, transfer: PostedTransfer, account: Account): number {
  const isCredit = transfer.credit === account
  const noted = isCredit ? transfer.creditBalance : transfer.debitBalance
  return noted ?? (isCredit ? before + transfer.amount : before - transfer.amount)
}

export const playerAccount = (id: PlayerId): Account => `player:${id}`
export const escrowAccount = (id: MatchId): Account => `escrow:${id}`

/** Whether the text is a player's account as `playerAccount` writes it; for what was read from elsewhere. */
export function isPlayerAccount(account: string): boolean {
  return /^player:[1-9]\d{0,15}$/.test(account)
}

/** The player who owns the account; null for the other accounts. */
export function playerOf(account: Account): PlayerId | null {
  return account.startsWith('player:') ? (Number(account.slice('player:'.length)) as PlayerId) : null
}

/** Only the treasury may go below zero. */
export function mayBeNegative(account: Account): boolean {
  return account === 'treasury'
}

/** Whether two transfers are the same movement under the same id. */
export function isSameTransfer(a: Transfer, b: Transfer): boolean {
  return (
    a.id === b.id &&
    a.debit === b.debit &&
    a.credit === b.credit &&
    a.amount === b.amount &&
    a.currency === b.currency &&
    a.reason === b.reason
  )
}

/** The balance of an account in a currency. */
export type BalanceOf = (account: Account, currency: string) => number

/** Why transfers cannot be posted. */
export type Refusal =
  | { readonly kind: 'overdrawn'; readonly account: Account }
  | { readonly kind: 'too_large'; readonly account: Account }

/**
 * Balances after each transfer, or the first account that would go below zero or beyond what an integer can hold.
 * Changes nothing.
 */
export function post(
  transfers: readonly Transfer[],
  balanceOf: BalanceOf,
): { posted: { transfer: Transfer; debitBalance: number; creditBalance: number }[] } | Refusal {
  const balances = new Map<string, number>()
  const key = (account: Account, currency: string) => `${account} ${currency}`
  const move = (account: Account, currency: string, by: number) => {
    const balance = (balances.get(key(account, currency)) ?? balanceOf(account, currency)) + by
    balances.set(key(account, currency), balance)
    return balance
  }
  const posted = []
  for (const transfer of transfers) {
    const debitBalance = move(transfer.debit, transfer.currency, -transfer.amount)
    if (debitBalance < 0 && !mayBeNegative(transfer.debit)) return { kind: 'overdrawn', account: transfer.debit }
    if (!Number.isSafeInteger(debitBalance)) return { kind: 'too_large', account: transfer.debit }
    const creditBalance = move(transfer.credit, transfer.currency, transfer.amount)
    if (!Number.isSafeInteger(creditBalance)) return { kind: 'too_large', account: transfer.credit }
    posted.push({ transfer, debitBalance, creditBalance })
  }
  return { posted }
}
