import type { ClientId, GameId, Instant, MatchId, PlayerId } from './ids.ts'
import type { GameRules } from './rules.ts'

export type Side = 'challenger' | 'challenged'

/** How an attempt ended. An attempt without a score never counts as 0. */
export type Finish =
  | { readonly kind: 'score'; readonly score: number; readonly at: Instant }
  | { readonly kind: 'forfeit'; readonly at: Instant }
  | { readonly kind: 'timeout'; readonly at: Instant }

/** A player's one attempt at a match. */
export interface Attempt {
  readonly playerId: PlayerId
  /** The client whose token started it. */
  readonly clientId: ClientId
  /** The network address that started it, hashed; equal addresses have equal hashes. Shown to the operator only. */
  readonly addressHash: string
  readonly secret: string
  readonly startedAt: Instant
  /** A score counts if it is posted before this instant. */
  readonly resultUntil: Instant
  readonly prolongs: number
  /**
   * Milliseconds that outages have added to `resultUntil` so far, less what was taken back after the clock had been wrong; not
   * there before the first one.
   */
  readonly compensated?: number
  /** Null until it is known how the attempt ended: by a score, or by its deadline once that has fired. */
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

/** The result of a decided match. Amounts are in minor units. */
export interface Settlement {
  readonly outcome: 'challenger_won' | 'challenged_won' | 'draw' | 'walkover' | 'void' | 'expired'
  readonly winnerId: PlayerId | null
  /** The winner's payout less the winner's own stake; 0 without a winner. */
  readonly amountWon: number
  readonly fee: number
  readonly at: Instant
}

/** Waits in its pool for a second player. */
export interface UnmatchedMatch extends Terms {
  readonly state: 'unmatched'
  readonly challenged: null
  readonly settlement: null
}
/** Accepted: both stakes are in escrow, and at least one attempt has not ended. */
export interface MatchedMatch extends Terms {
  readonly state: 'matched'
  readonly challenged: Attempt
  readonly settlement: null
}
/** Both attempts have ended, at least one of them with a score. */
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
/**
 * Both attempts have ended without a score; or, before anybody accepted, the operator closed the game, or excluded or
 * banned the player.
 */
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

/** The instant at which the match expires or an attempt times out; null once the match is decided. */
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
