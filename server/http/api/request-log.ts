import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import { pinoHttp } from 'pino-http'

/**
 * Logs one line for each request, with the id that `X-Request-Id` and a 500 answer carry. Headers, bodies and queries
 * are not logged, because they contain secrets.
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

/** A request to the API, after its answer was sent. */
interface AnsweredRequest {
  readonly requestId: string
  readonly method: string
  /** The path without the query. */
  readonly path: string
  readonly status: number
  /** `performance.now()` when the request arrived. */
  readonly began: number
  /** The error behind a 5xx answer; undefined for every other answer. */
  readonly failure: unknown
}

/** Writes the same line as `logRequests`, for requests that do not pass through Express. */
export function logAnswered(log: Logger, answered: AnsweredRequest): void {
  const { requestId: id, method, path, status, began, failure } = answered
  const line = { req: { id, method, path }, res: { status }, responseTime: Math.round(performance.now() - began) }
  if (failure === undefined) log.info(line, 'request completed')
  else log.error({ ...line, err: failure }, 'request errored')
}
