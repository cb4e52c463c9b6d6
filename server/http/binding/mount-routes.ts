import type { ServerResponse } from 'node:http'
import {
  acceptMatch,
  createMatch,
  type Endpoint,
  joinMatch,
  type OperatorEndpoint,
  type PlayerEndpoint,
  Problem,
} from '@ante/shared'
import type { CallLimits } from '../../limits/call-limits.ts'
import type { Caller as TokenCaller } from '../../oauth/tokens/caller.ts'
import { type OriginAllowed, type OriginRegistered, originHeaders, preflightHeaders } from '../../oauth/tokens/cors.ts'
import type { Clock } from '../../services/core/clock.ts'
import type { Idempotency } from '../../services/core/idempotency.ts'
import type { ApiCall } from '../api/api-call.ts'
import type { RouteTable } from '../api/api-table.ts'
import { readBody } from '../api/read-body.ts'
import { type Authenticate, requireScope } from './authenticate.ts'
import { idempotencyKeyOf } from './parse-call.ts'
import type { Caller, IncomingCall, Route } from './route.ts'

interface PlayerDependencies {
  readonly authenticate: Authenticate
  readonly originAllowed: OriginAllowed
  readonly originRegistered: OriginRegistered
  /** The clock for the deadlines of matches. */
  readonly clock: Clock
  /** Hashes a network address. */
  readonly hashAddress: (address: string) => string
  readonly idempotency: Idempotency
  readonly callLimits: CallLimits
  /** Resolves when every commit that a read has seen is on disk. */
  readonly flushed: () => Promise<void>
}

/** The ids of the endpoints that start an attempt. */
const STARTING: ReadonlySet<string> = new Set([createMatch.id, joinMatch.id, acceptMatch.id])

/** Request headers that a game's page may send. */
const ALLOWED_HEADERS = 'Authorization, Content-Type, Idempotency-Key'

/** Mounts the player routes, and the CORS preflight of each path. */
export function mountPlayerRoutes(
  table: RouteTable,
  routes: readonly Route<PlayerEndpoint, Caller>[],
  dependencies: PlayerDependencies,
): void {
  const { authenticate, originAllowed, originRegistered, clock, hashAddress, idempotency, callLimits, flushed } =
    dependencies

  /** Lets a page of an allowed origin read the answer, whatever its status. */
  async function allowOrigin(call: ApiCall, origin: string, caller: TokenCaller | null): Promise<void> {
    if (!(await originAllowed(origin, caller))) return
    call.answerHeaders.push(...originHeaders(origin))
    // Games count down by this header. In a demo store the clock of the matches can be moved.
    call.set('Date', new Date(clock.now()).toUTCString())
  }

  for (const route of routes) {
    const { endpoint } = route
    table.add(endpoint.method, endpoint.path, async (call) => {
      call.set('Cache-Control', 'no-store')
      call.set('Vary', 'Origin')
      const { authorization, origin } = call.req.headers
      const found = authenticate(authorization)
      const caller = found instanceof Promise ? await found : found
      if (origin !== undefined) await allowOrigin(call, origin, caller)
      if (!caller) throw new Problem('unauthorized', 'Send a valid access token: "Authorization: Bearer …".')
      const startsAttempt = STARTING.has(endpoint.id)
      callLimits.take({ playerId: caller.playerId, address: call.address, startsAttempt })
      requireScope(caller, endpoint.scope)
      const once: IncomingCall<Caller>['once'] = (body, run) => {
        const key = endpoint.method === 'GET' ? null : idempotencyKeyOf(call.req)
        if (key === null) return run(null)
        const { clientId, playerId } = caller
        return idempotency.run({ clientId, playerId, method: endpoint.method, path: call.path, key, body }, run)
      }
      const tokenHolds = async () => (await authenticate(call.req.headers.authorization)) !== null
      const from = new AddressedCaller(caller, () => hashAddress(call.address ?? ''))
      // A refusal is decided on what was read too, so it waits until that is on disk. A call with a commit of its own
      // has waited already.
      let isCommitted = false
      const committed = () => {
        isCommitted = true
      }
      try {
        return await route.answer(new IncomingApiCall(endpoint, call, { caller: from, once, committed, tokenHolds }))
      } finally {
        if (!isCommitted) await flushed()
      }
    })
  }
  for (const path of new Set(routes.map(({ endpoint }) => endpoint.path))) {
    const methods = routes.filter(({ endpoint }) => endpoint.path === path).map(({ endpoint }) => endpoint.method)
    const allowed = { methods: methods.join(', '), headers: ALLOWED_HEADERS }
    table.add('OPTIONS', path, async (call) => {
      call.set('Vary', 'Origin')
      call.answerHeaders.push(...(await preflightHeaders(call.req.headers.origin, allowed, originRegistered)))
      return { status: 204 }
    })
  }
}

