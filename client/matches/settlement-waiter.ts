import { Problem } from '@ante/shared'
import type { Settled } from '../api/types.ts'
import { signedOutProblem } from '../auth/signed-out.ts'
import type { Core } from '../core/core.ts'
import { sleepUntilWoken } from '../http/retry.ts'

/** Time between two checks of a match. Events report a decision faster; the checks help when events fail. */
const CHECK_MS = 60_000

interface Waiting {
  readonly promise: Promise<Settled>
  resolve(settled: Settled): void
  reject(problem: Problem): void
  /** Ends the pause before the next check. */
  checkNow(): void
}

/** Tells how to check whether a match is decided. */
export interface SettlementCheck {
  /** Asks the server; null while the match is undecided. */
  check(): Promise<Settled | null>
  /** Milliseconds between two checks; null where events report the decision. */
  interval(): number | null
}

/** Resolves the promises of {@link Attempt.settled}. */
export interface SettlementWaiter {
  /** True when there is an unresolved promise for any match. */
  readonly pending: boolean
  /**
   * Resolves once the match is decided. A failed check is repeated; only `unauthorized` rejects the promise.
   * The same match is checked once, however many wait for it.
   */
  wait(matchId: string, how: SettlementCheck): Promise<Settled>
  /** Resolves the promise of this match, if there is one. */
  settle(settled: Settled): void
  /** Checks every match now, because an event may have been missed. */
  recheck(): void
  /** Calls the handler whenever somebody begins or stops waiting. */
  onChange(handler: () => void): void
  /** Rejects all promises with `unavailable`. */
  close(): void
}

/** Creates the waiter of one client. It rejects all promises with `unauthorized` when the player signs out. */
export function createSettlementWaiter({ environment, emitter }: Core): SettlementWaiter {
  const waiting = new Map<string, Waiting>()
  let changed = () => {}

  const remove = (matchId: string): Waiting | undefined => {
    const removed = waiting.get(matchId)
    waiting.delete(matchId)
    removed?.checkNow()
    if (removed) changed()
    return removed
  }
  const settle = (settled: Settled) => remove(settled.match.id)?.resolve(settled)
  const recheck = () => {
    for (const { checkNow } of waiting.values()) checkNow()
  }
  const rejectAll = (problem: Problem) => {
    for (const matchId of [...waiting.keys()]) remove(matchId)?.reject(problem)
  }

  const checkUntilSettled = async (matchId: string, own: Waiting, { check, interval }: SettlementCheck) => {
    while (waiting.get(matchId) === own) {
      const woken = new Promise<void>((resolve) => {
        own.checkNow = resolve
      })
      const found = await check().catch((error: unknown) => (isSignedOut(error) ? error : null))
      if (isSignedOut(found)) return remove(matchId)?.reject(found)
      if (found) return settle(found)
      await Promise.race([woken, sleepUntilWoken(environment, interval() ?? CHECK_MS)])
    }
  }

  emitter.on('signedOut', () => rejectAll(signedOutProblem()))
  emitter.on('connection', ({ state }) => state !== 'offline' && recheck())

  return {
    get pending() {
      return waiting.size > 0
    },
    wait(matchId, how) {
      const known = waiting.get(matchId)
      if (known) return known.promise
      const own = newWaiting()
      waiting.set(matchId, own)
      void checkUntilSettled(matchId, own, how)
      changed()
      return own.promise
    },
    settle,
    recheck,
    onChange(handler) {
      changed = handler
    },
    close: () => rejectAll(new Problem('unavailable', 'This client was closed')),
  }
}

function newWaiting(): Waiting {
  let resolve: Waiting['resolve'] = () => {}
  let reject: Waiting['reject'] = () => {}
  const promise = new Promise<Settled>((resolvePromise, rejectPromise) => {
    resolve = resolvePromise
    reject = rejectPromise
  })
  // Callers of `settled` receive the rejection. Without a caller, it must not be reported as unhandled.
  promise.catch(() => {})
  return { promise, resolve, reject, checkNow: () => {} }
}

function isSignedOut(value: unknown): value is Problem {
  return value instanceof Problem && value.code === 'unauthorized'
}
