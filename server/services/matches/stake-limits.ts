import { type AmountsByCurrency, formatMoney } from '@ante/shared'
import type { Storage } from '../../storage/storage.ts'
import type { Clock } from '../core/clock.ts'
import { createStakeLosses, type GrantParties } from './stake-losses.ts'

/**
 * What an application may lose of a player's money in any 24 hours: the stakes of the attempts that it started in that time,
 * less their payouts and refunds. An open stake counts as lost. The operator sets the most (`ANTE_GRANT_STAKE_LIMIT`); a
 * player may set less.
 */
export interface StakeLimits {
  /** The limits of a grant by currency. A currency that is not there has no limit. */
  of(grant: GrantParties): Promise<AmountsByCurrency>
  /**
   * Sets a player's own limits for an application, which outlive the grant. Null when they are set; else what is wrong:
   * an amount above the operator's, or a currency that the operator does not limit.
   */
  set(grant: GrantParties, limits: AmountsByCurrency): Promise<string | null>
  /**
   * What may still be staked now; null, also at once: no limit. Every stake and every decision that changes it moves the
   * player's version.
   */
  left(grant: GrantParties, currency: string): Promise<number | null> | null
}

const DAY = 24 * 3600_000
const MODEL = 'StakeLimit'

export function createStakeLimits(dependencies: {
  storage: Storage
  clock: Clock
  /** The operator's limits; null: none. */
  ceiling: AmountsByCurrency | null
}): StakeLimits {
  const { storage, clock } = dependencies
  const ceiling = dependencies.ceiling ?? {}
  const losses = createStakeLosses(storage)

  /** The record names no holder, so ending a grant or all sessions does not delete it. */
  const keyOf = ({ playerId, clientId }: GrantParties) => `${playerId} ${clientId}`

  async function of(grant: GrantParties): Promise<AmountsByCurrency> {
    if (Object.keys(ceiling).length === 0) return ceiling
    const own = (await storage.oauth.get(MODEL, keyOf(grant)))?.payload ?? {}
    return Object.fromEntries(
      Object.entries(ceiling).map(([currency, most]) => {
        const amount = own[currency]
        return [currency, typeof amount === 'number' ? Math.min(amount, most) : most]
      }),
    )
  }

  async function leftOf(grant: GrantParties, currency: string): Promise<number | null> {
    const limit = (await of(grant))[currency]
    if (limit === undefined) return null
    return Math.max(0, limit - (await losses.since(clock.now() - DAY, grant, currency)))
  }

  return {
    of,

    async set(grant, limits) {
      for (const [currency, amount] of Object.entries(limits)) {
        const most = ceiling[currency]
        if (most === undefined) return `This server has no limit in ${currency}.`
        if (amount > most) return `The limit in ${currency} cannot be above ${formatMoney(most, currency, 'en-GB')}.`
      }
      const payload = { ...(await of(grant)), ...limits }
      await storage.oauth.put({ model: MODEL, key: keyOf(grant), payload, expiresAt: null })
      return null
    },

    left: (grant, currency) => (ceiling[currency] === undefined ? null : leftOf(grant, currency)),
  }
}
