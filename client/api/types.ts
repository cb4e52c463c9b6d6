/** `unmatched` waits for somebody, `matched` is being played; the others are final. */
export type MatchState = 'unmatched' | 'matched' | 'settled' | 'expired' | 'void'

/** The challenger created the match, the challenged player accepted it. */
export type Role = 'challenger' | 'challenged'

/**
 * How a match ended. `walkover`: one score against none. `void`: no score at all, both stakes returned. `expired`:
 * nobody accepted in time, the stake returned.
 */
export type Outcome = 'challenger_won' | 'challenged_won' | 'draw' | 'walkover' | 'void' | 'expired'

/** How a match ended for the signed-in player. In the last three nobody won and the stake came back. */
export type Verdict = 'won' | 'lost' | 'draw' | 'void' | 'expired'

/** The signed-in player. */
export interface Player {
  /** Unique on this server, for ever. */
  readonly id: number
  readonly username: string
  /** Name that other people see. */
  readonly nickname: string
  /** True for a temporary account without a password. */
  readonly guest: boolean
}

/** The signed-in player, with money. */
export interface Me extends Player {
  /** What can be staked now, in minor units by currency: `{ GBP: 99500 }` is £995.00. */
  readonly balances: Readonly<Record<string, number>>
}

/** Terms of a match: game, stake and currency. */
export interface Terms {
  /** The game's number on this server. */
  readonly gameId: number
  /** Stake of each player, an integer in minor units: 500 is £5.00, or ¥500. */
  readonly stake: number
  /** ISO 4217 code in capitals, such as `GBP`. */
  readonly currency: string
  /** 0 to 1,000,000: opponents with the nearest level are preferred. */
  readonly skillLevel?: number
}

/** One staked contest of two players. */
export interface Match {
  /** 32 lowercase hex digits. */
  readonly id: string
  readonly gameId: number
  /** Stake of each player, in minor units. */
  readonly stake: number
  readonly currency: string
  readonly state: MatchState
  /** The signed-in player's side; null in a match of others. */
  readonly role: Role | null
  readonly challengerId: number
  /** Null until somebody accepts the match. */
  readonly challengedId: number | null
  /** Null when the server does not tell. */
  readonly createdAt: Date | null
  /** The player's own deadline for a score; null when there is none. */
  readonly resultUntil: Date | null
  /** Until when an unmatched match can be accepted; null when the server does not tell. */
  readonly openUntil: Date | null
}

/**
 * Scores and who won, as far as the player may know. Until the match is decided the other score, `winnerId`,
 * `amountWon`, `outcome` and `verdict` are null. A side that forfeited or never posted has score null for ever.
 */
export interface MatchResult {
  readonly matchId: string
  readonly challengerScore: number | null
  readonly challengedScore: number | null
  /** The signed-in player's own score. */
  readonly ownScore: number | null
  /** The other side's score; null until the match is decided. */
  readonly opponentScore: number | null
  /** Null while undecided, and when nobody won. */
  readonly winnerId: number | null
  /** The winner's net gain in minor units: payout less own stake. 0 when nobody won. */
  readonly amountWon: number | null
  readonly currency: string | null
  readonly outcome: Outcome | null
  /** The outcome as the signed-in player sees it. */
  readonly verdict: Verdict | null
}

/** A decided match. `outcome` and `verdict` are not null, and `result` hides nothing any more. */
export interface Settled {
  readonly match: Match
  readonly result: MatchResult & { readonly outcome: Outcome; readonly verdict: Verdict }
}

/** A score that the server has not answered yet. */
export interface UnsentScore {
  readonly matchId: string
  readonly score: Score
  /**
   * `browser`: stored, so that a later visit sends it. `page`: the browser refuses to store it, so it is lost if the page is
   * closed before it is sent; say so.
   */
  readonly kept: 'browser' | 'page'
}

/** A match of the player's history, with its result as it stands. */
export interface PlayedMatch {
  readonly match: Match
  readonly result: MatchResult
}

/** One page of a list. */
export interface Page<Entry> {
  readonly entries: readonly Entry[]
  /** Number of entries on all pages. */
  readonly count: number
  /** Number of the next page; null on the last one. */
  readonly nextPage: number | null
  /** Number of the page before; null on the first one. */
  readonly prevPage: number | null
}

/** An integer within the game's `min_score` and `max_score`, or `'forfeit'` to give up. */
export type Score = number | 'forfeit'
