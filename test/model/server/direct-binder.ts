import { type Endpoint, Problem } from '@ante/shared'
import * as z from 'zod/mini'
import type { Binder, Caller, Handler } from '../../../server/http/bind.ts'
import type { Answer, Idempotency, ToRecord } from '../../../server/services/core/idempotency.ts'

/** A call as it arrives: path parameters and query as text, the body as JSON. */
export interface Arriving {
  readonly caller: Caller
  readonly path: string
  readonly params?: Record<string, string>
  readonly query?: Record<string, string>
  readonly body?: unknown
  readonly key?: string | null
}

type Answering = (call: Arriving) => Promise<Answer>

/**
 * Takes the place of the binder that mounts endpoints on Express: the same handlers, parsed, guarded and remembered in the
 * same order, without a socket between.
 */
export function createDirectBinder(idempotency: Idempotency) {
  const answerings = new Map<string, Answering>()

  function player<E extends Endpoint, Result>(endpoint: E, handler: Handler<E, Caller, Result>): void {
    answerings.set(endpoint.id, async ({ caller, path, params = {}, query = {}, body = {}, key = null }) => {
      const parsed = z.parse(endpoint.params, params) as Parameters<typeof handler.run>[0]['params']
      await handler.guard?.({ params: parsed, caller, rawBody: body })
      const call = {
        caller,
        params: parsed,
        query: z.parse(endpoint.query, query),
        body: z.parse(endpoint.body, body),
      } as Parameters<typeof handler.run>[0]
      const present = (result: Result): Answer => ({
        status: handler.status?.(result) ?? endpoint.statuses[0],
        body: z.parse(endpoint.response, handler.present(result, call)),
      })
      const run = async (as: ToRecord | null) =>
        present(await handler.run(call, as && ((result) => as(present(result)))))
      if (key === null) return run(null)
      const { clientId, playerId } = caller
      return idempotency.run({ clientId, playerId, method: endpoint.method, path, key, body: call.body }, run)
    })
  }

  const binder: Binder = { player, operator: () => {} }
  return {
    binder,
    /** Answers a call of the endpoint with this id; throws the problems that it is refused with. */
    async call(id: string, arriving: Arriving): Promise<Answer> {
      const answering = answerings.get(id)
      if (!answering) throw new Problem('not_found', `no endpoint ${id}`)
      return answering(arriving)
    },
  }
}
