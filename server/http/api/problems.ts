import { Problem, type ProblemBody, presentProblem, TooManyRequests } from '@ante/shared'
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import { QueueFull } from '../../services/core/concurrency.ts'
import { StorageFailed, StorageUnavailable } from '../../storage/storage.ts'

/** Seconds after which a caller may try again while the database cannot be reached. */
const RETRY_AFTER = '2'

/** The problem for a request that Express or its body parser could not read; null for every other error. */
function unreadable(error: unknown): Problem | null {
  if (error instanceof URIError) return new Problem('not_found', 'This path is not encoded as paths are.')
  const type = error instanceof Error && 'type' in error ? error.type : undefined
  switch (type) {
    case 'entity.parse.failed':
      return new Problem('invalid_request', 'The body is not valid JSON. Send a JSON object as UTF-8.')
    case 'entity.too.large':
      return new Problem('invalid_request', 'The body is too large: at most 64 KB are read.')
    case 'charset.unsupported':
      return new Problem('invalid_request', 'The body must be UTF-8.')
    case 'encoding.unsupported':
      return new Problem('invalid_request', 'The body must be sent plain, or with gzip or deflate.')
    case 'request.aborted':
    case 'request.size.invalid':
    case 'entity.verify.failed':
    case 'parameters.too.many':
      return new Problem('invalid_request', 'The body could not be read as sent.')
    default:
      return error instanceof Error && 'status' in error && error.status === 400
        ? new Problem('invalid_request', 'The request could not be read as sent.')
        : null
  }
}

/** The body that the caller gets for an error. For a bug it has no details, only the request id of the log. */
function problemBodyOf(error: unknown, requestId: string): ProblemBody {
  if (error instanceof Problem) return presentProblem(error)
  const problem = unreadable(error)
  if (problem) return presentProblem(problem)
  if (error instanceof QueueFull) {
    return presentProblem(new Problem('unavailable', 'Too many passwords are being checked. Try again in 5 s.'))
  }
  if (error instanceof StorageFailed || error instanceof StorageUnavailable) {
    return presentProblem(new Problem('unavailable', 'The server cannot save anything at the moment. Try again later.'))
  }
  const internal = new Problem('internal_error', 'Something went wrong here; it was logged. Try again later.')
  return { ...presentProblem(internal), request_id: requestId }
}

/** An error as an answer: its body (`application/problem+json`) and its headers (name, value, name, value). */
export function problemAnswer(error: unknown, requestId: string, hasAuthorization: boolean) {
  const body = problemBodyOf(error, requestId)
  const headers: string[] = []
  if (body.status === 401) headers.push('WWW-Authenticate', challengeFor(hasAuthorization))
  if (error instanceof TooManyRequests) headers.push('Retry-After', String(error.retryAfter))
  if (error instanceof StorageUnavailable) headers.push('Retry-After', RETRY_AFTER)
  return { headers, body }
}

/** `WWW-Authenticate` (RFC 6750, section 3): without a token in the request it has no `error`. */
function challengeFor(hasAuthorization: boolean): string {
  return hasAuthorization ? 'Bearer realm="ante", error="invalid_token"' : 'Bearer realm="ante"'
}

/** Turns an error of any Express route into an answer. */
export const renderProblem: ErrorRequestHandler = (error, req: Request, res, next) => {
  if (res.headersSent) return next(error)
  const { headers, body } = problemAnswer(error, String(req.id), req.headers.authorization !== undefined)
  if (body.status >= 500) req.log.error({ err: error }, body.title)
  sendProblem(res, body, headers)
}

export const renderNotFound: RequestHandler = (req, res) => {
  const [path = ''] = req.originalUrl.split('?')
  sendProblem(res, presentProblem(new Problem('not_found', `There is nothing at ${req.method} ${path}.`)), [])
}

function sendProblem(res: Response, body: ProblemBody, headers: readonly string[]): void {
  for (let index = 0; index < headers.length; index += 2) res.set(headers[index] ?? '', headers[index + 1] ?? '')
  res.status(body.status).type('application/problem+json').send(JSON.stringify(body))
}
