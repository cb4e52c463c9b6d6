import { createHash } from 'node:crypto'
import type { Request, Response } from 'express'
import * as z from 'zod/mini'
import { CAPS } from '../../domain/limits.ts'
import { parseCookies, writeCookie } from '../../html/cookies.ts'
import { isMacOf, macOf } from '../../keys/hmac.ts'
import type { Clock, Randomness } from '../../services/core/clock.ts'
import type { OAuthRecords } from '../../storage/storage.ts'
import { createSealedRecords } from './sealed-records.ts'

/** Why somebody is sent to a provider, and where they go on afterwards. */
export interface PendingSignIn extends PendingSignInId {
  /** Path of the page that picks it up. */
  readonly returnTo: string
  /** Path of the page that the pending sign-in began on. */
  readonly tryAgain: string
}

/** Names a pending sign-in: the result of a provider is stored under it and can be taken once. */
export interface PendingSignInId {
  /** `account` signs in to the account page itself. */
  readonly purpose: 'sign-in' | 'account' | 'link' | 'confirm'
  /** Unguessable, and known only to pages of the browser that began it. */
  readonly id: string
}

/** An authorization request to a provider that waits for its answer. */
export interface UpstreamAuthorizationRequest {
  readonly provider: string
  readonly pendingSignIn: PendingSignIn
  readonly codeVerifier: string
}

/** Requests under way, each known by its `state` to the browser that was sent away with it. */
export interface AuthorizationRequests {
  /** Keeps a request, binds it to the browser, and gives its `state`. */
  begin(request: UpstreamAuthorizationRequest, req: Request, res: Response): Promise<string>
  find(state: string): Promise<{ readonly value: UpstreamAuthorizationRequest; readonly used: boolean } | null>
  /** Whether this browser began it. */
  isOf(req: Request, state: string): boolean
  /** Marks it as used; true for one caller only, however many there are. */
  use(state: string): Promise<boolean>
}

/** Long enough to create an account at the provider. */
const LIFETIME = 15 * 60_000

/** As it is stored: records that an earlier version wrote say `errand`. */
const shape = z.object({
  provider: z.string(),
  errand: z.object({
    purpose: z.enum(['sign-in', 'account', 'link', 'confirm']),
    id: z.string(),
    returnTo: z.string(),
    tryAgain: z.string(),
  }),
  codeVerifier: z.string(),
})

interface AuthorizationRequestsDependencies {
  readonly records: OAuthRecords
  readonly clock: Clock
  readonly random: Randomness
  readonly publicUrl: string
  /** Begins the names of the cookies that prove which browser began a request. */
  readonly cookieName: string
  readonly secrets: readonly [string, ...string[]]
}

export function createAuthorizationRequests(dependencies: AuthorizationRequestsDependencies): AuthorizationRequests {
  const { random, publicUrl, cookieName, secrets } = dependencies
  const pending = createSealedRecords({
    ...dependencies,
    model: 'UpstreamRequest',
    shape,
    lifetime: LIFETIME,
  })
  const nameOf = (state: string) =>
    `${cookieName}_${createHash('sha256').update(state).digest('base64url').slice(0, 16)}`

  /** Browsers send the oldest cookies of a path first. */
  function dropOldest(req: Request, res: Response): void {
    const names = [...parseCookies(req.headers.cookie).keys()].filter((name) => name.startsWith(`${cookieName}_`))
    const dropped = names.slice(0, Math.max(0, names.length - CAPS.pendingProviderSignIns.count + 1))
    for (const name of dropped) writeCookie(res, publicUrl, { name, value: null })
  }

  return {
    async begin(request, req, res) {
      const state = random.bytes(32).toString('base64url')
      const { pendingSignIn, ...rest } = request
      await pending.put(state, { ...rest, errand: pendingSignIn })
      dropOldest(req, res)
      const value = macOf(secrets[0], 'upstream', state)
      writeCookie(res, publicUrl, { name: nameOf(state), value, maxAge: LIFETIME })
      return state
    },
    async find(state) {
      const found = await pending.find(state)
      if (!found) return null
      const { errand, ...rest } = found.value
      return { used: found.used, value: { ...rest, pendingSignIn: errand } }
    },
    isOf(req, state) {
      const proof = parseCookies(req.headers.cookie).get(nameOf(state))
      return proof !== undefined && isMacOf(proof, secrets, 'upstream', state)
    },
    use: (state) => pending.use(state),
  }
}
