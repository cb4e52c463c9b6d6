import type { ClientToServer, Ready, ServerToClient } from '@ante/shared'
import { Manager, type Socket } from 'socket.io-client'

/** A connection to the player's events. */
export interface LiveSocket {
  /** Resolves when it has ended, with the server's code when it was refused. */
  readonly ended: Promise<string | null>
  /** Goes on with a fresh token; a refused one ends the socket. */
  renew(token: string): void
  close(): void
}

/** Where to connect, as whom, and whom to tell. */
export interface LiveSocketOptions {
  readonly server: string
  readonly token: string
  /** Replay what came after this event; null: only what comes. */
  readonly after: number | null
  ready(ready: Ready): void
  event(row: unknown): void
}

/**
 * Connects once, by websocket alone: polling needs sticky sessions behind a load balancer, and {@link ownEvents} is a
 * better fallback.
 */
export function openLiveSocket({ server, token, after, ready, event }: LiveSocketOptions): LiveSocket {
  const { origin, pathname } = new URL(server)
  const path = `${pathname.replace(/\/+$/, '')}/socket.io`
  const manager = new Manager(origin, { path, transports: ['websocket'], reconnection: false, autoConnect: false })
  const auth = { token, ...(after !== null && { after }) }
  const socket: Socket<ServerToClient, ClientToServer> = manager.socket('/', { auth })
  const ended = new Promise<string | null>((resolve) => {
    socket.on('disconnect', () => resolve(null))
    socket.on('connect_error', (error) => resolve(codeOf(error)))
  })
  socket.on('ready', ready)
  socket.on('event', event)
  socket.connect()
  return {
    ended,
    renew: (fresh) => socket.emit('auth', { token: fresh }, () => {}),
    close() {
      // Ending a websocket that is not open yet makes browsers print a warning.
      if (socket.connected || !socket.active) socket.disconnect()
      else socket.once('connect', () => socket.disconnect())
    },
  }
}

/** A refusal carries the problem's body in `data`. */
function codeOf(error: Error & { data?: unknown }): string | null {
  const { data } = error
  return typeof data === 'object' && data !== null && 'code' in data ? String(data.code) : null
}
