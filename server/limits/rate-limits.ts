import { isIPv6 } from 'node:net'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

/** Counts requests under keys, and says how long a key has to wait. */
export interface Limit {
  /** Counts one; the seconds to wait where that is one too many, or null. */
  take(key: string): Promise<number | null>
  /** Uncounts one, for what turned out to be harmless. */
  giveBack(key: string): Promise<void>
}

/** Every limit of sign-in and OAuth beside that on wrong passwords. */
export interface Limits {
  /** Accounts and guests that one address creates. */
  readonly newAccounts: Limit
  /** Names that one address wanted and somebody else has: whoever looks for names learns few. */
  readonly takenNames: Limit
  /** Sign-ins that one address begins. */
  readonly authorize: Limit
  /** Calls of the token, revocation and introspection endpoints from one address. */
  readonly token: Limit
}

const MINUTE = 60

/** `factor` widens or narrows all of them; 0 turns them off. */
export function createLimits(factor: number): Limits {
  return {
    newAccounts: createLimit(100, 10 * MINUTE, factor),
    takenNames: createLimit(20, 10 * MINUTE, factor),
    authorize: createLimit(300, MINUTE, factor),
    token: createLimit(1200, MINUTE, factor),
  }
}

function createLimit(points: number, duration: number, factor: number): Limit {
  if (factor === 0) return { take: async () => null, giveBack: async () => undefined }
  const limiter = new RateLimiterMemory({ points: Math.max(1, Math.round(points * factor)), duration })
  return {
    async take(key) {
      try {
        await limiter.consume(key)
        return null
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000))
        throw refusal
      }
    },
    async giveBack(key) {
      await limiter.reward(key)
    },
  }
}

/** One key for whoever is behind an address: an IPv6 network of 64 bits is one household. */
export function addressKey(address: string | undefined): string {
  if (address === undefined) return 'unknown'
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  return isIPv6(address) ? networkOf(address) : address
}

function networkOf(address: string): string {
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? []
  const groups = head === '' ? [] : head.split(':')
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length)
  return [...groups, ...Array(missing).fill('0')]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
