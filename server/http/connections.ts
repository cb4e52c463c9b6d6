import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** The time for requests in flight when the server stops, in milliseconds. Containers are killed after 10 s. */
const LAST_REQUESTS = 8000
/** The time for upgraded connections to answer the close message, in milliseconds. */
const LAST_UPGRADED = 1000

interface Connection {
  /** The answers that are not sent yet. */
  readonly inFlight: Set<ServerResponse>
  /** The bytes received when the last request ended. More bytes than that: a request is on its way. */
  bytesRead: number
  isUpgraded: boolean
}

/** The connections of one HTTP server. */
export interface Connections {
  /** Tells that a connection now speaks another protocol. It is closed soon after `close` if it does not end before. */
  upgraded(socket: Duplex): void
  /** Resolves when all earlier requests of a connection are answered. */
  answered(socket: Duplex): Promise<void>
  /**
   * Accepts no new connections. Closes connections that are idle or never sent a byte at once, and the others when
   * their requests are answered, after 8 s at the latest.
   */
  close(): Promise<void>
}

/**
 * Tracks a server's connections and keeps at most `max` open. When one more arrives, the connection that has been idle
 * for longest is closed. When none is idle, the new one is closed.
 */
export function trackConnections(server: Server, max: number): Connections {
  const connections = new Map<Socket, Connection>()
  let isClosing = false

  server.on('connection', (socket: Socket) => {
    // `connection` is emitted again for a connection whose upgrade was declined.
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
      // The map is in the order of last use.
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
