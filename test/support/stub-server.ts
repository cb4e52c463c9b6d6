import { createServer, type Server as HttpServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request that a stub server has received. */
export interface ServedRequest {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingMessage['headers']
  /** The parsed JSON, or the text when it is not JSON. */
  body: unknown
}

/** The answer: JSON, or `cut`, which closes the connection without an answer. */
export type ServedAnswer = { status: number; body?: unknown; headers?: Record<string, string> } | 'cut'

export interface Served {
  readonly httpServer: HttpServer
  origin: string
  requests: ServedRequest[]
  close: () => Promise<void>
}

/** Starts an HTTP server on a free port. `answer` is called for each request. */
export async function serve(answer: (request: ServedRequest) => ServedAnswer | Promise<ServedAnswer>): Promise<Served> {
  const requests: ServedRequest[] = []
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk)
    const url = new URL(req.url ?? '/', 'http://localhost')
    const request: ServedRequest = {
      method: req.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers: req.headers,
      body: parse(Buffer.concat(chunks).toString()),
    }
    requests.push(request)
    const answered = await answer(request)
    if (answered === 'cut') return req.socket.destroy()
    res.writeHead(answered.status, { 'content-type': 'application/json', ...answered.headers })
    res.end(answered.body === undefined ? '' : JSON.stringify(answered.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    httpServer: server,
    origin: `http://127.0.0.1:${port}`,
    requests,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
