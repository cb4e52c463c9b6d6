import { Problem } from '@ante/shared'
import type { PlayerId } from '../../domain/ids.ts'
import { type PostedTransfer, playerAccount, type Transfer } from '../../domain/ledger.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Clock } from '../core/clock.ts'
import type { Transact } from '../core/unit-of-work.ts'
import { createPostOnce } from './post-once.ts'

/** Money that enters or leaves through the operator. */
export interface Payment {
  readonly playerId: PlayerId
  readonly amount: number
  readonly currency: string
  /** The payment's own id, unique for ever. */
  readonly reference: string
}

export type Wallet = ReturnType<typeof createWallet>

/** What players hold, and how it comes and goes. */
export function createWallet(dependencies: { storage: Storage; clock: Clock; transact: Transact }) {
  const { storage } = dependencies
  const postOnce = createPostOnce(dependencies)

  async function assertPlayerExists(playerId: PlayerId): Promise<void> {
    if (!(await storage.player(playerId))) throw new Problem('not_found', `There is no player ${playerId}.`)
  }

  async function pay(playerId: PlayerId, transfer: Transfer): Promise<PostedTransfer> {
    await assertPlayerExists(playerId)
    return postOnce(transfer)
  }

  const transferOf = (payment: Payment) => ({
    id: `payment:${payment.reference}`,
    amount: payment.amount,
    currency: payment.currency,
    matchId: null,
  })

  return {
    /** The player's balance once it was in. */
    async deposit(payment: Payment): Promise<number> {
      const account = playerAccount(payment.playerId)
      const posted = await pay(payment.playerId, { ...transferOf(payment), debit: 'treasury', credit: account })
      return posted.creditBalance
    },

    /** The player's balance once it was out; refused when that would go below zero. */
    async withdraw(payment: Payment): Promise<number> {
      const account = playerAccount(payment.playerId)
      const posted = await pay(payment.playerId, { ...transferOf(payment), debit: account, credit: 'treasury' })
      return posted.debitBalance
    },

    /** What a player can stake now, by currency. */
    balances: (playerId: PlayerId) => storage.balances(playerId),
  }
}
