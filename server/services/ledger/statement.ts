import type { PlayerId } from '../../domain/ids.ts'
import { balanceAfter, type PostedTransfer, playerAccount } from '../../domain/ledger.ts'
import { kindOf, type TransferKind } from '../../domain/transfer-cause.ts'
import type { Slice, Storage } from '../../storage/storage.ts'

/** A transfer as one of its two accounts sees it. */
export interface StatementEntry {
  readonly transfer: PostedTransfer
  readonly kind: Exclude<TransferKind, 'fee'>
  /** The change of the balance in minor units: negative for money that went out. */
  readonly amount: number
  /** The balance in the transfer's currency after it. */
  readonly balance: number
}

/** A page of a player's transfers up to one moment, newest first, and the balances at that moment. */
export interface Statement {
  readonly entries: readonly StatementEntry[]
  /** How many there are on all pages. */
  readonly count: number
  /** `seq` of the player's newest transfer at that moment, in any currency; null if there is none. */
  readonly newest: number | null
  readonly balances: ReadonlyMap<string, number>
}

/** `until`: the `seq` of the last transfer to include; the newest one when left out. */
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
