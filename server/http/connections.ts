import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { networksOf } from '../limits/network.ts'

/** The time for requests in flight when the server stops, in milliseconds. Containers are killed after 10 s. */
const LAST_REQUESTS = 8000
/** The time for upgraded connections to answer the close message, in milliseconds. */
const LAST_UPGRADED = 1000
/** How many connections of a network are looked at to find the best one to close. */
const LOOK_AT = 64

interface Connection {
  readonly socket: Socket
  readonly network: Network
  /** The answers that are not sent yet. */
  readonly inFlight: Set<ServerResponse>
  /** The bytes received when the last request ended. More bytes than that: a request is on its way. */
  bytesRead: number
  isUpgraded: boolean
}

/** The connections of one IPv4 address or IPv6 `/48`. Both sets are in the order of last use. */
interface Network {
  readonly name: string
  /** Connections without a request in flight: silent, idle, or in the middle of a request's headers. */
  readonly waiting: Set<Connection>
  /** Connections with a request in flight, and upgraded ones. */
  readonly busy: Set<Connection>
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
 * Tracks a server's connections and keeps at most `max` open. When one more arrives, the network with the most connections
 * loses one that has not sent a whole request. A network that has more than that one loses the new connection instead, so
 * nobody's connections can keep others out.
 */
export function trackConnections(server: Server, max: number): Connections {
  const connections = new Map<Socket, Connection>()
  const networks = new Map<string, Network>()
  let isClosing = false

  server.on('connection', (socket: Socket) => {
    // `connection` is emitted again for a connection whose upgrade was declined.
    if (connections.has(socket)) return
    const name = networksOf(socket.remoteAddress).at(-1) ?? ''
    if (connections.size >= max && !makeRoomFor(name)) return socket.destroy()
    const network = networks.get(name) ?? { name, waiting: new Set(), busy: new Set() }
    networks.set(name, network)
    const connection = { socket, network, inFlight: new Set<ServerResponse>(), bytesRead: 0, isUpgraded: false }
    connections.set(socket, connection)
    network.waiting.add(connection)
    socket.once('close', () => remove(connection))
  })

  server.prependListener('request', ({ socket }: IncomingMessage, res: ServerResponse) => {
    const connection = connections.get(socket)
    if (!connection) return
    const { inFlight, network } = connection
    inFlight.add(res)
    network.waiting.delete(connection)
    network.busy.add(connection)
    if (isClosing) res.shouldKeepAlive = false
    res.once('close', () => {
      inFlight.delete(res)
      connection.bytesRead = socket.bytesRead
      if (inFlight.size > 0 || connection.isUpgraded || !connections.has(socket)) return
      network.busy.delete(connection)
      network.waiting.add(connection)
      if (isClosing) socket.destroySoon()
    })
  })

  function remove(connection: Connection): void {
    const { socket, network } = connection
    connections.delete(socket)
    network.waiting.delete(connection)
    network.busy.delete(connection)
    if (sizeOf(network) === 0) networks.delete(network.name)
  }

  /** Closes a connection of the largest network, unless that is smaller than this one; false when none could be closed. */
  function makeRoomFor(name: string): boolean {
    const own = networks.get(name)
    let largest = own ? sizeOf(own) - 1 : 0
    let least: Connection | undefined
    for (const network of networks.values()) {
      if (sizeOf(network) <= largest) continue
      const found = leastNeeded(network)
      if (!found) continue
      largest = sizeOf(network)
      least = found
    }
    if (!least) return false
    remove(least)
    least.socket.destroy()
    return true
  }

  function destroyAll(isMeant: (connection: Connection) => boolean): void {
    for (const connection of connections.values()) if (isMeant(connection)) connection.socket.destroy()
  }

  return {
    upgraded(socket) {
      const connection = connections.get(socket as Socket)
      if (!connection) return
      connection.isUpgraded = true
      connection.network.waiting.delete(connection)
      connection.network.busy.add(connection)
    },
    async answered(socket) {
      const { inFlight } = connections.get(socket as Socket) ?? { inFlight: new Set<ServerResponse>() }
      await Promise.all([...inFlight].map((res) => new Promise((resolve) => res.once('close', resolve))))
    },
    async close() {
      if (!server.listening) return
      isClosing = true
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const connection of connections.values()) {
        for (const res of connection.inFlight) res.shouldKeepAlive = false
        if (isIdle(connection)) connection.socket.destroy()
      }
      const upgraded = setTimeout(() => destroyAll(({ isUpgraded }) => isUpgraded), LAST_UPGRADED)
      const late = setTimeout(() => destroyAll(() => true), LAST_REQUESTS)
      await closed
      clearTimeout(upgraded)
      clearTimeout(late)
    },
  }
}

const sizeOf = ({ waiting, busy }: Network) => waiting.size + busy.size

/**
 * The connection of a network that is missed least: an idle or silent one, else one that has not sent all headers, else one
 * that has not sent the whole body of its request. The oldest of those.
 */
function leastNeeded({ waiting, busy }: Network): Connection | undefined {
  const isSending = ({ inFlight }: Connection) => [...inFlight].some(({ req }) => !req.complete)
  return first(waiting, isIdle) ?? first(waiting, () => true) ?? first(busy, isSending)
}

/** The first connection of this kind among the first `LOOK_AT`. */
function first(connections: Iterable<Connection>, isKind: (connection: Connection) => boolean): Connection | undefined {
  let count = 0
  for (const connection of connections) {
    if (isKind(connection)) return connection
    if (++count === LOOK_AT) return undefined
  }
  return undefined
}

/** Whether no request is in flight or on its way. */
function isIdle({ socket, inFlight, bytesRead, isUpgraded }: Connection): boolean {
  return !isUpgraded && inFlight.size === 0 && socket.bytesRead <= bytesRead
}
