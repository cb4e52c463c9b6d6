import type { Instant } from '../ids.ts'
import type { ExpiredMatch, Match, Side, UndecidedMatch, UnmatchedMatch, VoidMatch } from '../match.ts'
import { refundAll, settle, voidMatch } from '../settlement.ts'
import type { MatchTransition, Notice } from './transition.ts'

/** What follows after these sides have finished: the match is settled if both have, or else the other side is told. */
export function afterFinish(match: UndecidedMatch, sides: readonly Side[], now: Instant): MatchTransition {
  if (match.state === 'matched' && match.challenger.finish && match.challenged.finish) {
    const { match: settled, transfers } = settle(match, now)
    const type = settled.state === 'void' ? 'match.void' : 'match.settled'
    return { match: settled, transfers, notices: noticesToAll(settled, type) }
  }
  const next = { ...match, version: match.version + 1 }
  if (match.state === 'unmatched') return { match: next, transfers: [], notices: [] }
  return {
    match: next,
    transfers: [],
    notices: sides.map((side) => ({ playerId: match[opposite(side)].playerId, type: 'match.opponent_finished' })),
  }
}

/** Ends a match that nobody accepted in time, with a refund. */
export function expireMatch(match: UnmatchedMatch, now: Instant): MatchTransition<ExpiredMatch> {
  const expired: ExpiredMatch = {
    ...match,
    version: match.version + 1,
    state: 'expired',
    settlement: { outcome: 'expired', winnerId: null, amountWon: 0, fee: 0, at: now },
  }
  return { match: expired, transfers: refundAll(match), notices: noticesToAll(expired, 'match.expired') }
}

/** Takes an unmatched match back, with a refund: its game was closed, or its player was excluded or banned. */
export function withdrawMatch(match: UnmatchedMatch, now: Instant): MatchTransition<VoidMatch> {
  const ended = voidMatch(match, now)
  return { ...ended, notices: noticesToAll(ended.match, 'match.void') }
}

const opposite = (side: Side): Side => (side === 'challenger' ? 'challenged' : 'challenger')

function noticesToAll(match: Match, type: Notice['type']): Notice[] {
  const toChallenger: Notice = { playerId: match.challenger.playerId, type }
  return match.challenged ? [toChallenger, { playerId: match.challenged.playerId, type }] : [toChallenger]
}
