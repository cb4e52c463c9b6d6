import type { Ante } from '@ante/client'

/** The amount that the player can stake now. It follows the server's events. */
export interface Balance {
  /** Returns false only when the balance is known and lower than the stake. */
  covers(stake: number): boolean
  refresh(): Promise<void>
}

/** `changed` is called with each new balance, in minor units. */
export function createBalance(ante: Ante, currency: string, changed: (balance: number) => void): Balance {
  let balance: number | null = null

  function set(next: number): void {
    balance = next
    changed(next)
  }

  async function refresh(): Promise<void> {
    set((await ante.me()).balances[currency] ?? 0)
  }

  ante.on('wallet', (wallet) => {
    if (wallet.currency === currency) set(wallet.balance)
  })
  ante.on('signedOut', () => {
    balance = null
  })
  // If this fails, the next event or visit updates the balance.
  ante.on('gap', () => void refresh().catch(() => {}))

  return { covers: (stake) => balance === null || balance >= stake, refresh }
}
