import { Problem } from '@ante/shared'
import { isEqualSecret } from '../equal-secret.ts'
import type { ClientId, Instant, PlayerId } from '../ids.ts'
import { type Attempt, type Finish, isUndecided, type Match, type Side } from '../match.ts'
import { type GameRules, mayReport } from '../rules.ts'
import { attemptOf, hasPassed, isOpen, notParticipant, timeOutBoth, withAttempt } from './attempt.ts'
import { afterFinish } from './ending.ts'
import type { MatchTransition } from './transition.ts'

/** What a player reports: points, or that the attempt is given up. */
export type ReportedScore = number | 'forfeit'

/**
 * The attempt that a report is for. Throws, in the contract's order, `not_participant`, `wrong_secret` and
 * `client_not_allowed`.
 */
export function attemptForScore(
  match: Match,
  playerId: PlayerId,
  clientId: ClientId,
  secret: string,
): { side: Side; attempt: Attempt } {
  const own = attemptOf(match, playerId)
  if (!isEqualSecret(own.attempt.secret, secret)) {
    throw new Problem('wrong_secret', 'This is not the secret of your attempt.')
  }
  if (!mayReport(match.rules, clientId)) {
    throw new Problem('client_not_allowed', 'Scores of this game cannot be reported through this application.')
  }
  return own
}

/**
 * Records a side's score; the second side that finishes settles the match. Null when the same score is recorded already.
 * Throws `score_out_of_range`, `score_already_posted` and `result_too_late`.
 */
export function recordScore(match: Match, side: Side, score: ReportedScore, now: Instant): MatchTransition | null {
  const attempt = match[side]
  if (!attempt) throw notParticipant()
  assertScoreInRange(score, match.rules)
  if (isRepetition(attempt.finish, score)) return null
  if (attempt.finish?.kind === 'score' || attempt.finish?.kind === 'forfeit') {
    throw new Problem('score_already_posted', 'Another result was posted for this attempt; the first one counts.')
  }
  if (!isUndecided(match) || !isOpen(attempt, now)) throw tooLate(match, attempt, now)
  const finish: Finish = score === 'forfeit' ? { kind: 'forfeit', at: now } : { kind: 'score', score, at: now }
  const posted = withAttempt(match, side, { ...attempt, finish })
  // The other side's deadline may have passed without having fired yet: then this side is the second to finish.
  return afterFinish(posted.state === 'matched' ? timeOutBoth(posted, now) : posted, [side], now)
}

function assertScoreInRange(score: ReportedScore, { minScore, maxScore }: GameRules): void {
  if (score !== 'forfeit' && (score < minScore || score > maxScore)) {
    const message = `must be from ${minScore} to ${maxScore}, or "forfeit"`
    throw new Problem('score_out_of_range', `The score ${message}.`, [{ path: 'match_score.score', message }])
  }
}

function isRepetition(finish: Finish | null, score: ReportedScore): boolean {
  if (finish?.kind === 'score') return finish.score === score
  return finish?.kind === 'forfeit' && score === 'forfeit'
}

function tooLate(match: Match, attempt: Attempt, now: Instant): Problem {
  return new Problem(
    'result_too_late',
    hasPassed(attempt.resultUntil, now)
      ? `A score was due before ${new Date(attempt.resultUntil).toISOString()}.`
      : `The match has ended without this score: it is ${match.state}.`,
  )
}
