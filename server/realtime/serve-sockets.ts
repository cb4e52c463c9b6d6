import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Server as Engine } from 'engine.io'

/** The path where Socket.IO clients connect. */
const SOCKET_PATH = '/socket.io/'

interface Dependencies {
  readonly httpServer: HttpServer
  readonly engine: Engine
  /** Returns how many seconds a request must wait before it may open a connection; null when it may now. */
  readonly secondsToWait: (req: IncomingMessage) => number | null
  /** Tells that a connection is a websocket now. */
  readonly upgraded: (socket: Duplex) => void
  /** Ignores the `Upgrade` header of a request and answers it over HTTP/1.1. */
  readonly declineUpgrade: (req: IncomingMessage, socket: Duplex, head: Buffer) => void
}

/** Gives requests to `SOCKET_PATH` to Socket.IO's engine. The app gets all other requests. */
export function serveSockets({ httpServer, engine, secondsToWait, upgraded, declineUpgrade }: Dependencies): void {
  const others = httpServer.listeners('request') as ((req: IncomingMessage, res: ServerResponse) => void)[]
  httpServer.removeAllListeners('request')
  httpServer.on('request', (req, res) => {
    if (!isForSockets(req)) {
      for (const answer of others) answer(req, res)
      return
    }
    const wait = isHandshake(req) ? secondsToWait(req) : null
    if (wait === null) return engine.handleRequest(req as never, res)
    res.writeHead(429, { 'Content-Type': 'text/plain', 'Retry-After': String(wait) }).end(TOO_MANY)
  })

  httpServer.on('upgrade', (req, socket, head) => {
    const isWebSocket = req.headers.upgrade?.toLowerCase() === 'websocket'
    if (!isWebSocket || !isForSockets(req)) return declineUpgrade(req, socket, head)
    const wait = isHandshake(req) ? secondsToWait(req) : null
    if (wait !== null)
      return socket.end(`HTTP/1.1 429 Too Many Requests\r\nRetry-After: ${wait}\r\nConnection: close\r\n\r\n`)
    upgraded(socket)
    engine.handleUpgrade(req as never, socket, head)
  })
}

const TOO_MANY = 'Too many connections from this network have not signed in.'

const isForSockets = ({ url = '' }: IncomingMessage) => url.startsWith(SOCKET_PATH)

/** Whether a request opens a session: it has no session id. */
const isHandshake = ({ url = '' }: IncomingMessage) => !new URL(url, 'http://socket').searchParams.has('sid')
