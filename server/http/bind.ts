import { type Endpoint, type ParamsOf, Problem, type QueryOf, type ResponseOf } from '@ante/shared'
import express, { type Request, type RequestHandler, type Response, type Router } from 'express'
import * as z from 'zod/mini'
import type { Caller as TokenCaller } from '../oauth/tokens/caller.ts'
import type { AllowOrigin } from '../oauth/tokens/cors.ts'
import type { Answer, Idempotency, ToRecord } from '../services/core/idempotency.ts'
import type { BuildAnswer } from '../services/core/unit-of-work.ts'
import { type Authenticate, requireScope } from './authenticate.ts'

z.config(z.locales.en())

const BODY_LIMIT = '64kb'
/** Bodies are read as JSON whatever their type says: clients of the CashPlay document often send none. */
const readJson = express.json({ limit: BODY_LIMIT, strict: false, type: () => true })
const readForm = express.urlencoded({ limit: BODY_LIMIT, extended: false })

/** A player who calls, and from where. */
export interface Caller extends TokenCaller {
  /** The network address, hashed. */
  readonly addressHash: string
}

/** One parsed call of an endpoint. */
export interface Call<E extends Endpoint, Who> {
  readonly params: ParamsOf<E>
  readonly query: QueryOf<E>
  readonly body: z.output<E['body']>
  readonly caller: Who
  /** Whether the token of this call is still valid, for calls that take long. */
  readonly tokenHolds: () => Promise<boolean>
  /** Aborts when the answer was sent, or can no longer be sent because the caller has hung up. */
  readonly closed: () => AbortSignal
}

/** What an endpoint does, in the server's own terms. */
export interface Handler<E extends Endpoint, Who, Result> {
  /** Runs before the body is judged, for calls whose refusals have a fixed order. */
  readonly guard?: (call: { params: ParamsOf<E>; caller: Who; rawBody: unknown }) => Promise<void>
  readonly run: (call: Call<E, Who>, buildAnswer: BuildAnswer<Result>) => Promise<Result>
  readonly present: (result: Result, call: Call<E, Who>) => ResponseOf<E>
  /** Which of the endpoint's statuses a result has; the first one when left out. */
  readonly status?: (result: Result) => number
}

/** Mounts endpoints: authenticate, parse, call, parse the reply too, send once everything seen is on disk. */
export interface Binder {
  player<E extends Endpoint, Result>(endpoint: E, handler: Handler<E, Caller, Result>): void
  operator<E extends Endpoint, Result>(endpoint: E, handler: Handler<E, 'operator', Result>): void
}

