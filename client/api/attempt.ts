import type { MatchResult, Role, Score, Settled } from './types.ts'

/**
 * The player's one play of one match. It begins when the stake is down: from then on there is no way back, a match that
 * is left is a match without a score.
 */
export interface Attempt {
  readonly matchId: string
  readonly gameId: number
  /** 64 hex digits, the same for both players: derive the level from it, so that both play the same one. */
  readonly seed: string
  readonly role: Role
  /** Stake of each player, in minor units. */
  readonly stake: number
  readonly currency: string
  /** Deadline for the score, on the server's clock; null when the server does not tell. `prolong` moves it. */
  readonly resultUntil: Date | null
  /** True when this attempt began earlier: before a reload, or in another tab. */
  readonly resumed: boolean

  /**
   * Reports the score. It is written down in the browser first and sent until the server has answered, so it survives
   * a lost connection (the promise waits) and a reload (the next visit sends it). Submitting the same score again is
   * harmless; the first score counts.
   *
   * @throws Problem `score_out_of_range`, `score_already_posted` (a different score), `result_too_late`, `unauthorized`
   *   (signed out meanwhile; the score is sent after the next sign-in).
   */
  submit(score: Score): Promise<MatchResult>

  /**
   * Asks for more time and resolves with the new deadline.
   *
   * @throws Problem `cannot_prolong_match` when the game allows no more, the time is over or a score is in.
   */
  prolong(): Promise<Date | null>

  /**
   * Resolves when the match is decided, at once when it is already. It never rejects because of a lost connection. A
   * match that nobody accepts is decided too: it expires, and the stake comes back.
   *
   * @throws Problem `unauthorized` when the player signs out before that.
   */
  settled(): Promise<Settled>
}
