import { isProblemCode, Problem, type ProblemCode } from '@ante/shared'
import { problemBody } from '../contract/generated.ts'
import { parse } from '../contract/shape.ts'
import type { Environment } from '../environment/environment.ts'
import { parseJson } from '../environment/records.ts'
import { canReach } from './can-reach.ts'
import { type TimeSample, timeSampleOf } from './server-clock.ts'
import { TransientProblem } from './transient.ts'

/** A call fails when it has no answer after this time. */
const TIMEOUT_MS = 15_000

/** One HTTP answer, its body parsed; undefined when it is not JSON. */
export interface Answer {
  readonly status: number
  readonly ok: boolean
  readonly body: unknown
  /** Seconds of the header `Retry-After`. */
  readonly retryAfter: number | null
  /** What the header `Date` says about the server's clock. */
  readonly time: TimeSample | null
}

/**
 * Sends one request and reads its answer, whatever its status.
 *
 * @throws TransientProblem when there is no answer, or an answer that comes from a proxy rather than from the server.
 */
export async function request(environment: Environment, url: string, init: RequestInit): Promise<Answer> {
  if (!canReach(environment, url)) throw new TransientProblem('unavailable', 'There is no network', null)
  let response: Response
  let text: string
  const sent = environment.elapsed()
  // Some supported browsers do not have `AbortSignal.timeout`.
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), TIMEOUT_MS)
  try {
    response = await environment.fetch(url, {
      ...init,
      credentials: 'omit',
      cache: 'no-store',
      signal: deadline.signal,
    })
    text = await response.text()
  } catch {
    throw new TransientProblem('unavailable', `${new URL(url).origin} cannot be reached`, null, true)
  } finally {
    clearTimeout(timer)
  }
  const { status, ok, headers } = response
  const time = timeSampleOf(headers.get('date'), sent, environment.elapsed())
  const answer = { status, ok, body: parseJson(text), retryAfter: retryAfterOf(headers.get('retry-after')), time }
  if (answer.ok && answer.body === undefined && text !== '') {
    throw new TransientProblem('unavailable', `${new URL(url).origin} did not answer with JSON`, null, true)
  }
  return answer
}

/** Seconds of the header `Retry-After`, which may also be a date. */
function retryAfterOf(header: string | null): number | null {
  if (!header) return null
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null
}

/** Converts an answer to its problem. Without a problem document, the status decides. */
export function problemOf(answer: Answer): Problem {
  const body = parse(problemBody, answer.body)
  const code = isProblemCode(body?.code) ? body.code : codeOfStatus(answer.status)
  const message = body?.detail ?? `The server answered with status ${answer.status}`
  if (code === 'unavailable' || code === 'too_many_requests') {
    return new TransientProblem(code, message, answer.retryAfter)
  }
  return new Problem(code, message, body?.errors)
}

const CODES: Readonly<Record<number, ProblemCode>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'not_found',
  429: 'too_many_requests',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
}

function codeOfStatus(status: number): ProblemCode {
  return CODES[status] ?? (status < 500 ? 'invalid_request' : 'internal_error')
}
