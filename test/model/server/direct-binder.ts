import { Problem } from '@ante/shared'
import type { Caller, IncomingCall, Route } from '../../../server/http/binding/route.ts'
import type { Answer, Idempotency } from '../../../server/services/core/idempotency.ts'

/** A call as it arrives: path parameters and query as text, the body as JSON. */
export interface Arriving {
  readonly caller: Caller
  readonly path: string
  readonly params?: Record<string, string>
  readonly query?: Record<string, string>
  readonly body?: unknown
  readonly key?: string | null
}

type AnyRoute = Pick<Route<never, Caller>, 'answer'> & { readonly endpoint: { id: string; method: string } }

/**
 * Calls routes as Express would: parsed, guarded and remembered in the same order, without a socket between. Throws the
 * problems that a call is refused with.
 */
export function createDirectCall(routes: readonly AnyRoute[], idempotency: Idempotency) {
  const byId = new Map(routes.map((route) => [route.endpoint.id, route]))

  return async (id: string, arriving: Arriving): Promise<Answer> => {
    const { caller, path, params = {}, query = {}, body = {}, key = null } = arriving
    const route = byId.get(id)
    if (!route) throw new Problem('not_found', `no endpoint ${id}`)
    const { clientId, playerId } = caller
    const { method } = route.endpoint
    const once: IncomingCall<Caller>['once'] = (parsed, run) =>
      key === null ? run(null) : idempotency.run({ clientId, playerId, method, path, key, body: parsed }, run)
    return route.answer({
      caller,
      params,
      query,
      readBody: async () => body,
      once,
      committed: () => undefined,
      tokenHolds: async () => true,
      closed: () => new AbortController().signal,
    })
  }
}
