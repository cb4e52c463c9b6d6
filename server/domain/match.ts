import type { ClientId, GameId, Instant, MatchId, PlayerId } from './ids.ts'
import type { GameRules } from './rules.ts'

export type Side = 'challenger' | 'challenged'

/** How an attempt ended. A missing score is no score, never 0. */
export type Finish =
  | { readonly kind: 'score'; readonly score: number; readonly at: Instant }
  | { readonly kind: 'forfeit'; readonly at: Instant }
  | { readonly kind: 'timeout'; readonly at: Instant }

/** One player's single play of one match. */
export interface Attempt {
  readonly playerId: PlayerId
  /** Whose token started it. */
  readonly clientId: ClientId
  /** Where it was started from, hashed: the same address has the same hash. For the operator alone. */
  readonly addressHash: string
  readonly secret: string
  readonly startedAt: Instant
  /** A score counts before this instant. */
  readonly resultUntil: Instant
  readonly prolongs: number
  /** Null while the player can still post. */
  readonly finish: Finish | null
}

interface Terms {
  readonly id: MatchId
  /** Grows by one with every change. */
  readonly version: number
  readonly gameId: GameId
  readonly rules: GameRules
  readonly stakeAmount: number
  readonly currency: string
  readonly seed: string
  readonly skillLevel: number | null
  readonly createdAt: Instant
  readonly openUntil: Instant
  readonly challenger: Attempt
}

/** What a decided match came to. Amounts in minor units. */
export interface Settlement {
  readonly outcome: 'challenger_won' | 'challenged_won' | 'draw' | 'walkover' | 'void' | 'expired'
  readonly winnerId: PlayerId | null
  /** The winner's payout less own stake; 0 without a winner. */
  readonly amountWon: number
  readonly fee: number
  readonly at: Instant
}

/** Waits for somebody to accept. */
export interface UnmatchedMatch extends Terms {
  readonly state: 'unmatched'
  readonly challenged: null
  readonly settlement: null
}
/** Both stakes are in; at least one side is not final. */
export interface MatchedMatch extends Terms {
  readonly state: 'matched'
  readonly challenged: Attempt
  readonly settlement: null
}
/** Decided by the sides' play. */
export interface SettledMatch extends Terms {
  readonly state: 'settled'
  readonly challenged: Attempt
  readonly settlement: Settlement
}
/** Nobody accepted in time. */
export interface ExpiredMatch extends Terms {
  readonly state: 'expired'
  readonly challenged: null
  readonly settlement: Settlement
}
/** Neither side scored, or the operator closed the game or excluded the player before anybody accepted. */
export interface VoidMatch extends Terms {
  readonly state: 'void'
  readonly challenged: Attempt | null
  readonly settlement: Settlement
}

export type UndecidedMatch = UnmatchedMatch | MatchedMatch
export type DecidedMatch = SettledMatch | ExpiredMatch | VoidMatch
export type Match = UndecidedMatch | DecidedMatch

/** Matches that can be paired with each other: same game, currency and stake. */
export interface Pool {
  readonly gameId: GameId
  readonly currency: string
  readonly stakeAmount: number
}

export function poolOf(match: Match): Pool {
  return { gameId: match.gameId, currency: match.currency, stakeAmount: match.stakeAmount }
}

export function isUndecided(match: Match): match is UndecidedMatch {
  return match.settlement === null
}

/** Which side a player plays, if any. */
export function sideOf(match: Match, playerId: PlayerId): Side | null {
  if (match.challenger.playerId === playerId) return 'challenger'
  if (match.challenged?.playerId === playerId) return 'challenged'
  return null
}

/** The instant at which something happens to a match by itself; null once it is decided. */
export function nextDeadline(match: Match): Instant | null {
  switch (match.state) {
    case 'unmatched':
      return match.openUntil
    case 'matched': {
      const open = [match.challenger, match.challenged].filter((attempt) => attempt.finish === null)
      return Math.min(...open.map((attempt) => attempt.resultUntil))
    }
    case 'settled':
    case 'expired':
    case 'void':
      return null
  }
}
