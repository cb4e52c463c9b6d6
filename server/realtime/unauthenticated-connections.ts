import type { Socket as EngineSocket } from 'engine.io'
import { CAPS, TIME_LIMITS } from '../domain/limits.ts'

/** Seconds after which a caller may try again; each waits at most `CONNECT_TIMEOUT`. */
const RETRY_AFTER = 10

/** How long a connection may take to authenticate, in milliseconds. */
export const CONNECT_TIMEOUT = TIME_LIMITS.socketToken.seconds * 1000

/** Counts connections that are not authenticated yet. They need memory, so their number is limited by network and in all. */
export class UnauthenticatedConnections {
  readonly #byNetwork = new Map<string, Set<EngineSocket>>()
  readonly #perNetwork: number
  #total = 0

  /** `factor` multiplies the limit of a network; 0: no limit. */
  constructor(factor: number) {
    this.#perNetwork =
      factor === 0 ? Number.POSITIVE_INFINITY : Math.max(1, Math.round(CAPS.unauthenticatedSockets.count * factor))
  }

  /** The seconds to wait before a network may open one more; null when it may now. */
  secondsToWait(network: string): number | null {
    const count = this.#byNetwork.get(network)?.size ?? 0
    return count >= this.#perNetwork || this.#total >= CAPS.allUnauthenticatedSockets.count ? RETRY_AFTER : null
  }

  /** Counts a connection until it authenticates or ends. */
  add(network: string, socket: EngineSocket): void {
    const own = this.#byNetwork.get(network) ?? new Set()
    this.#byNetwork.set(network, own.add(socket))
    this.#total++
    socket.once('close', () => this.#remove(network, socket))
    socket.once(AUTHENTICATED, () => this.#remove(network, socket))
  }

  #remove(network: string, socket: EngineSocket): void {
    const own = this.#byNetwork.get(network)
    if (!own?.delete(socket)) return
    this.#total--
    if (own.size === 0) this.#byNetwork.delete(network)
  }
}

/** The event that a connection emits when a player's token was accepted on it. */
export const AUTHENTICATED = 'ante:authenticated'
