import { once } from 'node:events'
import { createServer, type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'

/** What a proxy forwards a path to; null: nothing, so it answers 404 itself. */
export type Mapping = (path: string) => string | null

/** A reverse proxy in front of a server. */
export interface PathProxy {
  /** Paths that were asked for and have no mapping. */
  readonly refused: string[]
  close(): Promise<void>
}

/**
 * Starts a reverse proxy on a port, for requests and websockets, that maps paths and passes everything else on as it is.
 * `target` says which port of this machine a path leads to.
 */
export async function startPathProxy(
  port: number,
  target: (path: string) => number,
  mapping: Mapping,
): Promise<PathProxy> {
  const refused: string[] = []
  const mapped = ({ url = '' }: IncomingMessage) => {
    const path = mapping(url)
    if (path === null) refused.push(url)
    return path
  }
  const server = createServer((req, res) => {
    const path = mapped(req)
    if (path === null) return res.writeHead(404).end('The proxy has nothing here.')
    const sent = request({
      port: target(req.url ?? ''),
      host: '127.0.0.1',
      path,
      method: req.method,
      headers: req.headers,
    })
    sent.on('response', (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      answer.pipe(res)
    })
    sent.on('error', () => res.destroy())
    req.pipe(sent)
  })
  server.on('upgrade', (req, socket, head) => {
    const path = mapped(req)
    if (path === null) return socket.destroy()
    const lines = [`${req.method} ${path} HTTP/1.1`]
    for (let index = 0; index < req.rawHeaders.length; index += 2) {
      lines.push(`${req.rawHeaders[index]}: ${req.rawHeaders[index + 1]}`)
    }
    const upstream = connect(target(req.url ?? ''), '127.0.0.1', () => {
      upstream.write(`${lines.join('\r\n')}\r\n\r\n`)
      upstream.write(head)
      socket.pipe(upstream).pipe(socket)
    })
    for (const end of [socket, upstream])
      end.on('error', () => (end === socket ? upstream.destroy() : socket.destroy()))
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    refused,
    async close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** How a proxy serves Ante below a path, as `docs/self-hosting.md` has it. Metadata lies at the root of the host. */
export function belowPath(basePath: string, way: 'keeps' | 'strips'): Mapping {
  const metadata = `/.well-known/oauth-authorization-server${basePath}`
  return (path) => {
    if (path === metadata) return path
    if (path === basePath || path.startsWith(`${basePath}/`)) {
      return way === 'keeps' ? path : path.slice(basePath.length) || '/'
    }
    return null
  }
}
