import type { PlayerId } from '../../domain/ids.ts'
import { balanceAfter, type PostedTransfer, playerAccount, type Transfer } from '../../domain/ledger.ts'
import { transferId } from '../../domain/transfer-cause.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Clock } from '../core/clock.ts'
import type { UnitOfWork } from '../core/unit-of-work.ts'
import { requirePlayer } from '../players/require-player.ts'
import { createPostOnce } from './post-once.ts'

/** Money that the operator pays in or out for a player. */
export interface Payment {
  readonly playerId: PlayerId
  readonly amount: number
  readonly currency: string
  /** The payment's own id, unique for ever. */
  readonly reference: string
}

/**
 * Players' balances, and payments in and out of them. A payment that is repeated under its reference is posted once.
 * Payments throw `not_found` for the player, and `reference_reused`.
 */
export interface Wallet {
  /** Returns the player's balance after the payment. */
  deposit(payment: Payment): Promise<number>
  /** Returns the player's balance after the payment. Throws `insufficient_funds`. */
  withdraw(payment: Payment): Promise<number>
  /** What the player can stake now in each currency, in minor units. */
  balances(playerId: PlayerId): Promise<ReadonlyMap<string, number>>
}

export function createWallet(dependencies: { storage: Storage; clock: Clock; unitOfWork: UnitOfWork }): Wallet {
  const { storage } = dependencies
  const postOnce = createPostOnce(dependencies)

  async function pay(playerId: PlayerId, transfer: Transfer): Promise<PostedTransfer> {
    await requirePlayer(storage, playerId)
    return postOnce(transfer)
  }

  const transferOf = (payment: Payment) => ({
    id: transferId({ kind: 'payment', reference: payment.reference }),
    amount: payment.amount,
    currency: payment.currency,
    matchId: null,
  })

  return {
    async deposit(payment) {
      const account = playerAccount(payment.playerId)
      const posted = await pay(payment.playerId, { ...transferOf(payment), debit: 'treasury', credit: account })
      return balanceAfter(posted, account)
    },

    async withdraw(payment) {
      const account = playerAccount(payment.playerId)
      const posted = await pay(payment.playerId, { ...transferOf(payment), debit: account, credit: 'treasury' })
      return balanceAfter(posted, account)
    },

    balances: (playerId) => storage.balances(playerId),
  }
}
