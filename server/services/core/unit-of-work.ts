import type { Problem } from '@ante/shared'
import {
  type Change,
  type CommitResult,
  type Precondition,
  type RememberedAnswer,
  type Storage,
  StorageFailed,
  StorageUnavailable,
} from '../../storage/storage.ts'
import type { Announcer } from './announcer.ts'
import type { Clock } from './clock.ts'
import { problemOf } from './commit-problems.ts'
import { createFairLocks, type FairLock } from './fair-locks.ts'

/** What a use case decided on the state that it read. */
export type Outcome<Result> = Decision<Result> | Rejection

export interface Decision<Result> {
  /** What to commit; null when nothing changes. */
  readonly change: Change | null
  /** What the caller gets after the commit. */
  readonly result: Result
}

/**
 * A refusal that several reads led to. It is thrown only if the preconditions still hold; otherwise the use case decides
 * again. (A use case that throws is not run again.)
 */
export interface Rejection {
  readonly problem: Problem
  readonly preconditions: readonly Precondition[]
}

/** How the caller of a use case is answered. */
export interface Reply<Result> {
  /** Builds the answer to store under the request's `Idempotency-Key`; null when the request has none. */
  readonly buildAnswer: ((result: Result) => RememberedAnswer) | null
  /**
   * Called when the result is on disk, by the use case's own commit: everything that it was decided on was committed
   * before it, so the answer has to wait for nothing else.
   */
  committed(): void
}

export type Committed = Extract<CommitResult, { kind: 'committed' }>

interface Options<Result> {
  /** The answer is stored in the commit that changes the state. One that changed nothing is not stored: it can be given again. */
  readonly reply?: Reply<Result> | undefined
  /** What to decide again after, as after `stale`: a name or an identity that another player has. */
  readonly retryOn?: readonly ('taken' | 'identity_taken')[]
  /**
   * What many may want at once, where one commit makes the decisions of all others stale. In a shared store, whoever has lost
   * a race for it tries again under a lock that the others in this process wait for.
   */
  readonly contended?: string
}

/**
 * Optimistic concurrency for everything that changes state: read, decide, commit, and again when what was read has
 * changed meanwhile. A decision puts the versions that it relied on into its change (`preconditions`), read before
 * anything else. Announces the events once they are on disk.
 *
 * `decide` may run many times (`tries` counts from 0), so it must have no effects of its own. Throws what `decide`
 * throws, the problem for a commit that the store refused, and `AlreadyAnswered`.
 */
export interface UnitOfWork {
  run<Result>(
    decide: (tries: number) => Promise<Outcome<Result>>,
    options?: Options<Result>,
  ): Promise<{
    readonly result: Result
    /** Null when nothing was committed. */
    readonly committed: Committed | null
  }>
}

/** A repetition of the same request was answered first; its answer is stored. */
export class AlreadyAnswered extends Error {
  override readonly name = 'AlreadyAnswered'
}

/** Each retry means that another change was committed, so this limit is reached only by a bug. */
const MAX_TRIES = 10_000

export function createUnitOfWork(dependencies: { storage: Storage; announcer: Announcer; clock: Clock }): UnitOfWork {
  const { storage, announcer, clock } = dependencies
  // The embedded store refuses a stale change before it writes anything, and a lock would make each wait for the disk.
  const locks = storage.shared ? createFairLocks() : null

  async function runTries<Result>(
    decide: (tries: number) => Promise<Outcome<Result>>,
    { reply, retryOn = [] }: Options<Result>,
    lock: FairLock | null,
  ): Promise<{ result: Result; committed: Committed | null }> {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      if (tries > 0) await lock?.acquire()
      const outcome = await decide(tries)
      if ('problem' in outcome) {
        const confirmed = await storage.commit({ at: clock.now(), preconditions: outcome.preconditions })
        if (confirmed.kind === 'stale') continue
        throw outcome.problem
      }
      const { change, result } = outcome
      if (!change) return { result, committed: null }
      const answer = reply?.buildAnswer?.(result)
      const commitResult = await storage.commit(answer ? { ...change, answer } : change)
      if (commitResult.kind === 'committed') {
        announcer.announce(commitResult.events)
        reply?.committed()
        return { result, committed: commitResult }
      }
      if (commitResult.kind === 'answered') throw new AlreadyAnswered()
      const isRetried = retryOn.some((kind) => kind === commitResult.kind)
      if (commitResult.kind !== 'stale' && !isRetried) throw problemOf(commitResult)
    }
    throw new Error(`still stale after ${MAX_TRIES} tries`)
  }

  async function runUnder<Result>(
    lock: FairLock,
    decide: (tries: number) => Promise<Outcome<Result>>,
    options: Options<Result>,
  ): Promise<{ result: Result; committed: Committed | null }> {
    try {
      return await runTries(decide, options, lock)
    } catch (error) {
      if (error instanceof StorageUnavailable || error instanceof StorageFailed) lock.dismissWaiting()
      throw error
    } finally {
      lock.release()
    }
  }

  return {
    run(decide, options = {}) {
      if (!locks || options.contended === undefined) return runTries(decide, options, null)
      return runUnder(locks.of(options.contended), decide, options)
    },
  }
}
