import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Endpoint } from '@ante/shared'
import type { Logger } from 'pino'
import { ApiCall } from './api-call.ts'
import { problemAnswer } from './problems.ts'
import { logAnswered } from './request-log.ts'

export type ApiMethod = Endpoint['method'] | 'OPTIONS'

/** The answer to a call. Without `body` nothing is sent, for example for a preflight. */
export interface ApiAnswer {
  readonly status: number
  readonly body?: unknown
}

/** Answers one call, or throws the problem that refuses it. */
export type ApiHandler = (call: ApiCall) => ApiAnswer | Promise<ApiAnswer>

/** Where routes are registered. A path may have one parameter, written `:name`. */
export interface RouteTable {
  add(method: ApiMethod, path: string, handle: ApiHandler): void
}

/** Answers requests to the API. Other requests go to Express. */
export interface ApiTable extends RouteTable {
  /** Returns false, and does nothing, when no route has this method and path. */
  dispatch(req: IncomingMessage, res: ServerResponse): boolean
}

interface ApiTableDependencies {
  readonly log: Logger
  /** Headers that every answer has: name, value, name, value. */
  readonly fixedHeaders: readonly string[]
  /** The caller's network address. Proxies that `trust proxy` names are skipped. */
  readonly address: (req: IncomingMessage) => string | undefined
}

/** A path with one parameter, split into what stands before and after it. */
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
 * Dispatches API requests without Express: one table look-up finds the handler of a method and path. No middleware runs
 * for them, and the headers that never change are computed once.
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

/** The path of a request's URL. Proxies may send an absolute URL (RFC 9112, section 3.2.2). */
function pathOf(url: string): string {
  const path = url.startsWith('/') ? url : (URL.parse(url)?.pathname ?? url)
  const end = path.indexOf('?')
  return end < 0 ? path : path.slice(0, end)
}

/** Decodes the path parameters. Invalid percent-encoding throws `URIError`, which is answered as `not_found`. */
function withDecoded(call: ApiCall, handle: ApiHandler): ApiHandler {
  return () => {
    const params = Object.entries(call.params).map(([name, value]) => [name, decodeURIComponent(value)])
    call.params = Object.fromEntries(params)
    return handle(call)
  }
}
