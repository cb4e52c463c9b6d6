import type { Request } from 'express'
import type { UpstreamAuthorizationRequest } from './authorization-requests.ts'
import type { Connection } from './connection.ts'
import { errorCodeIn, UpstreamFailure } from './failures.ts'
import { fetchProfile, type Profile } from './profile.ts'

/** The `state` of a provider's redirect; empty where there is none, or more than one. */
export function stateIn({ query: { state } }: Request): string {
  return typeof state === 'string' ? state : ''
}

/**
 * Whom a provider's redirect means: its code buys a token, and the token, which is dropped again, the profile. Throws
 * `UpstreamFailure`, also where the redirect is not the answer to this request.
 */
export async function profileBehind(
  { query: { iss, error, code } }: Request,
  request: UpstreamAuthorizationRequest,
  { provider, tokens, redirectUri }: Connection,
): Promise<Profile> {
  if (request.provider !== provider.id) throw new UpstreamFailure('mixed_up')
  if (iss !== undefined && provider.issuer !== null && iss !== provider.issuer) throw new UpstreamFailure('mixed_up')
  if (error === 'access_denied') throw new UpstreamFailure('denied')
  if (error !== undefined || typeof code !== 'string' || code === '') {
    throw new UpstreamFailure('returned_error', errorCodeIn({ error }) ?? 'no code')
  }
  const codeVerifier = provider.pkce ? request.codeVerifier : null
  return fetchProfile(provider, tokens, await tokens.redeem({ code, redirectUri, codeVerifier }))
}
