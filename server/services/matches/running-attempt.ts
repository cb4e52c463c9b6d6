import type { MatchId } from '../../domain/ids.ts'
import type { Match } from '../../domain/match.ts'
import { prolongAttempt } from '../../domain/play/deadlines.ts'
import { attemptForScore, type ReportedScore, recordScore } from '../../domain/play/reporting.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Clock } from '../core/clock.ts'
import type { Reply, UnitOfWork } from '../core/unit-of-work.ts'
import { changeOf } from './match-change.ts'
import { requireMatch, requireOwnMatch } from './match-reads.ts'
import type { Participant } from './participant.ts'

/** A score with the secret of the attempt that it is for. */
export interface Score {
  readonly secret: string
  readonly score: ReportedScore
}

/** The calls of a player whose attempt has started. */
export interface RunningAttempt {
  /**
   * Throws what `postResult` would throw about the match and the secret, before the score itself is validated. `secret`
   * is null when the request has none.
   */
  assertMayReport(caller: Participant, id: MatchId, secret: string | null): Promise<void>
  /** Records a score. The same score again changes nothing and answers with the match as it is. */
  postResult(caller: Participant, id: MatchId, score: Score, reply?: Reply<Match>): Promise<Match>
  /** Gives the caller's own attempt its length once more. */
  prolong(caller: Participant, id: MatchId, reply?: Reply<Match>): Promise<Match>
}

export function createRunningAttempt(dependencies: {
  storage: Storage
  clock: Clock
  unitOfWork: UnitOfWork
}): RunningAttempt {
  const { storage, clock, unitOfWork } = dependencies
  return {
    async assertMayReport({ playerId, clientId }, id, secret) {
      const match = requireOwnMatch(await storage.match(id), playerId)
      if (secret !== null) attemptForScore(match, playerId, clientId, secret)
    },

    async postResult({ playerId, clientId }, id, { secret, score }, reply) {
      const decide = async () => {
        const match = requireMatch(await storage.match(id))
        const { side } = attemptForScore(match, playerId, clientId, secret)
        const now = clock.now()
        const transition = recordScore(match, side, score, now)
        if (!transition) return { change: null, result: match }
        return { change: changeOf(transition, now), result: transition.match }
      }
      return (await unitOfWork.run(decide, { reply })).result
    },

    async prolong({ playerId }, id, reply) {
      const decide = async () => {
        const match = requireMatch(await storage.match(id))
        const now = clock.now()
        const transition = prolongAttempt(match, playerId, now)
        return { change: changeOf(transition, now), result: transition.match }
      }
      return (await unitOfWork.run(decide, { reply })).result
    },
  }
}
