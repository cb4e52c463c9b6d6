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

/** Data that one sign-in stores until its response arrives: the PKCE verifier (RFC 7636) and `state`. */
export interface PendingAuthorization {
  readonly state: string
  readonly verifier: string
  readonly redirectUri: string
}

/** The authorization response, from a redirect's query or the popup's message. */
export type AuthorizationAnswer = Omit<PopupMessage, 'type'>

/** @throws LoginError `insecure_context` where the browser offers no cryptography. */
export function requireCryptography(environment: Environment): (text: string) => Promise<Uint8Array> {
  if (environment.sha256) return environment.sha256
  throw new LoginError('insecure_context', 'Signing in needs https, or http on localhost')
}

/** Creates the state of a sign-in whose response goes to `redirectUri`. */
export function beginAuthorization(environment: Environment, redirectUri: string): PendingAuthorization {
  const secret = () => base64url(environment.random(32))
  return { state: secret(), verifier: secret(), redirectUri }
}

/** Address of the sign-in page (RFC 6749, section 4.1.1, with PKCE S256). */
export async function authorizationUrl(
  environment: Environment,
  { server, clientId, scope }: ClientIdentity,
  pending: PendingAuthorization,
): Promise<string> {
  const challenge = await requireCryptography(environment)(pending.verifier)
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: pending.redirectUri,
    scope,
    state: pending.state,
    code_challenge: base64url(challenge),
    code_challenge_method: 'S256',
  })
  return `${server}${OAUTH_PATHS.authorize}?${query}`
}

/**
 * Returns the code of a response whose `state` has been checked.
 *
 * @throws LoginError `denied` or `refused`.
 */
export function codeOf(answer: AuthorizationAnswer, server: string): string {
  if (answer.error === 'access_denied') throw new LoginError('denied', 'The player denied consent')
  if (answer.error) throw new LoginError('refused', answer.error_description ?? answer.error)
  if (answer.iss !== undefined && answer.iss.replace(/\/+$/, '') !== server) {
    throw new LoginError('refused', `The answer comes from ${answer.iss}, not from ${server}`)
  }
  if (!answer.code) throw new LoginError('refused', 'The answer has no code')
  return answer.code
}
