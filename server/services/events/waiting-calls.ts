import type { PlayerId } from '../../domain/ids.ts'

/** A call that waits for an event. */
export interface Wait<Request> {
  readonly request: Request
  /** Resolves when the wait ends, for any reason. */
  readonly ended: Promise<void>
  /** Ends the wait. A second call does nothing. */
  readonly end: () => void
}

interface Waiter {
  readonly playerId: PlayerId
  readonly abandoned: AbortSignal
}

/** The waiting calls, by player. A wait that ends removes its entry, timer and listener. */
export class WaitingCalls<Request extends Waiter> {
  readonly #byPlayer = new Map<PlayerId, Set<Wait<Request>>>()

  /** Adds a waiting call. The wait ends after `milliseconds`, or when the caller closes the connection. */
  add(request: Request, milliseconds: number): Wait<Request> {
    const { playerId, abandoned } = request
    const { promise, resolve } = withResolver()
    const timer = setTimeout(() => wait.end(), milliseconds)
    const end = () => {
      clearTimeout(timer)
      abandoned.removeEventListener('abort', end)
      this.#remove(playerId, wait)
      resolve()
    }
    const wait: Wait<Request> = { request, ended: promise, end }
    this.#byPlayer.set(playerId, this.of(playerId).add(wait))
    abandoned.addEventListener('abort', end, { once: true })
    if (abandoned.aborted) end()
    return wait
  }

  count(playerId: PlayerId): number {
    return this.#byPlayer.get(playerId)?.size ?? 0
  }

  of(playerId: PlayerId): Set<Wait<Request>> {
    return this.#byPlayer.get(playerId) ?? new Set()
  }

  all(): Wait<Request>[] {
    return [...this.#byPlayer.values()].flatMap((waits) => [...waits])
  }

  #remove(playerId: PlayerId, wait: Wait<Request>): void {
    const waits = this.of(playerId)
    waits.delete(wait)
    if (waits.size === 0) this.#byPlayer.delete(playerId)
  }
}

function withResolver(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}
