import { asClientId, asGameId, asMatchId, asPlayerId } from '../../server/domain/ids.ts'
import type { Attempt, Finish, MatchedMatch, UnmatchedMatch } from '../../server/domain/match.ts'
import type { Entrant } from '../../server/domain/play/starting.ts'
import type { Game, GameRules } from '../../server/domain/rules.ts'
import { parseRules } from '../../server/wire/present-game.ts'

/** An instant to count from. */
export const NOON = Date.parse('2026-01-01T12:00:00Z')
export const MINUTE = 60_000

export const ALICE = asPlayerId(1)
export const BOB = asPlayerId(2)
export const GAME_CLIENT = asClientId('game')

export function someRules(changes: Partial<GameRules> = {}): GameRules {
  return { ...parseRules({}, { name: 'Tower', max_score: 1000 }), ...changes }
}

export function aGame(changes: Partial<GameRules> = {}): Game {
  return { id: asGameId(1), rules: someRules(changes) }
}

export function aStaker(changes: Partial<Entrant> = {}): Entrant {
  return {
    playerId: BOB,
    clientId: GAME_CLIENT,
    addressHash: 'somewhere',
    excluded: false,
    balance: 100_000,
    stakeLeft: null,
    openMatches: 0,
    ...changes,
  }
}

export function anAttempt(changes: Partial<Attempt> = {}): Attempt {
  return {
    playerId: ALICE,
    clientId: GAME_CLIENT,
    addressHash: 'somewhere',
    secret: 'a-secret',
    startedAt: NOON,
    resultUntil: NOON + 10 * MINUTE,
    prolongs: 0,
    finish: null,
    ...changes,
  }
}

/** A match of Alice without an opponent. */
export function anUnmatchedMatch(changes: Partial<UnmatchedMatch> & { rules?: GameRules } = {}): UnmatchedMatch {
  return {
    id: asMatchId(`${'0'.repeat(31)}1`),
    version: 1,
    gameId: asGameId(1),
    rules: someRules(),
    stakeAmount: 500,
    currency: 'GBP',
    seed: 'ab'.repeat(32),
    skillLevel: null,
    createdAt: NOON,
    openUntil: NOON + 24 * 60 * MINUTE,
    challenger: anAttempt(),
    state: 'unmatched',
    challenged: null,
    settlement: null,
    ...changes,
  }
}

/** A match of Alice and Bob, who are both playing. */
export function aMatchedMatch(changes: Partial<MatchedMatch> = {}): MatchedMatch {
  return {
    ...anUnmatchedMatch(),
    version: 2,
    state: 'matched',
    challenged: anAttempt({ playerId: BOB, secret: 'b-secret' }),
    ...changes,
  }
}

/** How an attempt ended: with a score, or without one. */
export function aFinish(how: number | 'forfeit' | 'timeout'): Finish {
  return typeof how === 'number' ? { kind: 'score', score: how, at: NOON } : { kind: how, at: NOON }
}
