import { asMatchId } from '../domain/ids.ts'
import { mayBeNegative, type PostedTransfer, playerOf } from '../domain/ledger.ts'
import { isUndecided } from '../domain/match.ts'
import type { Storage } from '../storage/storage.ts'

export interface Audit {
  readonly transfers: number
  /** One sentence for each thing that is wrong. */
  readonly problems: readonly string[]
}

/** How often an audit that money moved under is done again before its word is taken. */
const MOST_RUNS = 5

/** Recomputes every balance from the ledger's entries alone, and compares it with what the store says. */
export async function auditLedger(storage: Storage): Promise<Audit> {
  for (let run = 1; ; run++) {
    const audit = await auditOnce(storage)
    const stoodStill = audit.transfers === (await storage.ledgerLength())
    if (audit.problems.length === 0 || stoodStill || run === MOST_RUNS) return audit
  }
}

async function auditOnce(storage: Storage): Promise<Audit> {
  const balances = new Map<string, { account: PostedTransfer['debit']; currency: string; balance: number }>()
  const problems: string[] = []
  let count = 0

  const move = (account: PostedTransfer['debit'], transfer: PostedTransfer, by: number, recorded: number) => {
    const key = `${account} ${transfer.currency}`
    const entry = balances.get(key) ?? { account, currency: transfer.currency, balance: 0 }
    entry.balance += by
    balances.set(key, entry)
    if (entry.balance !== recorded) {
      problems.push(`Transfer ${transfer.id} records ${recorded} on ${account}; its entries sum to ${entry.balance}.`)
    }
    if (entry.balance < 0 && !mayBeNegative(account)) {
      problems.push(`Transfer ${transfer.id} takes ${account} below zero (${entry.balance} ${transfer.currency}).`)
    }
  }

  for await (const transfer of storage.ledger()) {
    count++
    if (transfer.seq !== count) problems.push(`Transfer ${transfer.id} has number ${transfer.seq}; ${count} is due.`)
    if (!Number.isSafeInteger(transfer.amount) || transfer.amount <= 0) {
      problems.push(`Transfer ${transfer.id} moves ${transfer.amount}.`)
    }
    move(transfer.debit, transfer, -transfer.amount, transfer.debitBalance)
    move(transfer.credit, transfer, transfer.amount, transfer.creditBalance)
  }
  for (const { account, currency, balance } of balances.values()) {
    problems.push(...(await compare(storage, account, currency, balance)))
  }
  return { transfers: count, problems }
}

async function compare(
  storage: Storage,
  account: PostedTransfer['debit'],
  currency: string,
  balance: number,
): Promise<string[]> {
  const problems: string[] = []
  const stored = await storage.balance(account, currency)
  if (stored !== balance) problems.push(`${account} holds ${stored} ${currency}; its entries sum to ${balance}.`)
  const playerId = playerOf(account)
  if (playerId !== null && !(await storage.player(playerId))) problems.push(`${account} belongs to nobody.`)
  if (account.startsWith('escrow:')) {
    const match = await storage.match(asMatchId(account.slice('escrow:'.length)))
    if (!match) problems.push(`${account} belongs to no match.`)
    else {
      const held = isUndecided(match) ? match.stakeAmount * (match.state === 'matched' ? 2 : 1) : 0
      const expected = currency === match.currency ? held : 0
      if (balance !== expected) {
        problems.push(`${account} (${match.state}) holds ${balance} ${currency}; ${expected} is due.`)
      }
    }
  }
  return problems
}
