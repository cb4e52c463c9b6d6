import { OAUTH_PATHS, OAuthErrorBody, Problem, TokenAnswer } from '@ante/shared'
import * as z from 'zod/mini'
import type { Environment } from '../environment/environment.ts'
import { problemOf, request } from '../http/request.ts'

/** The token endpoint said no, and will say so again: `code` is RFC 6749's, such as `invalid_grant`. */
export class TokenRefusal extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/**
 * Asks the token endpoint (RFC 6749, section 4.1.3 and 6).
 *
 * @throws TokenRefusal when the grant or the client is not valid, Problem `unavailable` when there is no answer.
 */
export async function requestToken(
  environment: Environment,
  server: string,
  parameters: Record<string, string>,
): Promise<TokenAnswer> {
  const answer = await postForm(environment, server + OAUTH_PATHS.token, parameters)
  const refusal = z.safeParse(OAuthErrorBody, answer.body)
  if (refusal.success && answer.status < 500 && answer.status !== 429) {
    throw new TokenRefusal(refusal.data.error, refusal.data.error_description ?? refusal.data.error)
  }
  if (!answer.ok) throw problemOf(answer)
  const parsed = z.safeParse(TokenAnswer, answer.body)
  if (parsed.success) return parsed.data
  throw new Problem('internal_error', 'The answer of the token endpoint is not what it should be')
}

/** Ends a refresh token and all that came from it (RFC 7009). */
export async function revokeToken(environment: Environment, server: string, clientId: string, token: string) {
  await postForm(environment, server + OAUTH_PATHS.revoke, {
    client_id: clientId,
    token,
    token_type_hint: 'refresh_token',
  })
}

function postForm(environment: Environment, url: string, parameters: Record<string, string>) {
  return request(environment, url, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams(parameters),
    keepalive: true,
  })
}
