import { Problem } from '@ante/shared'
import type { Attempt } from '../api/attempt.ts'
import type { MatchResult, Score, Settled } from '../api/types.ts'
import type { Send } from '../http/send.ts'
import type { Decisions } from './decisions.ts'
import type { Dialect } from './dialect.ts'
import type { LocalAttempts } from './local-attempts.ts'
import type { Outbox } from './outbox.ts'
import { presentMatch } from './present.ts'
import { seedOfMatch } from './seed.ts'
import type { Started } from './start.ts'
import { look, type Watched } from './watch.ts'

/** Between two looks at a match of a server that has no events. */
const CASHPLAY_LOOK_MS = 4000

/** What attempts need. */
export interface AttemptDependencies {
  readonly send: Send
  readonly dialect: Dialect
  readonly outbox: Outbox
  readonly decisions: Decisions
  readonly local: LocalAttempts
  readonly playerId: () => number | null
  /** Asks for more time; the new deadline. */
  readonly prolong: (matchId: string) => Promise<Date | null>
}

/** The attempt that an answer has begun, or that was open already. */
export function createAttempt(
  { send, dialect, outbox, decisions, local, playerId, prolong }: AttemptDependencies,
  { wire, role }: Started,
  options: { gameId: number; resumed: boolean },
): Attempt {
  const match = presentMatch(wire, { playerId: null, role, gameId: options.gameId })
  const { id: matchId, gameId, stake, currency, challengerId } = match
  const secret = secretOf(wire.secret)
  let resultUntil = match.resultUntil
  let posted: Score | null = null
  const watched: Watched = { wire, role, gameId, secret, posted: () => posted }
  if (dialect.cashPlayOnly) local.keep({ wire, role }, gameId, playerId())

  return {
    matchId,
    gameId,
    seed: wire.seed ?? seedOfMatch(matchId),
    role,
    stake,
    currency,
    resumed: options.resumed,
    get resultUntil() {
      return resultUntil
    },
    async submit(score: Score): Promise<MatchResult> {
      requireScore(score)
      const result = await outbox.post(matchId, score, { role, challengerId, secret })
      posted ??= score
      decisions.lookAgain()
      return result
    },
    async prolong(): Promise<Date | null> {
      resultUntil = await prolong(matchId)
      return resultUntil
    },
    settled(): Promise<Settled> {
      const pause = () => (dialect.cashPlayOnly ? CASHPLAY_LOOK_MS : null)
      return decisions.wait(matchId, () => look(send, dialect, watched), pause)
    },
  }
}

function secretOf(secret: string | undefined): string {
  if (secret !== undefined) return secret
  throw new Problem('internal_error', "The server's answer has no secret for this attempt")
}

function requireScore(score: unknown): void {
  if (score === 'forfeit' || Number.isSafeInteger(score)) return
  throw new Problem('invalid_request', 'A score is an integer, or "forfeit"', [
    { path: 'match_score.score', message: 'must be an integer, or the string "forfeit"' },
  ])
}
