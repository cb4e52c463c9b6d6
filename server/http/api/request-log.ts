import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import { pinoHttp } from 'pino-http'

/**
 * Logs one line a request, under the id that a 500 names and `X-Request-Id` carries. Headers, bodies and queries are
 * left out: they carry secrets.
 */
export function logRequests(log: Logger): RequestHandler {
  return pinoHttp({
    logger: log,
    genReqId: (_req, res) => {
      const id = randomUUID()
      res.setHeader('X-Request-Id', id)
      return id
    },
    autoLogging: { ignore: (req) => req.url === '/healthz' || req.url === '/readyz' },
    customLogLevel: (_req, res, error) => (error || res.statusCode >= 500 ? 'error' : 'info'),
    serializers: {
      req: ({ id, method, url }: { id: string; method: string; url: string }) => ({
        id,
        method,
        path: url.split('?')[0],
      }),
      res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
    },
  })
}

/** A request to the API that was answered. */
interface AnsweredRequest {
  readonly requestId: string
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly status: number
  /** `performance.now()` when it came. */
  readonly began: number
  /** The error of the server; undefined without one. */
  readonly failure: unknown
}

/** The same line as `logRequests` writes, for requests that Express does not see. */
export function logAnswered(log: Logger, answered: AnsweredRequest): void {
  const { requestId: id, method, path, status, began, failure } = answered
  const line = { req: { id, method, path }, res: { status }, responseTime: Math.round(performance.now() - began) }
  if (failure === undefined) log.info(line, 'request completed')
  else log.error({ ...line, err: failure }, 'request errored')
}
