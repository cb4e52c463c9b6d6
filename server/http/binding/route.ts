import type { Endpoint, OperatorEndpoint, ParamsOf, PlayerEndpoint, QueryOf, ResponseOf } from '@ante/shared'
import type * as z from 'zod/mini'
import type { Caller as TokenCaller } from '../../oauth/tokens/caller.ts'
import type { Answer, ToRecord } from '../../services/core/idempotency.ts'
import type { Reply } from '../../services/core/unit-of-work.ts'
import { parseParams, parsePart } from './parse-call.ts'
import { compileProjection } from './projection.ts'

/** The player who calls, with the hash of their address. */
export interface Caller extends TokenCaller {
  /** The hash of the caller's network address. */
  readonly addressHash: string
}

/** A call whose token was accepted. Its path, query and body are not parsed yet. */
export interface IncomingCall<Who> {
  readonly caller: Who
  readonly params: unknown
  readonly query: unknown
  readBody(): Promise<unknown> | undefined
  /** Runs the call. A repetition of an earlier call gets the stored answer and does not run. */
  readonly once: (body: unknown, run: Run) => Promise<Answer>
  /** Tells that the answer's own commit is on disk, so that the answer need not wait for the disk again. */
  readonly committed: () => void
  /** Whether the token of this call is still valid. For calls that take long. */
  readonly tokenHolds: () => Promise<boolean>
  /** Aborts when the answer was sent or the caller has closed the connection. */
  closed(): AbortSignal
}

type Run = (toRecord: ToRecord | null) => Promise<Answer>

/** One parsed call of an endpoint. */
export interface Call<E extends Endpoint, Who> extends Pick<IncomingCall<Who>, 'caller' | 'tokenHolds' | 'closed'> {
  readonly params: ParamsOf<E>
  readonly query: QueryOf<E>
  readonly body: z.output<E['body']>
}

/** The implementation of an endpoint, in the server's own types. */
interface Handler<E extends Endpoint, Who, Result> {
  /** Runs before the body is validated. For calls that must be refused in a fixed order. */
  readonly guard?: (call: { params: ParamsOf<E>; caller: Who; rawBody: unknown }) => Promise<void>
  readonly run: (call: Call<E, Who>, reply: Reply<Result>) => Promise<Result>
  readonly present: (result: Result, call: Call<E, Who>) => ResponseOf<E>
  /** Chooses the status of a result. Default: the first status of the endpoint. */
  readonly status?: (result: Result) => number
}

/** An endpoint with its handler, ready to be mounted. */
export interface Route<E extends Endpoint, Who> {
  readonly endpoint: E
  /** Parses and runs a call, and returns its answer. Throws the problem that refuses it. */
  answer(call: IncomingCall<Who>): Promise<Answer>
}

/** Creates the route of a player endpoint. */
export function playerRoute<E extends PlayerEndpoint, Result>(
  endpoint: E,
  handler: Handler<E, Caller, Result>,
): Route<E, Caller> {
  return route(endpoint, handler)
}

/** Creates the route of an operator endpoint. */
export function operatorRoute<E extends OperatorEndpoint, Result>(
  endpoint: E,
  handler: Handler<E, 'operator', Result>,
): Route<E, 'operator'> {
  return route(endpoint, handler)
}

function route<E extends Endpoint, Who, Result>(endpoint: E, handler: Handler<E, Who, Result>): Route<E, Who> {
  const contractFields = compileProjection(endpoint.response)
  return {
    endpoint,
    async answer(incoming) {
      const { caller, once, committed, tokenHolds } = incoming
      const params = parseParams(endpoint, incoming.params)
      const reading = incoming.readBody()
      const rawBody = reading && (await reading)
      if (handler.guard) await handler.guard({ params, caller, rawBody })
      const call: Call<E, Who> = {
        params,
        caller,
        tokenHolds,
        closed: () => incoming.closed(),
        query: parsePart<E['query']>(endpoint.query, incoming.query, 'query'),
        body: parsePart<E['body']>(endpoint.body, rawBody ?? {}, 'body'),
      }
      const present = (result: Result): Answer => ({
        status: handler.status?.(result) ?? endpoint.statuses[0],
        body: contractFields(handler.present(result, call)),
      })
      return once(call.body, async (toRecord) => {
        let built: Answer | null = null
        let stored: Answer | null = null
        const buildAnswer = (result: Result) => {
          built = present(result)
          return built
        }
        const result = await handler.run(call, {
          buildAnswer: toRecord && ((result) => toRecord(buildAnswer(result))),
          committed() {
            stored = built
            committed()
          },
        })
        return stored ?? present(result)
      })
    },
  }
}
