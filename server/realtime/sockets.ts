import type { Server as HttpServer, IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ClientToServer, Problem, type ServerToClient } from '@ante/shared'
import { Server as Engine, type Socket as EngineSocket } from 'engine.io'
import type { Logger } from 'pino'
import { type DefaultEventsMap, Server } from 'socket.io'
import type { PlayerId } from '../domain/ids.ts'
import { CAPS, SIZE_LIMITS } from '../domain/limits.ts'
import { networkOf } from '../limits/network.ts'
import type { Caller } from '../oauth/tokens/caller.ts'
import type { FindCaller } from '../oauth/tokens/find-caller.ts'
import type { Announcer } from '../services/core/announcer.ts'
import type { Clock } from '../services/core/clock.ts'
import { isHeldBy } from '../storage/oauth-holder.ts'
import type { OAuthHolder, Storage } from '../storage/storage.ts'
import { admit, type PlayerSocket, refusalOf, renew, type SocketData } from './handshake.ts'
import { serveSockets } from './serve-sockets.ts'
import { createSubscription, type Subscription } from './subscription.ts'
import { AUTHENTICATED, CONNECT_TIMEOUT, UnauthenticatedConnections } from './unauthenticated-connections.ts'

/** The longest delay of a timer, in milliseconds. */
const MAX_TIMER = 2 ** 31 - 1

export interface Realtime {
  /**
   * Closes every connection in a way that makes clients reconnect, and accepts no new ones. The HTTP server goes on
   * until its owner closes it.
   */
  close(): Promise<void>
}

