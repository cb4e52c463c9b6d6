import { Problem } from '@ante/shared'
import type { Attempt } from '../api/attempt.ts'
import type { MatchResult, Score, Settled } from '../api/types.ts'
import type { Core } from '../core/core.ts'
import type { AttemptStore } from './attempt-store.ts'
import { type CheckedAttempt, checkSettled } from './check-settled.ts'
import type { Outbox } from './outbox.ts'
import { presentMatch } from './present.ts'
import { seedOfMatch } from './seed.ts'
import type { SettlementWaiter } from './settlement-waiter.ts'
import type { Started } from './start.ts'

/** Milliseconds between two checks of a match on a server that has no events. */
const CASHPLAY_CHECK_MS = 4000

/** Dependencies of attempts. */
export interface AttemptDependencies extends Pick<Core, 'send' | 'dialect' | 'playerId'> {
  readonly attempts: AttemptStore
  readonly outbox: Outbox
  readonly waiter: SettlementWaiter
  /** Asks for more time and returns the new deadline. */
  readonly prolong: (matchId: string) => Promise<Date | null>
}

/** Creates an attempt that has just begun, or that was already open (`resumed`). */
export function createAttempt(
  { send, dialect, attempts, outbox, waiter, playerId, prolong }: AttemptDependencies,
  { wire, role }: Started,
  options: { gameId: number; resumed: boolean },
): Attempt {
  const match = presentMatch(wire, { playerId: null, role, gameId: options.gameId })
  const { id: matchId, gameId, stake, currency, challengerId } = match
  const secret = requireSecret(wire.secret)
  const ownId = role === 'challenger' ? challengerId : match.challengedId
  let resultUntil = match.resultUntil
  let posted: Score | null = null
  const checked: CheckedAttempt = { wire, role, gameId, secret, postedScore: () => posted }
  if (dialect.cashPlayOnly) attempts.add({ wire, role }, gameId, playerId())

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
      const result = await outbox.post(matchId, score, { playerId: ownId ?? playerId(), role, challengerId, secret })
      posted ??= score
      waiter.recheck()
      return result
    },
    async prolong(): Promise<Date | null> {
      resultUntil = await prolong(matchId)
      return resultUntil
    },
    settled(): Promise<Settled> {
      return waiter.wait(matchId, {
        check: () => checkSettled(send, dialect, checked),
        interval: () => (dialect.cashPlayOnly ? CASHPLAY_CHECK_MS : null),
      })
    },
  }
}

function requireSecret(secret: string | undefined): string {
  if (secret !== undefined) return secret
  throw new Problem('internal_error', "The server's answer has no secret for this attempt")
}

function requireScore(score: unknown): void {
  if (score === 'forfeit' || Number.isSafeInteger(score)) return
  throw new Problem('invalid_request', 'A score is an integer, or "forfeit"', [
    { path: 'match_score.score', message: 'must be an integer, or the string "forfeit"' },
  ])
}
