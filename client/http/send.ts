import { type BodyOf, type Endpoint, type ParamsOf, Problem, pathOf, type QueryOf } from '@ante/shared'
import type { CallEndpoint } from '../contract/call-endpoint.ts'
import type { Environment } from '../environment/environment.ts'
import { problemOf, request } from './request.ts'
import { A_FEW_TIMES, type RetryPolicy, retry } from './retry.ts'
import type { ServerClock } from './server-clock.ts'

/** Source of the access tokens. */
export interface TokenSource {
  /**
   * Returns a token that should still be valid. Throws Problem `unauthorized` when nobody is signed in, or when it is not the
   * player with this id.
   */
  token(playerId?: number): Promise<string>
  /** Returns a new token after the server refused the given one. */
  renew(refused: string): Promise<string>
}

type Part<Name extends string, Value, Given> =
  Value extends Record<string, never> ? unknown : { readonly [K in Name]: Given }

/** The inputs of a call of this endpoint. */
export type Call<E extends Endpoint> = Part<'params', ParamsOf<E>, ParamsOf<E>> &
  Part<'query', QueryOf<E>, Partial<QueryOf<E>>> &
  Part<'body', BodyOf<E>, BodyOf<E>> & {
    /** Sent with every repetition of a write, so that the server does it once. */
    readonly idempotencyKey?: string
    readonly retry?: RetryPolicy
    /** Sends the call only if this player is signed in. */
    readonly playerId?: number
    /** True: the request continues when the player leaves the page. */
    readonly keepalive?: boolean
  }

/**
 * Calls an endpoint with the player's token and parses its answer.
 *
 * @throws Problem with the server's code; `unavailable` when there was no answer after the policy's attempts.
 */
export type Send = <E extends Endpoint, Response>(
  endpoint: CallEndpoint<E, Response>,
  call: Call<E>,
) => Promise<Response>

/** An endpoint without its exact types, for code that handles all endpoints. */
type AnyEndpoint = Pick<CallEndpoint<Endpoint>, 'id' | 'method' | 'path'>

interface CallParts {
  params?: Readonly<Record<string, unknown>>
  query?: Readonly<Record<string, unknown>>
  body?: unknown
  idempotencyKey?: string
  retry?: RetryPolicy
  playerId?: number
  keepalive?: boolean
}

/** Creates the typed call of one server's endpoints. */
export function createSend(environment: Environment, server: string, tokens: TokenSource, clock?: ServerClock): Send {
  const attempt = async (endpoint: AnyEndpoint, call: CallParts) => {
    const url = server + pathOf(endpoint, call.params ?? {}) + queryOf(call.query ?? {})
    const once = async (token: string) => {
      const answer = await request(environment, url, initOf(endpoint, call, token))
      clock?.add(answer.time)
      return answer
    }
    const token = await tokens.token(call.playerId)
    const answer = await once(token)
    if (answer.status !== 401) return answer
    const fresh = await tokens.renew(token)
    return await once(call.playerId === undefined ? fresh : await tokens.token(call.playerId))
  }
  return async <E extends Endpoint, Response>(endpoint: CallEndpoint<E, Response>, call: Call<E>) => {
    const parts: CallParts = call
    const answer = await retry(environment, parts.retry ?? A_FEW_TIMES, async () => {
      const answer = await attempt(endpoint, parts)
      if (!answer.ok) throw problemOf(answer)
      return answer
    })
    const wrong = endpoint.response(answer.body)
    if (wrong === null) return answer.body as Response
    throw new Problem('internal_error', `The server's answer to ${endpoint.id} does not match the contract: ${wrong}`)
  }
}

function initOf({ method }: AnyEndpoint, call: CallParts, token: string): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json', authorization: `Bearer ${token}` }
  if (call.idempotencyKey) headers['idempotency-key'] = call.idempotencyKey
  const init = { method, headers, keepalive: call.keepalive === true }
  if (call.body === undefined) return init
  headers['content-type'] = 'application/json'
  return { ...init, body: JSON.stringify(call.body) }
}

function queryOf(query: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`
}
