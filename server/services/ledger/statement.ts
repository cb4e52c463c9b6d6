import type { PlayerId } from '../../domain/ids.ts'
import { balanceAfter, type PostedTransfer, playerAccount } from '../../domain/ledger.ts'
import { kindOf, type TransferKind } from '../../domain/transfer-cause.ts'
import type { Slice, Storage } from '../../storage/storage.ts'

/** A transfer as one of its two sides sees it. */
export interface StatementEntry {
  readonly transfer: PostedTransfer
  readonly kind: Exclude<TransferKind, 'fee'>
  /** What it did to the balance: below zero when it went out. */
  readonly amount: number
  /** The balance in its currency after it. */
  readonly balance: number
}

/** A page of what ever moved a player's money up to one moment, newest first, with what the player held then. */
export interface Statement {
  readonly entries: readonly StatementEntry[]
  /** How many there are on all pages. */
  readonly count: number
  /** The player's newest `seq` then, in any currency; null without any. */
  readonly newest: number | null
  readonly balances: ReadonlyMap<string, number>
}

export type ReadStatement = (
  playerId: PlayerId,
  filter: { currency?: string; until?: number } & Slice,
) => Promise<Statement>

export function createReadStatement(storage: Storage): ReadStatement {
  return async (playerId, filter) => {
    const { transfers, ...rest } = await storage.transfersOfPlayer(playerId, filter)
    return { entries: transfers.map((transfer) => seenBy(playerId, transfer)), ...rest }
  }
}

function seenBy(playerId: PlayerId, transfer: PostedTransfer): StatementEntry {
  const kind = kindOf(transfer)
  if (kind === null || kind === 'fee') throw new Error(`transfer ${transfer.id} of player ${playerId} has no cause`)
  const account = playerAccount(playerId)
  const amount = transfer.credit === account ? transfer.amount : -transfer.amount
  return { transfer, kind, amount, balance: balanceAfter(transfer, account) }
}
