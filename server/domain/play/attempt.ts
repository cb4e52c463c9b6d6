import { Problem } from '@ante/shared'
import type { Instant, PlayerId } from '../ids.ts'
import { type Attempt, type Match, type MatchedMatch, type Side, sideOf, type UndecidedMatch } from '../match.ts'

/** A deadline has passed from the instant on that it names. */
export const hasPassed = (deadline: Instant, now: Instant) => now >= deadline

/** In milliseconds. */
export const seconds = (count: number) => count * 1000

/** Whether the attempt can still be scored. */
export function isOpen(attempt: Attempt, now: Instant): boolean {
  return attempt.finish === null && !hasPassed(attempt.resultUntil, now)
}

/** The player's attempt in a match. Throws `not_participant`. */
export function attemptOf(match: Match, playerId: PlayerId): { side: Side; attempt: Attempt } {
  const side = sideOf(match, playerId)
  const attempt = side && match[side]
  if (!side || !attempt) throw notParticipant()
  return { side, attempt }
}

export const notParticipant = () => new Problem('not_participant', 'You do not take part in this match.')

/** The match with another state of one side's attempt. */
export function withAttempt(match: UndecidedMatch, side: Side, attempt: Attempt): UndecidedMatch {
  if (match.state === 'unmatched') return { ...match, challenger: attempt }
  return side === 'challenger' ? { ...match, challenger: attempt } : { ...match, challenged: attempt }
}

/** The attempt as it is at `now`: finished by `timeout` when its deadline has passed without a score. */
export function timeOut(attempt: Attempt, now: Instant): Attempt {
  if (attempt.finish || !hasPassed(attempt.resultUntil, now)) return attempt
  return { ...attempt, finish: { kind: 'timeout', at: attempt.resultUntil } }
}

export function timeOutBoth(match: MatchedMatch, now: Instant): MatchedMatch {
  const [challenger, challenged] = [timeOut(match.challenger, now), timeOut(match.challenged, now)]
  const isSame = challenger === match.challenger && challenged === match.challenged
  return isSame ? match : { ...match, challenger, challenged }
}
