import { Problem } from '@ante/shared'
import type { Instant } from '../../domain/ids.ts'
import type { Decision } from '../../domain/play.ts'
import type { Change, CommitResult, Precondition, RememberedAnswer, Storage } from '../../storage/storage.ts'
import { presentNotice } from '../../wire/present-match.ts'
import type { Announcer } from './announcer.ts'
import type { Clock } from './clock.ts'
import type { Heartbeat } from './heartbeat.ts'

/** What a use case came to: what to change, if anything, and what to tell the caller; or why not. */
export type Outcome<Result> = Decided<Result> | Refused

export interface Decided<Result> {
  /** Null: nothing changes. */
  readonly change: Change | null
  readonly result: Result
}

/** A refusal that came of several reads: it counts only if what it relied on has not moved on between them. */
export interface Refused {
  readonly refusal: Problem
  readonly preconditions: readonly Precondition[]
}

/** Builds the answer that is kept for a repeated request, in the commit that made it. */
export type Remember<Result> = ((result: Result) => RememberedAnswer) | null

type Committed = Extract<CommitResult, { kind: 'committed' }>

/** Each try means that somebody else's change went through, so this bound only stops a bug from spinning for ever. */
const MAX_TRIES = 10_000

/** What refuses a player whose attempt is over, maybe by the clock alone: said once, it stays so. */
const ATTEMPT_IS_OVER: ReadonlySet<string> = new Set(['result_too_late', 'cannot_prolong_match'])

/** Runs use cases: decides on what is read, commits, announces, and decides again when something moved on meanwhile. */
export type Transact = <Result>(
  decide: () => Promise<Outcome<Result>>,
  remember?: Remember<Result>,
) => Promise<{ result: Result; committed: Committed | null }>

/** Somebody else's repetition of the same request was faster; its answer is remembered. */
export class AnsweredMeanwhile extends Error {
  override readonly name = 'AnsweredMeanwhile'
}

export function createTransact(dependencies: {
  storage: Storage
  announcer: Announcer
  clock: Clock
  heartbeat: Heartbeat
}): Transact {
  const { storage, announcer, clock, heartbeat } = dependencies

  /** Otherwise a crash would find the attempt open at the last sign of life, and give it time again. */
  async function settleRefusal(error: unknown): Promise<never> {
    if (error instanceof Problem && ATTEMPT_IS_OVER.has(error.code)) await heartbeat.record()
    throw error
  }

  return async (decide, remember = null) => {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      await heartbeat.compensateDowntime()
      const outcome = await decide().catch(settleRefusal)
      if ('refusal' in outcome) {
        const commitResult = await storage.commit({ at: clock.now(), preconditions: outcome.preconditions })
        if (commitResult.kind === 'stale') continue
        throw outcome.refusal
      }
      const { change, result } = outcome
      const answer = remember?.(result)
      if (!change && !answer) return { result, committed: null }
      const commitResult = await storage.commit({ at: clock.now(), ...change, ...(answer && { answer }) })
      if (commitResult.kind === 'committed') {
        announcer.announce(commitResult.events)
        return { result, committed: commitResult }
      }
      if (commitResult.kind !== 'stale') throw refusalOf(commitResult)
    }
    throw new Error(`still stale after ${MAX_TRIES} tries`)
  }
}

function refusalOf(commitResult: Exclude<CommitResult, { kind: 'committed' | 'stale' }>): Error {
  switch (commitResult.kind) {
    case 'overdrawn':
      return commitResult.account.startsWith('escrow:')
        ? new Error(`transfers would overdraw ${commitResult.account}`)
        : new Problem('insufficient_funds', 'The balance does not cover this.')
    case 'too_large':
      return new Problem('balance_too_large', 'This would make a balance larger than can be counted exactly.')
    case 'taken':
      return new Problem('username_taken', `The username "${commitResult.username}" is taken. Choose another one.`, [
        { path: 'username', message: 'must be one that nobody has' },
      ])
    case 'identity_taken':
      return new Error('an identity of another player was to be linked')
    case 'conflict':
      return new Problem('reference_reused', `"${commitResult.transferId}" was used with other content.`)
    case 'answered':
      return new AnsweredMeanwhile()
  }
}

/** A decision about one match as a change. */
export function changeOf(decision: Decision, at: Instant): Change {
  return {
    at,
    matches: [decision.match],
    transfers: decision.transfers,
    events: decision.notices.map((notice) => ({
      playerId: notice.playerId,
      content: presentNotice(decision.match, notice),
    })),
  }
}
