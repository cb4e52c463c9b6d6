import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Endpoint } from '@ante/shared'
import type { Logger } from 'pino'
import { ApiCall } from './api-call.ts'
import { problemAnswer } from './problems.ts'
import { logAnswered } from './request-log.ts'

export type ApiMethod = Endpoint['method'] | 'OPTIONS'

/** An answer without a body has none at all, as that of a preflight. */
export interface ApiAnswer {
  readonly status: number
  readonly body?: unknown
}

/** Answers one call, or throws the problem that refuses it. */
export type ApiHandler = (call: ApiCall) => ApiAnswer | Promise<ApiAnswer>

/** Takes the handler of each method and path, which may have one `:name` in it. */
export interface RouteTable {
  add(method: ApiMethod, path: string, handle: ApiHandler): void
}

/** Answers requests to the API. Other requests go to Express. */
export interface ApiTable extends RouteTable {
  /** False: no route has this method and path, and nothing was done. */
  dispatch(req: IncomingMessage, res: ServerResponse): boolean
}

interface ApiTableDependencies {
  readonly log: Logger
  /** Names and values in turn: what every answer of the server has. */
  readonly fixedHeaders: readonly string[]
  /** The network address of a caller, through the proxies that count. */
  readonly address: (req: IncomingMessage) => string | undefined
}

/** A path with one parameter, cut where the parameter stands. */
interface Pattern {
  readonly name: string
  readonly before: string
  readonly after: string
  readonly handle: ApiHandler
}

/** The routes of one method. */
interface Routes {
  readonly exact: Map<string, ApiHandler>
  readonly patterns: Pattern[]
}

const NO_PARAMS = {}
const JSON_TYPE = 'application/json; charset=utf-8'
const PROBLEM = 'application/problem+json; charset=utf-8'

/**
 * The API without Express: one look into a table leads from method and path to the handler. An API request pays for no
 * middleware, and the headers that never change are made once.
 */
export function createApiTable({ log, fixedHeaders, address }: ApiTableDependencies): ApiTable {
  const byMethod = new Map<string, Routes>()

  function routesOf(method: ApiMethod): Routes {
    const routes = byMethod.get(method) ?? { exact: new Map(), patterns: [] }
    byMethod.set(method, routes)
    return routes
  }

  async function answer(call: ApiCall, handle: ApiHandler): Promise<void> {
    const { req, res } = call
    const requestId = randomUUID()
    const began = performance.now()
    let failure: unknown
    try {
      send(call, requestId, await handle(call), JSON_TYPE)
    } catch (error) {
      const { headers, body } = problemAnswer(error, requestId, req.headers.authorization !== undefined)
      if (body.status >= 500) failure = error
      call.answerHeaders.push(...headers)
      if (!res.headersSent) send(call, requestId, { status: body.status, body }, PROBLEM)
    }
    logAnswered(log, { requestId, method: req.method ?? '', path: call.path, status: res.statusCode, began, failure })
  }

  function send({ res, answerHeaders }: ApiCall, requestId: string, { status, body }: ApiAnswer, type: string): void {
    const headers = [...fixedHeaders, 'X-Request-Id', requestId, ...answerHeaders]
    if (body === undefined) {
      res.writeHead(status, headers).end()
      return
    }
    const text = JSON.stringify(body)
    headers.push('Content-Type', type, 'Content-Length', String(Buffer.byteLength(text)))
    res.writeHead(status, headers).end(text)
  }

  return {
    add(method, path, handle) {
      const { exact, patterns } = routesOf(method)
      const [before = '', name, after = ''] = path.split(/:(\w+)/)
      if (name === undefined) exact.set(path, handle)
      else patterns.push({ name, before, after, handle })
    },

    dispatch(req, res) {
      const { url = '', method = '' } = req
      const routes = byMethod.get(method === 'HEAD' ? 'GET' : method)
      if (!routes) return false
      const path = pathOf(url)
      const exact = routes.exact.get(path)
      if (exact) {
        void answer(new ApiCall(req, res, { params: NO_PARAMS, path }, address), exact)
        return true
      }
      for (const { name, before, after, handle } of routes.patterns) {
        if (!path.startsWith(before) || !path.endsWith(after)) continue
        const value = path.slice(before.length, path.length - after.length)
        if (value === '' || value.includes('/')) continue
        const call = new ApiCall(req, res, { params: { [name]: value }, path }, address)
        void answer(call, value.includes('%') ? withDecoded(call, handle) : handle)
        return true
      }
      return false
    },
  }
}

/** Proxies may send the whole address (RFC 9112, section 3.2.2). */
function pathOf(url: string): string {
  const path = url.startsWith('/') ? url : (URL.parse(url)?.pathname ?? url)
  const end = path.indexOf('?')
  return end < 0 ? path : path.slice(0, end)
}

/** A value that is not percent-encoded as it should be throws `URIError`, which is answered as `not_found`. */
function withDecoded(call: ApiCall, handle: ApiHandler): ApiHandler {
  return () => {
    const params = Object.entries(call.params).map(([name, value]) => [name, decodeURIComponent(value)])
    call.params = Object.fromEntries(params)
    return handle(call)
  }
}
