import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Endpoint } from '@ante/shared'
import { Problem } from '@ante/shared'
import express, { type Request, type Response } from 'express'
import { SIZE_LIMITS } from '../../domain/limits.ts'

const LIMIT = SIZE_LIMITS.apiBody.size
/** Reads a body as JSON whatever its media type says: clients of the CashPlay document often send none. */
const readAnyJson = express.json({ limit: LIMIT, strict: false, type: () => true })
const readForm = express.urlencoded({ limit: LIMIT, extended: false })

/**
 * The body of a request, as JSON or form data; undefined when there is none. Games send plain JSON with a known length.
 * That is read here, because Express' body parser takes four times as long. The body parser reads everything else.
 */
export function readBody(endpoint: Endpoint, req: IncomingMessage, res: ServerResponse): Promise<unknown> | undefined {
  if (endpoint.method === 'GET') return undefined
  // curl's `-d` labels JSON as a form, so only endpoints that take forms look at the label.
  if (endpoint.bodyFormat === 'json-or-form' && isForm(req)) return readWith(readForm, req, res)
  const length = lengthOfPlainJson(req)
  if (length === null) return readWith(readAnyJson, req, res)
  return length === 0 ? undefined : readPlainJson(req, length)
}

const isForm = (req: IncomingMessage) =>
  /^application\/x-www-form-urlencoded\b/i.test(req.headers['content-type'] ?? '')

/** Null where the body may be compressed, chunked, too large or in another character set. */
function lengthOfPlainJson({ headers }: IncomingMessage): number | null {
  const length = Number(headers['content-length'] ?? (headers['transfer-encoding'] === undefined ? 0 : Number.NaN))
  const isPlain = headers['content-encoding'] === undefined && !/charset/i.test(headers['content-type'] ?? '')
  return isPlain && length >= 0 && length <= LIMIT ? length : null
}

function readPlainJson(req: IncomingMessage, length: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let received = 0
    req.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      received += chunk.length
      if (received === length) parse(chunks, resolve, reject)
    })
    const fail = () => reject(new Problem('invalid_request', 'The body could not be read as sent.'))
    req.once('aborted', fail)
    req.once('error', fail)
  })
}

function parse(chunks: readonly Buffer[], resolve: (body: unknown) => void, reject: (error: Problem) => void): void {
  const [first = Buffer.alloc(0)] = chunks
  const bytes = chunks.length === 1 ? first : Buffer.concat(chunks)
  try {
    // A byte order mark is not JSON. Express' body parser removes it.
    const text = bytes.toString('utf8')
    resolve(JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text))
  } catch {
    reject(new Problem('invalid_request', 'The body is not valid JSON. Send a JSON object as UTF-8.'))
  }
}

function readWith(read: typeof readForm, req: IncomingMessage, res: ServerResponse): Promise<unknown> {
  return new Promise((resolve, reject) =>
    read(req as Request, res as Response, (error?: unknown) =>
      error ? reject(error) : resolve((req as Request).body as unknown),
    ),
  )
}
