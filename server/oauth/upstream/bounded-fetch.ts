import { UpstreamFailure } from './failures.ts'

/** The most that is read of one answer. */
export const MAX_BYTES = 64 * 1024
const BODILESS = new Set([204, 205, 304])

export interface Call {
  readonly headers: HeadersInit
  /** Milliseconds for the whole answer. */
  readonly timeout: number
}

/** Gets an answer whole, within a time and a size, and follows no redirect. Throws `UpstreamFailure`. */
export async function boundedFetch(url: string, { headers, timeout }: Call): Promise<Response> {
  try {
    const response = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(timeout) })
    const body = await readBounded(response)
    return new Response(BODILESS.has(response.status) ? null : body, response)
  } catch (error) {
    if (error instanceof UpstreamFailure) throw error
    const isLate = error instanceof Error && error.name === 'TimeoutError'
    throw new UpstreamFailure(isLate ? 'slow' : 'down')
  }
}

async function readBounded({ body }: Response): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let bytes = 0
  for await (const piece of body ?? []) {
    bytes += piece.length
    if (bytes > MAX_BYTES) throw new UpstreamFailure('unreadable', `an answer is larger than ${MAX_BYTES} bytes`)
    pieces.push(new Uint8Array(piece))
  }
  return new Blob(pieces)
}

/** The JSON of an answer. Throws `UpstreamFailure` where it is anything else. */
export async function jsonOf(response: Response): Promise<unknown> {
  const type = response.headers.get('Content-Type') ?? ''
  if (!/^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(type)) {
    throw new UpstreamFailure('unreadable', 'an answer is not of a JSON type')
  }
  try {
    return await response.json()
  } catch {
    throw new UpstreamFailure('unreadable', 'an answer of a JSON type is not JSON')
  }
}