/** Pushes players' durable events over Socket.IO: first the missed ones, then each new one when it is committed. */
export function openRealtime(dependencies: {
  httpServer: HttpServer
  storage: Storage
  announcer: Announcer
  /** The clock for the expiry of tokens. */
  tokenClock: Clock
  findCaller: FindCaller
  /** Whether a caller that was found still holds, without a look at its token. */
  isKept: (caller: Caller) => boolean
  /** Subscribes to revocations. `holder` is whose tokens may be revoked; null: anyone's. */
  onRevoked: (listener: (holder: OAuthHolder | null) => void) => void
  originRegistered: (origin: string) => Promise<boolean>
  /** The runtime's own address. Its pages need no registered origin. */
  publicUrl: string
  /** Factor on the number of connections that a network may open; 0: no limit. */
  rateLimit: number
  addressOf: (req: IncomingMessage) => string | undefined
  upgraded: (socket: Duplex) => void
  declineUpgrade: (req: IncomingMessage, socket: Duplex, head: Buffer) => void
  log: Logger
}): Realtime {
  const { storage, announcer, tokenClock, findCaller, isKept, onRevoked, originRegistered, addressOf, log } =
    dependencies
  const subscriptions = new Map<PlayerId, Set<Subscription>>()
  const isFull = (playerId: PlayerId) => (subscriptions.get(playerId)?.size ?? 0) >= CAPS.sockets.count

  const engine = new Engine({
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: SIZE_LIMITS.socketMessage.size,
    cors: { origin: (origin, allow) => decideOrigin(origin, (allowed) => allow(null, allowed && origin)) },
  })
  const io = new Server<ClientToServer, ServerToClient, DefaultEventsMap, SocketData>({
    serveClient: false,
    connectTimeout: CONNECT_TIMEOUT,
  })
  io.bind(engine)
  const unauthenticated = new UnauthenticatedConnections(dependencies.rateLimit)
  engine.on('connection', (socket: EngineSocket) => unauthenticated.add(networkOf(addressOf(socket.request)), socket))
  serveSockets({
    ...dependencies,
    engine,
    secondsToWait: (req) => unauthenticated.secondsToWait(networkOf(addressOf(req))),
  })

  /** Decides whether a browser page of an origin may read the answers of polling: only registered origins may. */
  function decideOrigin(origin: string | undefined, decide: (allowed: boolean) => void): void {
    const refuse = () => decide(false)
    if (origin === undefined) refuse()
    else originRegistered(origin).then(decide, refuse)
  }

  io.use((socket, next) => {
    admit(socket, dependencies)
      .then((data) => {
        if (isFull(data.caller.playerId)) {
          throw new Problem('too_many_requests', `A player can have ${CAPS.sockets.count} connections at once.`)
        }
        socket.data = data
        socket.conn.emit(AUTHENTICATED)
        next()
      })
      .catch((error: unknown) => {
        if (!(error instanceof Problem)) log.error({ err: error }, 'a socket could not be admitted')
        next(refusalOf(error))
      })
  })

  io.on('connection', (socket) => {
    const { playerId } = socket.data.caller
    if (isFull(playerId)) return socket.disconnect(true)
    let expiry = endWithToken(socket, tokenClock)
    const subscription = subscribe(socket, playerId)
    endUnlessHolding(socket)
    socket.on('auth', async (message, answer) => {
      const code = await renew(socket, message, findCaller).catch(() => 'internal_error' as const)
      if (typeof answer === 'function') answer(code === null ? { ok: true } : { ok: false, code })
      if (code !== null) return socket.disconnect(true)
      clearTimeout(expiry)
      expiry = endWithToken(socket, tokenClock)
      endUnlessHolding(socket)
    })
    socket.once('disconnect', () => {
      clearTimeout(expiry)
      subscription.close()
      const own = subscriptions.get(playerId)
      own?.delete(subscription)
      if (own?.size === 0) subscriptions.delete(playerId)
    })
  })

  function subscribe(socket: PlayerSocket, playerId: PlayerId): Subscription {
    const subscription = createSubscription({
      storage,
      playerId,
      after: socket.data.after,
      emit: (event) => socket.emit('event', event),
      ready: (ready) => socket.emit('ready', ready),
      holds: () => {
        if (isKept(socket.data.caller)) return true
        const found = findCaller(socket.data.token)
        const decide = (caller: Caller | null) => {
          if (caller) socket.data.caller = caller
          else socket.disconnect(true)
          return caller !== null
        }
        return found instanceof Promise ? found.then(decide) : decide(found)
      },
      fail: (error) => {
        log.error({ err: error }, 'events could not be replayed')
        socket.disconnect(true)
      },
    })
    const own = subscriptions.get(playerId) ?? new Set()
    subscriptions.set(playerId, own.add(subscription))
    subscription.start()
    return subscription
  }

  /** Closes a socket whose token was revoked. Also called after the token was accepted, in case of a race. */
  function endUnlessHolding(socket: PlayerSocket): void {
    Promise.resolve(findCaller(socket.data.token))
      .catch((error: unknown) => log.error({ err: error }, 'a token could not be looked at again'))
      .then((caller) => {
        if (!caller) socket.disconnect(true)
      })
  }

  onRevoked((holder) => {
    for (const socket of io.of('/').sockets.values()) {
      if (isHeldBy(holder, socket.data.caller)) endUnlessHolding(socket)
    }
  })

  announcer.subscribe(({ playerId, event }) => {
    for (const subscription of subscriptions.get(playerId) ?? []) subscription.committed(event)
  })
  storage.shared?.onEvents((players) => {
    for (const playerId of players ?? subscriptions.keys()) {
      for (const subscription of subscriptions.get(playerId) ?? []) subscription.wake()
    }
  })

  return {
    async close() {
      // Closes the transport only: clients do not reconnect after a Socket.IO disconnect packet.
      engine.close()
    },
  }
}

function endWithToken(socket: PlayerSocket, tokenClock: Clock): NodeJS.Timeout {
  const left = Math.max(0, socket.data.caller.expiresAt - tokenClock.now())
  return setTimeout(() => socket.disconnect(true), Math.min(left, MAX_TIMER))
}
