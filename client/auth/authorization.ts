import { OAUTH_PATHS, type PopupMessage } from '@ante/shared'
import { LoginError } from '../api/errors.ts'
import { base64url } from '../environment/base64url.ts'
import type { Environment } from '../environment/environment.ts'

/** The client as the authorization server knows it. */
export interface ClientIdentity {
  readonly server: string
  readonly clientId: string
  readonly scope: string
}

/** Data that one sign-in keeps until its response arrives: the PKCE verifier (RFC 7636) and `state`. */
export interface PendingAuthorization {
  readonly state: string
  readonly verifier: string
  readonly redirectUri: string
}

/** A sign-in whose address can be made without waiting. */
export interface ReadyAuthorization extends PendingAuthorization {
  /** PKCE S256. */
  readonly challenge: string
}

/** An authorization code, and what the token endpoint needs to redeem it. */
export interface AuthorizationCode {
  readonly code: string
  readonly verifier: string
  readonly redirectUri: string
  readonly walletJwt: string | null
}

/** The authorization response, from a redirect's query or the popup's message. */
export type AuthorizationAnswer = Omit<PopupMessage, 'type'>

/**
 * Creates the state of a sign-in whose response goes to `redirectUri`.
 *
 * @throws LoginError `insecure_context` where the browser offers no cryptography.
 */
export async function beginAuthorization(environment: Environment, redirectUri: string): Promise<ReadyAuthorization> {
  if (!environment.sha256) throw new LoginError('insecure_context', 'Signing in needs https, or http on localhost')
  const secret = () => base64url(environment.random(32))
  const pending = { state: secret(), verifier: secret(), redirectUri }
  return { ...pending, challenge: base64url(await environment.sha256(pending.verifier)) }
}

/** Address of the sign-in page (RFC 6749, section 4.1.1, with PKCE S256). */
export function authorizationUrl({ server, clientId, scope }: ClientIdentity, ready: ReadyAuthorization): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: ready.redirectUri,
    scope,
    state: ready.state,
    code_challenge: ready.challenge,
    code_challenge_method: 'S256',
  })
  return `${server}${OAUTH_PATHS.authorize}?${query}`
}

/**
 * Returns the code of a response whose `state` has been checked.
 *
 * @throws LoginError `denied` or `refused`.
 */
export function redeemable(
  answer: AuthorizationAnswer,
  server: string,
  { verifier, redirectUri }: PendingAuthorization,
): AuthorizationCode {
  if (answer.error === 'access_denied') throw new LoginError('denied', 'The player denied consent')
  if (answer.error) throw new LoginError('refused', answer.error_description ?? answer.error)
  if (answer.iss !== undefined && answer.iss.replace(/\/+$/, '') !== server) {
    throw new LoginError('refused', `The answer comes from ${answer.iss}, not from ${server}`)
  }
  if (!answer.code) throw new LoginError('refused', 'The answer has no code')
  return { code: answer.code, verifier, redirectUri, walletJwt: answer.wallet_jwt ?? null }
}
