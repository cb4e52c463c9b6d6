import { Problem } from '@ante/shared'
import type { PlayerId } from '../domain/ids.ts'
import { isSameTransfer, type PostedTransfer, playerAccount, type Transfer } from '../domain/ledger.ts'
import type { Storage } from '../storage/storage.ts'
import type { Clock } from './clock.ts'
import type { Transact } from './commit.ts'

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
  const { storage, clock, transact } = dependencies

  async function refuseUnknownPlayer(playerId: PlayerId): Promise<void> {
    if (!(await storage.player(playerId))) throw new Problem('not_found', `There is no player ${playerId}.`)
  }

  /** Posts the payment's transfer, or finds it posted already. */
  async function pay(playerId: PlayerId, transfer: Transfer): Promise<PostedTransfer> {
    await refuseUnknownPlayer(playerId)
    const known = await storage.transfer(transfer.id)
    if (known) return repeated(known, transfer)
    const { committed } = await transact(async () => ({
      change: { at: clock.now(), transfers: [transfer] },
      result: undefined,
    }))
    const posted = committed?.transfers[0]
    if (!posted) throw new Error(`transfer ${transfer.id} was committed without a row`)
    return posted
  }

  function repeated(known: PostedTransfer, transfer: Transfer): PostedTransfer {
    if (isSameTransfer(known, transfer)) return known
    throw new Problem('reference_reused', 'This reference belongs to another payment. Use a new one.', [
      { path: 'reference', message: 'must be the id of this payment alone' },
    ])
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
