import type { PostedTransfer } from '../../../server/domain/ledger.ts'
import type { Call } from '../play/calls.ts'
import type { Snapshot } from '../play/snapshot.ts'
import { type Answer, type Match, sidesOf } from '../reference/model.ts'

/** One step of a history, with everything that the server knew before and after it. */
export interface StepSeen {
  readonly call: Call
  readonly answer: Answer
  readonly before: Snapshot
  readonly after: Snapshot
  /** The store's clock, when the step began and when it was over. */
  readonly began: number
  readonly now: number
  /** How long ago the process had looked at the system's clock when the step began. */
  readonly away: number
}

/** What a step breaks of one rule: a sentence each. */
export type Rule = (seen: StepSeen) => string[]

export const when = (broken: boolean, sentence: string): string[] => (broken ? [sentence] : [])
export const matchesOf = (snapshot: Snapshot) => Object.values(snapshot.matches)
export const transfersOf = ({ ledger }: Snapshot, match: Match) => ledger.filter(({ matchId }) => matchId === match.id)
export const sum = (transfers: readonly PostedTransfer[]) => transfers.reduce((total, { amount }) => total + amount, 0)
export const paidTo = (after: Snapshot, match: Match, account: string) =>
  sum(transfersOf(after, match).filter(({ credit }) => credit === account))
export const potOf = (match: Match) => match.stake * sidesOf(match).length
/** Each match as it was, if it was, and as it is. */
export const changes = ({ before, after }: StepSeen) =>
  matchesOf(after).map((match) => ({ was: before.matches[match.id] ?? null, is: match }))
/** Each attempt as it was, and as it is. */
export const attempts = (seen: StepSeen) =>
  changes(seen).flatMap(({ was, is }) =>
    sidesOf(is).flatMap((side) => {
      const before = was && sidesOf(was).find(({ player }) => player === side.player)
      return before ? [{ match: is, was: before, is: side }] : []
    }),
  )
