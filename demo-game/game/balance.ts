import type { Ante } from '@ante/client'

/** What the player can stake now, kept up to date. */
export interface Balance {
  /** False only when it is known that the stake is too high. */
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
  // When this fails, the next event or visit brings the balance.
  ante.on('gap', () => void refresh().catch(() => {}))

  return { covers: (stake) => balance === null || balance >= stake, refresh }
}
