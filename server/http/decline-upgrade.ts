import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'

/**
 * Ignores the `Upgrade` header of a request and answers it over HTTP/1.1, as RFC 9110, section 7.8, allows. The JDK's
 * `HttpClient` and `curl --http2` offer `h2c` with every request. Node detaches the connection from its HTTP parser at
 * such a request. This function pushes the request back without the header and lets the server read the connection
 * again. Call it only when all earlier requests of the connection are answered.
 */
export function declineUpgrade(server: Server, req: IncomingMessage, socket: Duplex, head: Buffer): void {
  socket.unshift(Buffer.concat([headOf(req), head]))
  server.emit('connection', socket)
}

const UPGRADE_HEADERS = new Set(['upgrade', 'http2-settings'])

/** The request line and the headers, without the headers of the upgrade. */
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
