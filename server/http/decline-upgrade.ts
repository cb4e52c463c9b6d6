import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'

/**
 * Answers a request that asks for another protocol as if it had not asked, which every such request allows (RFC 9110,
 * section 7.8): the JDK's `HttpClient` and `curl --http2` offer `h2c` with each request. Node takes the connection out
 * of HTTP at such a request. Here the request is put back, without what it asked for, and the connection is read again.
 * All requests before it must be answered.
 */
export function declineUpgrade(server: Server, req: IncomingMessage, socket: Duplex, head: Buffer): void {
  socket.unshift(Buffer.concat([headOf(req), head]))
  server.emit('connection', socket)
}

const UPGRADE_HEADERS = new Set(['upgrade', 'http2-settings'])

/** The request line and headers, without those about the upgrade. */
function headOf({ method, url, httpVersion, rawHeaders }: IncomingMessage): Buffer {
  const lines = [`${method} ${url} HTTP/${httpVersion}`]
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const [name = '', value = ''] = [rawHeaders[i], rawHeaders[i + 1]]
    const kept = name.toLowerCase() === 'connection' ? withoutUpgrade(value) : value
    if (!UPGRADE_HEADERS.has(name.toLowerCase()) && kept !== null) lines.push(`${name}: ${kept}`)
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
}

function withoutUpgrade(connection: string): string | null {
  const options = connection.split(',').map((option) => option.trim())
  const kept = options.filter((option) => !UPGRADE_HEADERS.has(option.toLowerCase()))
  return kept.length === 0 ? null : kept.join(', ')
}
