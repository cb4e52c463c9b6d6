import { io } from 'socket.io-client'
import type { PlayerSession } from '../auth/player-session.ts'
import type { Environment } from '../environment/environment.ts'

/** Milliseconds: the first and the longest wait before a reconnect. */
const MIN_DELAY_MS = 500
const MAX_DELAY_MS = 30_000
/** A token is renewed this long before it expires. */
const RENEW_AHEAD_MS = 60_000
/** Wait before another attempt to renew a token. */
const RENEW_AGAIN_MS = 5000
const DAY_MS = 86_400_000

/** A connection to the player's events. It reconnects by itself until it is closed. */
export interface LiveSocket {
  close(): void
}

/**
 * Address, player and callbacks of the connection. Functions are passed in because this file is loaded separately. It
 * must not contain code that the rest of the client already has.
 */
export interface LiveSocketOptions {
  readonly environment: Pick<Environment, 'listen' | 'sleep'>
  readonly server: string
  /** Path of the socket on the server's host. */
  readonly path: string
  readonly session: Pick<PlayerSession, 'token' | 'renew' | 'timeLeft'>
  /** False while there is certainly no network. */
  isReachable(): boolean
  /** Waits before the next attempt. `failures` is the number of failures so far. */
  pause(failures: number): Promise<void>
  /** Number of the last event that the client has; the server sends what came after it. Null: only new events. */
  after(): number | null
  /**
   * Called when the connection is open. `ready` is the server's first message, not checked yet. Returns false when it
   * is invalid.
   */
  opened(ready: unknown): boolean
  /** Called when an event arrives. It is not checked yet. */
  event(row: unknown): void
  /** Called when the connection is lost or could not be opened. */
  lost(): void
}

/** Loads this file; rejects when the page's policy or the network does not allow it. */
export type LoadSocket = () => Promise<{ openLiveSocket(options: LiveSocketOptions): LiveSocket }>

/** Opens the player's Socket.IO connection, by websocket only. */
export function openLiveSocket(options: LiveSocketOptions): LiveSocket {
  const { environment, server, path, session } = options
  let token = ''
  let failures = 0
  let closed = false

  const socket = io(new URL(server).origin, {
    path,
    transports: ['websocket'],
    autoConnect: false,
    forceNew: true,
    reconnectionDelay: MIN_DELAY_MS,
    reconnectionDelayMax: MAX_DELAY_MS,
    auth: (send) => {
      const sendWith = (current: string) => {
        token = current
        const after = options.after()
        send({ token, ...(after !== null && { after }) })
      }
      session.token().then(sendWith, retryLater)
    },
  })

  const connect = () => {
    if (!closed && !socket.active && options.isReachable()) socket.connect()
  }
  /** Reconnects after a pause, for cases in which Socket.IO does not reconnect by itself. */
  const retryLater = async () => {
    socket.disconnect()
    options.lost()
    await options.pause(++failures)
    connect()
  }
  const reconnectNow = () => {
    socket.disconnect()
    options.lost()
    connect()
  }

  socket.on('ready', (ready: unknown) => {
    if (options.opened(ready)) failures = 0
  })
  socket.on('event', options.event)
  socket.on('disconnect', (reason) => {
    if (reason === 'io server disconnect') void retryLater()
    else if (reason !== 'io client disconnect') options.lost()
  })
  socket.on('connect_error', async (error: Error & { data?: { code?: unknown } }) => {
    if (socket.active) return options.lost()
    if (error.data?.code === 'unauthorized') await session.renew(token).catch(() => {})
    await retryLater()
  })

  const renewAhead = async () => {
    while (!closed) {
      const left = (session.timeLeft() ?? DAY_MS) - RENEW_AHEAD_MS
      await environment.sleep(Math.max(left, RENEW_AGAIN_MS))
      if (!socket.connected) continue
      const fresh = await session.token().catch(() => token)
      if (fresh === token || !socket.connected) continue
      token = fresh
      socket.emit('auth', { token })
    }
  }

  const stopListening = [
    // A connection over a lost network can stay silent for a long time.
    environment.listen('online', reconnectNow),
    environment.listen('offline', reconnectNow),
    environment.listen('visible', () => socket.connected || reconnectNow()),
  ]
  connect()
  void renewAhead()
  return {
    close() {
      closed = true
      for (const stop of stopListening) stop()
      socket.disconnect()
    },
  }
}