export function createBinder(dependencies: {
  router: Router
  authenticate: Authenticate
  /** Throws unless the request carries the operator's token. */
  authenticateOperator: (req: Request) => void
  allowOrigin: AllowOrigin
  /** The hash of a network address. */
  hashAddress: (address: string) => string
  idempotency: Idempotency
  /** Resolves once what was read is on disk. */
  flushed: () => Promise<void>
}): Binder {
  const { router, authenticate, authenticateOperator, allowOrigin, hashAddress, idempotency, flushed } = dependencies

  async function answer<E extends Endpoint, Who, Result>(
    endpoint: E,
    handler: Handler<E, Who, Result>,
    caller: Who,
    req: Request,
    res: Response,
  ): Promise<Answer> {
    const params = parseParams(endpoint, req.params)
    if (endpoint.method !== 'GET') await readBody(req, res)
    await handler.guard?.({ params, caller, rawBody: req.body })
    const call: Call<E, Who> = {
      params,
      caller,
      tokenHolds: async () => !isCaller(caller) || (await authenticate(req)) !== null,
      closed: () => signalOfClose(res),
      query: parse<E['query']>(endpoint.query, req.query, 'query'),
      body: parse<E['body']>(endpoint.body, endpoint.method === 'GET' ? {} : (req.body ?? {}), 'body'),
    }
    const present = (result: Result): Answer => ({
      status: handler.status?.(result) ?? endpoint.statuses[0],
      body: z.parse(endpoint.response, handler.present(result, call)),
    })
    const run = async (toRecord: ToRecord | null) =>
      present(await handler.run(call, toRecord && ((result) => toRecord(present(result)))))

    const key = isCaller(caller) && endpoint.method !== 'GET' ? idempotencyKeyOf(req) : null
    if (key === null || !isCaller(caller)) return run(null)
    const { clientId, playerId } = caller
    return idempotency.run({ clientId, playerId, method: endpoint.method, path: req.path, key, body: call.body }, run)
  }

  /** Also a refusal was decided on what was read, and waits until that is on disk. */
  async function send(res: Response, answering: Promise<Answer>): Promise<void> {
    const settled = await answering.then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    )
    await flushed()
    if ('error' in settled) throw settled.error
    res.status(settled.value.status).json(settled.value.body)
  }

  const mount = (endpoint: Endpoint, handle: RequestHandler) => {
    const method = endpoint.method.toLowerCase() as Lowercase<Endpoint['method']>
    router[method](endpoint.path, handle)
  }

  return {
    player(endpoint, handler) {
      const { access } = endpoint
      if (access === 'operator' || access === 'anyone') throw new Error(`${endpoint.id} is not a player's call`)
      mount(endpoint, async (req, res) => {
        res.set('Cache-Control', 'no-store')
        const caller = await authenticate(req)
        await allowOrigin(req, res, caller)
        if (!caller) throw new Problem('unauthorized', 'Send a valid access token: "Authorization: Bearer …".')
        requireScope(caller, access)
        const from = { ...caller, addressHash: hashAddress(req.ip ?? '') }
        await send(res, answer(endpoint, handler, from, req, res))
      })
    },
    operator(endpoint, handler) {
      if (endpoint.access !== 'operator') throw new Error(`${endpoint.id} is not an operator's call`)
      mount(endpoint, async (req, res) => {
        res.set('Cache-Control', 'no-store')
        authenticateOperator(req)
        await send(res, answer(endpoint, handler, 'operator', req, res))
      })
    },
  }
}

function signalOfClose(res: Response): AbortSignal {
  const closing = new AbortController()
  if (res.closed) closing.abort()
  else res.once('close', () => closing.abort())
  return closing.signal
}

const isCaller = (who: unknown): who is Caller => typeof who === 'object' && who !== null

function readBody(req: Request, res: Response): Promise<void> {
  const read = req.is('application/x-www-form-urlencoded') && !looksLikeJsonCall(req) ? readForm : readJson
  return new Promise((resolve, reject) => read(req, res, (error?: unknown) => (error ? reject(error) : resolve())))
}

/** curl's `-d` labels JSON as a form; the match calls and the operator's are always JSON. */
const looksLikeJsonCall = (req: Request) => !req.path.startsWith('/api/v1/users/')

/** A path that names nothing, malformed ids included, is not found. */
function parseParams<E extends Endpoint>(endpoint: E, params: unknown): ParamsOf<E> {
  const parsed = z.safeParse(endpoint.params, params)
  if (!parsed.success) throw new Problem('not_found', 'There is nothing with this id.')
  return parsed.data as ParamsOf<E>
}

function parse<S extends z.core.$ZodType>(schema: S, value: unknown, where: 'query' | 'body'): z.output<S> {
  const parsed = z.safeParse(schema, value)
  if (parsed.success) return parsed.data
  const errors = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
  const fields = errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ')
  throw new Problem('invalid_request', `The ${where} is not as it should be. ${fields}`, errors)
}

function idempotencyKeyOf(req: Request): string | null {
  const key = req.get('Idempotency-Key')
  if (key === undefined) return null
  if (/^[\x20-\x7e]{1,128}$/.test(key)) return key
  throw new Problem('invalid_request', 'An Idempotency-Key is 1 to 128 printable ASCII characters.', [
    { path: 'Idempotency-Key', message: 'must be 1 to 128 printable ASCII characters' },
  ])
}
