import type { Request, Response } from 'express'
import type { ChangeAttempts } from '../domain/limits.ts'
import { NETWORK_FACTORS, PASSWORD_THROTTLE } from '../domain/limits.ts'
import { usernameKey } from '../domain/player.ts'
import { parseCookies, writeCookie } from '../html/cookies.ts'
import { isMacOf, macOf } from '../keys/hmac.ts'
import type { Clock, Randomness } from '../services/core/clock.ts'
import { rememberAttempts } from './attempts-in-memory.ts'
import { createBackoff } from './backoff.ts'
import { networkOf, networksOf } from './network.ts'

/**
 * Slows the guessing of passwords: by account and address, by network (`networksOf`) whatever the account, and by account wherever the
 * guesses come from. Delays grow and end; nobody is ever locked out for good, least of all by somebody else:
 * - what others fail at from elsewhere only takes away the tries that an address has at once, and always leaves one;
 * - a browser that has signed in to the account before has tries of its own, which other browsers in its network cannot use up.
 */
export interface SignInThrottle {
  /** Counts an attempt; the seconds to wait where it is one too many, or null. */
  begin(req: Request, username: string): Promise<number | null>
  /**
   * Checks a password after `begin`; tells the check whether the browser has signed in under this name before. Where the
   * check throws, as when too many wait, nothing was tried and the attempt does not count.
   */
  check<Result>(req: Request, username: string, check: (isKnownBrowser: boolean) => Promise<Result>): Promise<Result>
  /** It was the right password after all. */
  succeeded(req: Request, res: Response, username: string): Promise<void>
}

interface SignInThrottleDependencies {
  /** Where processes share a store: counts attempts for all of them. */
  readonly changeAttempts: ChangeAttempts | null
  readonly clock: Clock
  readonly random: Randomness
  readonly publicUrl: string
  /** Name of the cookie of a browser that has signed in before. */
  readonly cookieName: string
  readonly secrets: readonly [string, ...string[]]
  /** Factor on how much is free; 0 turns every limit off. */
  readonly rateLimit: number
}

const HOUR = 3600_000
const YEAR = 365 * 24 * HOUR
const { account, network, attack } = PASSWORD_THROTTLE

export function createSignInThrottle(dependencies: SignInThrottleDependencies): SignInThrottle {
  const { changeAttempts, clock, random, publicUrl, cookieName, secrets, rateLimit } = dependencies
  if (rateLimit === 0)
    return {
      begin: async () => null,
      check: (_req, _username, check) => check(false),
      succeeded: async () => undefined,
    }
  const scaled = (free: number) => Math.max(1, Math.round(free * rateLimit))

  /** A shared store keeps no names and no addresses. */
  function attemptsOf(counted: string): ChangeAttempts {
    if (!changeAttempts) return rememberAttempts()
    return (key, decide) => changeAttempts(macOf(secrets[0], 'attempts', `${counted} ${key}`), decide)
  }

  const byAccount = createBackoff({
    clock,
    change: attemptsOf('account'),
    free: scaled(account.free),
    firstDelay: account.firstDelay * 1000,
    longestDelay: account.longestDelay * 1000,
    forgetEvery: account.forgetEvery * 1000,
  })
  const byNetwork = createBackoff({
    clock,
    change: attemptsOf('network'),
    free: network.free,
    firstDelay: network.firstDelay * 1000,
    longestDelay: network.longestDelay * 1000,
    forgetEvery: network.forgetEvery * 1000,
  })
  const anywhere = createBackoff({
    clock,
    change: attemptsOf('anywhere'),
    free: Number.POSITIVE_INFINITY,
    firstDelay: 0,
    longestDelay: 0,
    forgetEvery: HOUR / attack.failures,
  })

  /** The number of a browser that has signed in under this name before, as its cookie proves. */
  function knownBrowser(req: Request, username: string): string | null {
    const [number = '', mac = ''] = (parseCookies(req.headers.cookie).get(cookieName) ?? '').split('.')
    return isMacOf(mac, secrets, 'known-browser', `${number} ${usernameKey(username)}`) ? number : null
  }

  function rememberBrowser(res: Response, username: string): void {
    const number = random.bytes(16).toString('base64url')
    const mac = macOf(secrets[0], 'known-browser', `${number} ${usernameKey(username)}`)
    writeCookie(res, publicUrl, { name: cookieName, value: `${number}.${mac}`, maxAge: YEAR })
  }

  /** Counts an attempt in every network of the address, or in none and answers the seconds to wait. */
  async function beginByNetworks(address: string | undefined): Promise<number | null> {
    const counted: string[] = []
    for (const [index, name] of networksOf(address).entries()) {
      const wait = await byNetwork.begin(name, scaled(network.free * (NETWORK_FACTORS[index] ?? 1)))
      if (wait !== null) {
        for (const before of counted) await byNetwork.giveBack(before)
        return wait
      }
      counted.push(name)
    }
    return null
  }

  async function giveBackToNetworks(address: string | undefined): Promise<void> {
    for (const name of networksOf(address)) await byNetwork.giveBack(name)
  }

  /** Under which key an attempt counts against its account. */
  function keyOf(req: Request, username: string, browser: string | null): string {
    return browser === null ? `${networkOf(req.ip)} ${usernameKey(username)}` : `browser ${browser}`
  }

  return {
    async begin(req, username) {
      const browser = knownBrowser(req, username)
      const key = keyOf(req, username, browser)
      if (browser !== null) return byAccount.begin(key)
      const isUnderAttack = (await anywhere.failures(usernameKey(username))) >= scaled(attack.failures)
      const wait = await beginByNetworks(req.ip)
      if (wait !== null) return wait
      const waitHere = await byAccount.begin(key, isUnderAttack ? attack.free : undefined)
      if (waitHere === null) await anywhere.begin(usernameKey(username))
      else await giveBackToNetworks(req.ip)
      return waitHere
    },

    async check(req, username, check) {
      const browser = knownBrowser(req, username)
      try {
        return await check(browser !== null)
      } catch (error) {
        await byAccount.giveBack(keyOf(req, username, browser))
        if (browser === null) {
          await giveBackToNetworks(req.ip)
          await anywhere.giveBack(usernameKey(username))
        }
        throw error
      }
    },

    async succeeded(req, res, username) {
      const browser = knownBrowser(req, username)
      await byAccount.forget(keyOf(req, username, browser))
      if (browser !== null) return
      await giveBackToNetworks(req.ip)
      await anywhere.giveBack(usernameKey(username))
      rememberBrowser(res, username)
    },
  }
}
