import { OAUTH_PATHS, Problem, type TokenAnswer } from '@ante/shared'
import { oAuthErrorBody, tokenAnswer } from '../contract/generated.ts'
import { parse, type Shape } from '../contract/shape.ts'
import type { Environment } from '../environment/environment.ts'
import { problemOf, request } from '../http/request.ts'

/**
 * A final refusal by the token endpoint: repeating the request cannot help. `code` is RFC 6749's, such as
 * `invalid_grant`.
 */
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
export function requestToken(
  environment: Environment,
  server: string,
  parameters: Record<string, string>,
): Promise<TokenAnswer> {
  return post(environment, server + OAUTH_PATHS.token, parameters, tokenAnswer)
}

/** Posts a form to the authorization server, and reads an answer of that shape. Throws as {@link requestToken} does. */
export async function post<T>(
  environment: Environment,
  url: string,
  parameters: Record<string, string>,
  shape: Shape<T>,
): Promise<T> {
  const answer = await postForm(environment, url, parameters)
  const refusal = parse(oAuthErrorBody, answer.body)
  if (refusal && answer.status < 500 && answer.status !== 429) {
    throw new TokenRefusal(refusal.error, refusal.error_description ?? refusal.error)
  }
  if (!answer.ok) throw problemOf(answer)
  const body = parse(shape, answer.body)
  if (body) return body
  throw new Problem('internal_error', `The answer of ${url} is not what it should be`)
}

/** Revokes a refresh token and all tokens that were issued from it (RFC 7009). */
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
