import { Problem } from '@ante/shared'
import type { Settled } from '../api/types.ts'
import type { Environment } from '../environment/environment.ts'
import { sleepUntilWoken } from '../http/retry.ts'

/** Between two looks of its own at a match that somebody waits for; events are faster. */
const LOOK_MS = 60_000

interface Waiting {
  readonly promise: Promise<Settled>
  resolve(settled: Settled): void
  reject(problem: Problem): void
  /** Looks now. */
  nudge(): void
}

/** Matches whose decision somebody waits for. */
export class Decisions {
  readonly #environment: Environment
  readonly #changed: () => void
  readonly #waiting = new Map<string, Waiting>()

  /** `changed` is told when somebody begins or ends to wait. */
  constructor(environment: Environment, changed: () => void) {
    this.#environment = environment
    this.#changed = changed
  }

  /** Whether anybody waits. */
  get pending(): boolean {
    return this.#waiting.size > 0
  }

  /**
   * Resolves once the match is decided. `look` asks the server, null while undecided; its failures are passed over,
   * unless nobody is signed in. `pause` is the time between two looks; null when events tell.
   */
  wait(matchId: string, look: () => Promise<Settled | null>, pause: () => number | null): Promise<Settled> {
    const known = this.#waiting.get(matchId)
    if (known) return known.promise
    const waiting = this.#begin(matchId)
    void this.#watch(matchId, waiting, look, pause)
    this.#changed()
    return waiting.promise
  }

  /** A match was decided. */
  settle(settled: Settled): void {
    this.#take(settled.match.id)?.resolve(settled)
  }

  /** Something may have been missed. */
  lookAgain(): void {
    for (const waiting of this.#waiting.values()) waiting.nudge()
  }

  /** Ends all waiting. */
  abandon(problem: Problem): void {
    for (const matchId of [...this.#waiting.keys()]) this.#take(matchId)?.reject(problem)
  }

  #begin(matchId: string): Waiting {
    let resolve: Waiting['resolve'] = () => {}
    let reject: Waiting['reject'] = () => {}
    const promise = new Promise<Settled>((settle, refuse) => {
      resolve = settle
      reject = refuse
    })
    // Whoever waits gets the rejection; nobody else has to hear of it.
    promise.catch(() => {})
    const waiting: Waiting = { promise, resolve, reject, nudge: () => {} }
    this.#waiting.set(matchId, waiting)
    return waiting
  }

  async #watch(
    matchId: string,
    waiting: Waiting,
    look: () => Promise<Settled | null>,
    pause: () => number | null,
  ): Promise<void> {
    while (this.#waiting.get(matchId) === waiting) {
      let looked = () => {}
      const nudged = new Promise<void>((resolve) => {
        looked = resolve
      })
      waiting.nudge = looked
      const seen = await look().catch((error: unknown) => (isSignedOut(error) ? error : null))
      if (isSignedOut(seen)) return this.#take(matchId)?.reject(seen)
      if (seen) return this.settle(seen)
      await Promise.race([nudged, sleepUntilWoken(this.#environment, pause() ?? LOOK_MS)])
    }
  }

  #take(matchId: string): Waiting | undefined {
    const waiting = this.#waiting.get(matchId)
    this.#waiting.delete(matchId)
    if (waiting) {
      waiting.nudge()
      this.#changed()
    }
    return waiting
  }
}

function isSignedOut(value: unknown): value is Problem {
  return value instanceof Problem && value.code === 'unauthorized'
}
