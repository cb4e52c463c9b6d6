import { Problem } from '@ante/shared'
import type { Instant } from '../../domain/ids.ts'
import type { Decision } from '../../domain/play.ts'
import type { Change, Reliance, RememberedAnswer, Storage, Verdict } from '../../storage/storage.ts'
import { presentNotice } from '../../wire/present-match.ts'
import type { Clock } from './clock.ts'
import type { Announcer } from './event-dispatcher.ts'
import type { Presence } from './heartbeat.ts'

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
  readonly relies: readonly Reliance[]
}

/** Builds the answer that is kept for a repeated request, in the commit that made it. */
export type Remember<Result> = ((result: Result) => RememberedAnswer) | null

type Committed = Extract<Verdict, { kind: 'committed' }>

/** Each try means that somebody else's change went through, so this bound only stops a bug from spinning for ever. */
const MOST_TRIES = 10_000

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
  presence: Presence
}): Transact {
  const { storage, announcer, clock, presence } = dependencies

  /** Otherwise a crash would find the attempt open at the last sign of life, and give it time again. */
  async function settleRefusal(error: unknown): Promise<never> {
    if (error instanceof Problem && ATTEMPT_IS_OVER.has(error.code)) await presence.beat()
    throw error
  }

  return async (decide, remember = null) => {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      await presence.catchUp()
      const outcome = await decide().catch(settleRefusal)
      if ('refusal' in outcome) {
        const verdict = await storage.commit({ at: clock.now(), relies: outcome.relies })
        if (verdict.kind === 'stale') continue
        throw outcome.refusal
      }
      const { change, result } = outcome
      const answer = remember?.(result)
      if (!change && !answer) return { result, committed: null }
      const verdict = await storage.commit({ at: clock.now(), ...change, ...(answer && { answer }) })
      if (verdict.kind === 'committed') {
        announcer.announce(verdict.events)
        return { result, committed: verdict }
      }
      if (verdict.kind !== 'stale') throw refusalOf(verdict)
    }
    throw new Error(`still stale after ${MOST_TRIES} tries`)
  }
}

function refusalOf(verdict: Exclude<Verdict, { kind: 'committed' | 'stale' }>): Error {
  switch (verdict.kind) {
    case 'overdrawn':
      return verdict.account.startsWith('escrow:')
        ? new Error(`transfers would overdraw ${verdict.account}`)
        : new Problem('insufficient_funds', 'The balance does not cover this.')
    case 'too_large':
      return new Problem('balance_too_large', 'This would make a balance larger than can be counted exactly.')
    case 'taken':
      return new Problem('username_taken', `The username "${verdict.username}" is taken. Choose another one.`, [
        { path: 'username', message: 'must be one that nobody has' },
      ])
    case 'identity_taken':
      return new Error('an identity of another player was to be linked')
    case 'conflict':
      return new Problem('reference_reused', `"${verdict.transferId}" was used with other content.`)
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
