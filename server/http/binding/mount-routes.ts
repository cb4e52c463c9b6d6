import {
  acceptMatch,
  createMatch,
  type Endpoint,
  joinMatch,
  type OperatorEndpoint,
  type PlayerEndpoint,
  Problem,
} from '@ante/shared'
import type { Request, RequestHandler, Response } from 'express'
import type { CallLimits } from '../../limits/call-limits.ts'
import type { AllowOrigin } from '../../oauth/tokens/cors.ts'
import type { Answer, Idempotency } from '../../services/core/idempotency.ts'
import { type Authenticate, requireScope } from './authenticate.ts'
import { idempotencyKeyOf, readBody } from './parse-call.ts'
import type { Caller, IncomingCall, Route } from './route.ts'

/** Takes the handler of each method and path: Express' router, or any other table of them. */
export interface RouteTable {
  add(method: Endpoint['method'] | 'OPTIONS', path: string, handle: RequestHandler): void
}

interface PlayerDependencies {
  readonly authenticate: Authenticate
  readonly allowOrigin: AllowOrigin
  /** Answers the preflights of a path that has these methods. */
  readonly preflight: (methods: readonly string[]) => RequestHandler
  /** The hash of a network address. */
  readonly hashAddress: (address: string) => string
  readonly idempotency: Idempotency
  readonly callLimits: CallLimits
  /** Resolves once what was read is on disk. */
  readonly flushed: () => Promise<void>
}

/** The endpoints that begin an attempt. */
const STARTING: ReadonlySet<string> = new Set([createMatch.id, joinMatch.id, acceptMatch.id])

/** Mounts players' routes, and the preflight of each path. */
export function mountPlayerRoutes(
  table: RouteTable,
  routes: readonly Route<PlayerEndpoint, Caller>[],
  dependencies: PlayerDependencies,
): void {
  const { authenticate, allowOrigin, preflight, hashAddress, idempotency, callLimits, flushed } = dependencies

  for (const route of routes) {
    const { endpoint } = route
    table.add(endpoint.method, endpoint.path, async (req, res) => {
      res.set('Cache-Control', 'no-store')
      const caller = await authenticate(req)
      await allowOrigin(req, res, caller)
      if (!caller) throw new Problem('unauthorized', 'Send a valid access token: "Authorization: Bearer …".')
      callLimits.take({ ...caller, address: req.ip, startsAttempt: STARTING.has(endpoint.id) })
      requireScope(caller, endpoint.scope)
      const from = { ...caller, addressHash: hashAddress(req.ip ?? '') }
      const once: IncomingCall<Caller>['once'] = async (body, run) => {
        const key = endpoint.method === 'GET' ? null : idempotencyKeyOf(req)
        if (key === null) return run(null)
        const { clientId, playerId } = caller
        return idempotency.run({ clientId, playerId, method: endpoint.method, path: req.path, key, body }, run)
      }
      const tokenHolds = async () => (await authenticate(req)) !== null
      await send(res, flushed, route.answer({ ...incoming(endpoint, req, res), caller: from, once, tokenHolds }))
    })
  }
  for (const path of new Set(routes.map(({ endpoint }) => endpoint.path))) {
    const methods = routes.filter(({ endpoint }) => endpoint.path === path).map(({ endpoint }) => endpoint.method)
    table.add('OPTIONS', path, preflight(methods))
  }
}

/** Mounts the operator's routes. */
export function mountOperatorRoutes(
  table: RouteTable,
  routes: readonly Route<OperatorEndpoint, 'operator'>[],
  dependencies: {
    /** Throws unless the request carries the operator's token. */
    readonly assertOperator: (req: Request) => void
    readonly flushed: () => Promise<void>
  },
): void {
  const { assertOperator, flushed } = dependencies
  for (const route of routes) {
    const { endpoint } = route
    table.add(endpoint.method, endpoint.path, async (req, res) => {
      res.set('Cache-Control', 'no-store')
      assertOperator(req)
      const answering = route.answer({
        ...incoming(endpoint, req, res),
        caller: 'operator',
        once: (_body, run) => run(null),
        tokenHolds: async () => true,
      })
      await send(res, flushed, answering)
    })
  }
}

function incoming(endpoint: Endpoint, req: Request, res: Response) {
  return {
    params: req.params,
    query: req.query,
    readBody: () => readBody(endpoint, req, res),
    closed: () => signalOfClose(res),
  }
}

/** Also a refusal was decided on what was read, and waits until that is on disk. */
async function send(res: Response, flushed: () => Promise<void>, answering: Promise<Answer>): Promise<void> {
  const settled = await answering.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  await flushed()
  if ('error' in settled) throw settled.error
  res.status(settled.value.status).json(settled.value.body)
}

function signalOfClose(res: Response): AbortSignal {
  const closing = new AbortController()
  if (res.closed) closing.abort()
  else res.once('close', () => closing.abort())
  return closing.signal
}
