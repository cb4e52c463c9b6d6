import { type AccessToken, AuthorizationCode, type AuthorizationTokenConfig } from 'simple-oauth2'
import type { UpstreamProvider } from '../../config/providers.ts'
import { MAX_BYTES } from './bounded-fetch.ts'
import { errorCodeIn, UpstreamFailure } from './failures.ts'

/** The parameters of the redirect to the provider. */
export interface AuthorizationRequest {
  readonly redirectUri: string
  readonly state: string
  /** PKCE, by S256; null where the provider knows none. */
  readonly codeChallenge: string | null
  /** Asks for a new sign-in although there is a session: OpenID Connect's `prompt=login`, which others ignore. */
  readonly promptLogin: boolean
}

/** The code of the redirect back, with what the request had. */
export interface Redemption {
  readonly code: string
  readonly redirectUri: string
  readonly codeVerifier: string | null
}

/** A provider's authorization and token endpoints. Every failure there is thrown as an `UpstreamFailure`. */
export interface Tokens {
  authorizeUrl(request: AuthorizationRequest): string
  redeem(redemption: Redemption): Promise<AccessToken>
  /** A new access token, with the refresh token of the old one where none comes with it (RFC 6749, section 6). */
  refreshed(token: AccessToken): Promise<AccessToken>
}

export function createTokens(provider: UpstreamProvider): Tokens {
  const { clientId, clientSecret, kind, scope, timeout } = provider
  const [authorize, token] = [new URL(provider.authorizeUrl), new URL(provider.tokenUrl)]
  const client = new AuthorizationCode({
    client: { id: clientId, secret: clientSecret },
    auth: {
      authorizeHost: authorize.origin,
      authorizePath: authorize.pathname + authorize.search,
      tokenHost: token.origin,
      tokenPath: token.pathname + token.search,
    },
    options: { authorizationMethod: 'body', bodyFormat: 'form' },
    http: { timeout, maxBytes: MAX_BYTES, redirects: false },
  })

  return {
    authorizeUrl({ redirectUri, state, codeChallenge, promptLogin }) {
      const request = {
        redirect_uri: redirectUri,
        state,
        ...(scope !== '' && { scope }),
        ...(promptLogin && { prompt: 'login' }),
        ...(codeChallenge !== null && { code_challenge: codeChallenge, code_challenge_method: 'S256' }),
      }
      return client.authorizeURL(request)
    },

    redeem({ code, redirectUri, codeVerifier }) {
      const form = {
        code,
        // The Ultiverse document's token call has none.
        ...(kind !== 'ultiverse' && { redirect_uri: redirectUri }),
        ...(codeVerifier !== null && { code_verifier: codeVerifier }),
      }
      return answered(client.getToken(form as AuthorizationTokenConfig))
    },

    async refreshed(old) {
      const { token: renewed } = await answered(old.refresh())
      return client.createToken({ ...renewed, refresh_token: renewed.refresh_token ?? old.token.refresh_token })
    },
  }
}

async function answered(call: Promise<AccessToken>): Promise<AccessToken> {
  const answer = await call.catch((error: unknown) => {
    throw failureOf(error)
  })
  const { access_token: accessToken, token_type: type } = answer.token
  // Some providers send an error with status 200, which simple-oauth2 takes for a token.
  if ('error' in answer.token) throw new UpstreamFailure('refused', errorCodeIn(answer.token))
  if (typeof accessToken !== 'string' || !/^[\x21-\x7e]+$/.test(accessToken)) {
    throw new UpstreamFailure('unreadable', 'the token answer has no access_token')
  }
  if (typeof type === 'string' && type.toLowerCase() !== 'bearer') {
    throw new UpstreamFailure('unreadable', 'the token is not of type Bearer')
  }
  return answer
}

/** simple-oauth2 throws what its HTTP library says: Boom's errors, of calls as of answers. */
function failureOf(error: unknown): UpstreamFailure {
  const { output, data } = error as { output?: { statusCode?: number }; data?: BoomData | null }
  const status = data?.res?.statusCode
  if (status !== undefined && status >= 500) return new UpstreamFailure('down', `the token endpoint answered ${status}`)
  if (data?.isResponseError) return new UpstreamFailure('refused', errorCodeIn(data.payload) ?? `it answered ${status}`)
  // Its words for an answer that does not begin, or does not end, in time.
  if (output?.statusCode === 504 || output?.statusCode === 408) return new UpstreamFailure('slow')
  if (output?.statusCode === 502 && status === undefined) return new UpstreamFailure('down')
  // It cannot be told apart whether an answer was too large or cut off.
  return new UpstreamFailure(
    'unreadable',
    'the token answer is not the JSON that it should be, whole and not too large',
  )
}

interface BoomData {
  readonly isResponseError?: boolean
  readonly payload?: unknown
  /** The answer's beginning, where there was one. */
  readonly res?: { readonly statusCode?: number }
}
