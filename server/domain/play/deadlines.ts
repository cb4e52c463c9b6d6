import { Problem } from '@ante/shared'
import type { Instant, PlayerId } from '../ids.ts'
import { type Attempt, isUndecided, type Match, type UndecidedMatch } from '../match.ts'
import { attemptOf, hasPassed, isOpen, seconds, timeOutBoth, withAttempt } from './attempt.ts'
import { afterFinish, expireMatch } from './ending.ts'
import type { MatchTransition } from './transition.ts'

/** Milliseconds by which a deadline may lie beyond the attempt's own length; more means that the clock was wrong. */
const MAX_EXTENSION = seconds(24 * 3600)

/**
 * Milliseconds that outages add to one attempt at most, all of them together: two players who can make the server crash
 * must not win endless time with their seeds in hand.
 */
const MAX_COMPENSATION = seconds(48 * 3600)

/** What the clock alone brings about: a match that expires, or attempts that time out. Null when no deadline has passed. */
export function passDeadlines(match: Match, now: Instant): MatchTransition | null {
  switch (match.state) {
    case 'unmatched':
      return hasPassed(match.openUntil, now) ? expireMatch(match, now) : null
    case 'matched': {
      const late = (['challenger', 'challenged'] as const).filter(
        (side) => !match[side].finish && hasPassed(match[side].resultUntil, now),
      )
      return late.length === 0 ? null : afterFinish(timeOutBoth(match, now), late, now)
    }
    case 'settled':
    case 'expired':
    case 'void':
      return null
  }
}

/**
 * Adds one attempt's length to the player's own deadline. Throws `not_participant`, and `cannot_prolong_match` when the
 * attempt is over or was prolonged as often as the rules allow.
 */
export function prolongAttempt(match: Match, playerId: PlayerId, now: Instant): MatchTransition {
  const { side, attempt } = attemptOf(match, playerId)
  if (!isUndecided(match) || !isOpen(attempt, now)) {
    throw new Problem('cannot_prolong_match', 'The attempt is over.')
  }
  if (attempt.prolongs >= match.rules.maxProlongs) {
    throw new Problem(
      'cannot_prolong_match',
      match.rules.maxProlongs === 0
        ? 'Matches of this game cannot be prolonged.'
        : `An attempt can be prolonged ${match.rules.maxProlongs} times, and has been.`,
    )
  }
  const prolonged: Attempt = {
    ...attempt,
    prolongs: attempt.prolongs + 1,
    resultUntil: attempt.resultUntil + seconds(match.rules.playSeconds),
  }
  const next = { ...match, version: match.version + 1 }
  return { match: withAttempt(next, side, prolonged), transfers: [], notices: [] }
}

/**
 * Compensates for downtime: each attempt that was open at `aliveAt` gets `by` milliseconds more, but no more than 48 hours
 * by all outages together, and no more than a day beyond its own length from `now`. Null when that changes nothing.
 */
export function shiftOpenAttempts(
  match: UndecidedMatch,
  aliveAt: Instant,
  by: number,
  now: Instant,
): UndecidedMatch | null {
  const shift = (attempt: Attempt): Attempt => {
    if (!isOpen(attempt, aliveAt)) return attempt
    const latest = now + seconds(match.rules.playSeconds) * (1 + attempt.prolongs) + MAX_EXTENSION
    const { compensated = 0 } = attempt
    const resultUntil = Math.min(attempt.resultUntil + Math.min(by, MAX_COMPENSATION - compensated), latest)
    const added = resultUntil - attempt.resultUntil
    return added === 0 ? attempt : { ...attempt, resultUntil, compensated: compensated + added }
  }
  const challenger = shift(match.challenger)
  if (match.state === 'unmatched') {
    return challenger === match.challenger ? null : { ...match, version: match.version + 1, challenger }
  }
  const challenged = shift(match.challenged)
  if (challenger === match.challenger && challenged === match.challenged) return null
  return { ...match, version: match.version + 1, challenger, challenged }
}
