import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** How long requests in flight may take once the server stops, in milliseconds: containers are killed after 10 s. */
const LAST_REQUESTS = 8000
/** How long upgraded connections have to answer the close that they were sent, in milliseconds. */
const LAST_UPGRADED = 1000

interface Connection {
  /** Answers that are not sent yet. */
  readonly inFlight: Set<ServerResponse>
  /** Bytes received when the last request ended: more means that a request is on its way. */
  bytesRead: number
  isUpgraded: boolean
}

/** The connections of one HTTP server. */
export interface Connections {
  /** A connection now speaks another protocol. It ends by itself, or soon after `close`. */
  upgraded(socket: Duplex): void
  /** Resolves once the requests of a connection that came before are answered. */
  answered(socket: Duplex): Promise<void>
  /**
   * Accepts no new connections, ends idle and silent ones at once, and the others as soon as their requests are
   * answered, at the latest after 8 s.
   */
  close(): Promise<void>
}

/**
 * Keeps track of a server's connections, at most `max` of them. One more takes the place of the connection that has
 * been idle or silent for longest; when all are busy it is closed.
 */
export function trackConnections(server: Server, max: number): Connections {
  const connections = new Map<Socket, Connection>()
  let isClosing = false

  server.on('connection', (socket: Socket) => {
    // A connection whose upgrade was declined is announced again.
    if (connections.has(socket)) return
    if (connections.size >= max && !endLongestIdle()) return socket.destroy()
    connections.set(socket, { inFlight: new Set(), bytesRead: 0, isUpgraded: false })
    socket.once('close', () => connections.delete(socket))
  })

  server.prependListener('request', ({ socket }: IncomingMessage, res: ServerResponse) => {
    const connection = connections.get(socket)
    if (!connection) return
    connection.inFlight.add(res)
    if (isClosing) res.shouldKeepAlive = false
    res.once('close', () => {
      connection.inFlight.delete(res)
      connection.bytesRead = socket.bytesRead
      // Connections stand in the order in which they were last used.
      if (connections.delete(socket)) connections.set(socket, connection)
      if (isClosing && connection.inFlight.size === 0) socket.destroySoon()
    })
  })

  function endLongestIdle(): boolean {
    for (const [socket, connection] of connections) {
      if (!isIdle(socket, connection)) continue
      connections.delete(socket)
      socket.destroy()
      return true
    }
    return false
  }

  function destroyAll(isMeant: (connection: Connection) => boolean): void {
    for (const [socket, connection] of connections) if (isMeant(connection)) socket.destroy()
  }

  return {
    upgraded(socket) {
      const connection = connections.get(socket as Socket)
      if (connection) connection.isUpgraded = true
    },
    async answered(socket) {
      const { inFlight } = connections.get(socket as Socket) ?? { inFlight: new Set<ServerResponse>() }
      await Promise.all([...inFlight].map((res) => new Promise((resolve) => res.once('close', resolve))))
    },
    async close() {
      if (!server.listening) return
      isClosing = true
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const [socket, connection] of connections) {
        for (const res of connection.inFlight) res.shouldKeepAlive = false
        if (isIdle(socket, connection)) socket.destroy()
      }
      const upgraded = setTimeout(() => destroyAll(({ isUpgraded }) => isUpgraded), LAST_UPGRADED)
      const late = setTimeout(() => destroyAll(() => true), LAST_REQUESTS)
      await closed
      clearTimeout(upgraded)
      clearTimeout(late)
    },
  }
}

/** Whether no request is in flight or on its way. */
function isIdle(socket: Socket, { inFlight, bytesRead, isUpgraded }: Connection): boolean {
  return !isUpgraded && inFlight.size === 0 && socket.bytesRead <= bytesRead
}
