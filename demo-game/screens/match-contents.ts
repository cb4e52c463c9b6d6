import type { Match, MatchResult, UnsentScore } from '@ante/client'
import { outcomeLine, outcomeReason, points } from '../page/words.ts'

/** Contents of a match card. */
export interface MatchContents {
  readonly kind: 'loading' | 'sending' | 'waiting' | 'won' | 'lost' | 'even'
  readonly heading: string
  readonly reason: string
  /** The player's own score. */
  readonly own: string
  /** The opponent's score. */
  readonly other: string
}

const NOT_YET = '…'
const SENDING_HINT = 'Your score is on its way.'
const UNSENT_HINTS = {
  browser: 'Saved here, not sent yet. It is sent as soon as there is a connection, also on your next visit.',
  page: 'Not sent yet. Keep this page open: your browser does not let it save your score.',
} as const
const WAITING_HINT = 'You can leave this page. The outcome is shown on your next visit.'

export const LOADING: MatchContents = { kind: 'loading', heading: 'Loading', reason: '', own: NOT_YET, other: NOT_YET }

export const UNKNOWN: MatchContents = { ...LOADING, kind: 'even', heading: 'This match cannot be shown' }

/** Returns the contents while a score is being sent. `kept` says where an unsent score is stored. */
export function sendingContents(score: number, kept?: UnsentScore['kept']): MatchContents {
  const reason = kept === undefined ? SENDING_HINT : UNSENT_HINTS[kept]
  return { kind: 'sending', heading: 'Sending your score', reason, own: points(score), other: NOT_YET }
}

export function contentsOf(match: Match, result: MatchResult): MatchContents {
  const heading = outcomeLine(match, result)
  if (heading === null) return waitingContents(match, result)
  return {
    kind: result.verdict === 'won' || result.verdict === 'lost' ? result.verdict : 'even',
    heading,
    reason: outcomeReason(match, result),
    own: points(result.ownScore),
    other: result.verdict === 'expired' ? 'nobody' : points(result.opponentScore),
  }
}

function waitingContents(match: Match, result: MatchResult): MatchContents {
  return {
    kind: 'waiting',
    heading: match.state === 'unmatched' ? 'Waiting for an opponent' : "Waiting for the other player's score",
    reason: result.ownScore === null ? WAITING_HINT : `Score sent. ${WAITING_HINT}`,
    own: points(result.ownScore),
    other: NOT_YET,
  }
}
