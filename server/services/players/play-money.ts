import type { PlayerId } from '../../domain/ids.ts'
import { playerAccount, type Transfer } from '../../domain/ledger.ts'
import { transferId } from '../../domain/transfer-cause.ts'

/** What each new player of a demo store gets once, in minor units. */
export const PLAY_MONEY = { amount: 100_000, currency: 'GBP' } as const

/** To be posted in the commit that creates the player. */
export function playMoneyFor(playerId: PlayerId): Transfer {
  const id = transferId({ kind: 'play_money', playerId })
  return { id, debit: 'treasury', credit: playerAccount(playerId), ...PLAY_MONEY, matchId: null }
}
