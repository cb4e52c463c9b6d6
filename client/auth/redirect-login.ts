import { object, text } from '../contract/shape.ts'
import type { Environment } from '../environment/environment.ts'
import type { Records } from '../environment/records.ts'
import {
  type AuthorizationAnswer,
  type AuthorizationCode,
  authorizationUrl,
  beginAuthorization,
  type ClientIdentity,
  redeemable,
} from './authorization.ts'

const KEY = 'redirect'

const pendingRedirect = object({
  state: text,
  verifier: text,
  redirectUri: text,
  /** Address of the page before it left, with query and hash. */
  returnTo: text,
})

/** Leaves the page to sign in. `records` must outlive the page and belong to this tab only. */
export async function leaveToSignIn(
  environment: Environment,
  identity: ClientIdentity,
  records: Records,
  redirectUri: string | undefined,
): Promise<void> {
  const here = environment.href()
  const { challenge, ...pending } = await beginAuthorization(environment, redirectUri ?? withoutQuery(here))
  records.write(KEY, { ...pending, returnTo: here })
  environment.assign(authorizationUrl(identity, { ...pending, challenge }))
}

/**
 * Reads the authorization code from the page's address, when it answers a sign-in that this tab began, and removes it
 * from the address. Null when there is none.
 *
 * @throws LoginError `denied` or `refused`.
 */
export function returnFromSignIn(
  environment: Environment,
  identity: ClientIdentity,
  records: Records,
): AuthorizationCode | null {
  const answer = answerIn(environment.href())
  const pending = records.read(KEY, pendingRedirect)
  if (!answer || pending?.state !== answer.state) return null
  records.remove(KEY)
  environment.replaceUrl(cleanUrl(environment.href(), pending.returnTo))
  return redeemable(answer, identity.server, pending)
}

function answerIn(href: string): AuthorizationAnswer | null {
  if (href === '') return null
  const { searchParams, hash } = new URL(href)
  const state = searchParams.get('state')
  if (!state || !(searchParams.has('code') || searchParams.has('error'))) return null
  const fields = ['code', 'error', 'error_description', 'iss'].map((name) => [name, searchParams.get(name)])
  const walletJwt = new URLSearchParams(hash.slice(1)).get('wallet_jwt')
  const present = [...fields, ['wallet_jwt', walletJwt]].filter(([, value]) => value !== null)
  return { ...Object.fromEntries(present), state }
}

/**
 * Returns the address that the player left, if it was on this page; otherwise this page's address without the response.
 */
function cleanUrl(here: string, returnTo: string): string {
  return withoutQuery(returnTo) === withoutQuery(here) ? returnTo : withoutQuery(here)
}

function withoutQuery(href: string): string {
  const { origin, pathname } = new URL(href)
  return origin + pathname
}
