import { usernameKey } from '../domain/player.ts'
import { addressKey, type Limit, type Limits } from './limits.ts'

/** Sign-ins that fail are counted, by account and by address. */
export interface Attempts {
  /** Counts an attempt; the seconds to wait where it is one too many, or null. */
  begin(address: string | undefined, username: string): Promise<number | null>
  /** It was the right password after all. */
  succeeded(address: string | undefined, username: string): Promise<void>
}

export function createAttempts(limits: Limits): Attempts {
  // In this order: what one address may not try any more does not count against the account elsewhere.
  const countersOf = (address: string | undefined, username: string): [Limit, string][] => [
    [limits.account, `${addressKey(address)} ${usernameKey(username)}`],
    [limits.address, addressKey(address)],
    [limits.accountAnywhere, usernameKey(username)],
  ]
  return {
    async begin(address, username) {
      for (const [limit, key] of countersOf(address, username)) {
        const wait = await limit.take(key)
        if (wait !== null) return wait
      }
      return null
    },
    async succeeded(address, username) {
      await Promise.all(countersOf(address, username).map(([limit, key]) => limit.giveBack(key)))
    },
  }
}

/** A time to wait, as people say it. */
export function waitingTime(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? '1 second' : `${seconds} seconds`
  return `${Math.ceil(seconds / 60)} minutes`
}