/** Mounts the operator's routes. */
export function mountOperatorRoutes(
  table: RouteTable,
  routes: readonly Route<OperatorEndpoint, 'operator'>[],
  dependencies: {
    /** Throws unless an `Authorization` header carries the operator's token. */
    readonly assertOperator: (authorization: string | undefined) => void
    readonly flushed: () => Promise<void>
  },
): void {
  const { assertOperator, flushed } = dependencies
  for (const route of routes) {
    const { endpoint } = route
    table.add(endpoint.method, endpoint.path, (call) => {
      call.set('Cache-Control', 'no-store')
      assertOperator(call.req.headers.authorization)
      const answering = route.answer(
        new IncomingApiCall(endpoint, call, {
          caller: 'operator',
          once: (_body, run) => run(null),
          committed: () => undefined,
          tokenHolds: async () => true,
        }),
      )
      return answering.finally(flushed)
    })
  }
}

/** A caller whose address is hashed only when it is recorded. */
class AddressedCaller implements Caller {
  readonly playerId: Caller['playerId']
  readonly clientId: Caller['clientId']
  readonly scopes: Caller['scopes']
  readonly expiresAt: Caller['expiresAt']
  readonly client: Caller['client']
  readonly #hashAddress: () => string

  constructor(caller: TokenCaller, hashAddress: () => string) {
    this.playerId = caller.playerId
    this.clientId = caller.clientId
    this.scopes = caller.scopes
    this.expiresAt = caller.expiresAt
    this.client = caller.client
    this.#hashAddress = hashAddress
  }

  get addressHash(): string {
    return this.#hashAddress()
  }
}

/** A request to the API whose caller is known. A class, because V8 puts objects of many parts together in its slow way. */
class IncomingApiCall<Who> implements IncomingCall<Who> {
  readonly caller: Who
  readonly once: IncomingCall<Who>['once']
  readonly committed: () => void
  readonly tokenHolds: () => Promise<boolean>
  readonly #endpoint: Endpoint
  readonly #call: ApiCall

  constructor(
    endpoint: Endpoint,
    call: ApiCall,
    { caller, once, committed, tokenHolds }: Pick<IncomingCall<Who>, 'caller' | 'once' | 'committed' | 'tokenHolds'>,
  ) {
    this.#endpoint = endpoint
    this.#call = call
    this.caller = caller
    this.once = once
    this.committed = committed
    this.tokenHolds = tokenHolds
  }

  get params(): unknown {
    return this.#call.params
  }

  get query(): unknown {
    return this.#call.query
  }

  readBody(): Promise<unknown> | undefined {
    return readBody(this.#endpoint, this.#call.req, this.#call.res)
  }

  closed(): AbortSignal {
    return signalOfClose(this.#call.res)
  }
}

function signalOfClose(res: ServerResponse): AbortSignal {
  const closing = new AbortController()
  if (res.closed) closing.abort()
  else res.once('close', () => closing.abort())
  return closing.signal
}
