import type { PlayerId } from '../../domain/ids.ts'

/** One call that waits. */
export interface Wait<Request> {
  readonly request: Request
  /** Resolves when the wait is over, whatever ended it. */
  readonly ended: Promise<void>
  /** Ends the wait; does nothing when it is over. */
  readonly end: () => void
}

interface Waiter {
  readonly playerId: PlayerId
  readonly abandoned: AbortSignal
}

/** The calls that wait at this moment, by player. A wait that is over leaves nothing behind. */
export class WaitingCalls<Request extends Waiter> {
  readonly #byPlayer = new Map<PlayerId, Set<Wait<Request>>>()

  /** Lets a call wait for at most so many milliseconds, and no longer than until its caller hangs up. */
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
