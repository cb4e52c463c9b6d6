import type { Attempt } from './attempt.ts'
import type { AnteEvent, AnteEvents, Connection } from './events.ts'
import type { LoginOptions } from './options.ts'
import type { Match, MatchResult, MatchState, Me, Page, PlayedMatch, Player, Terms, UnsentScore } from './types.ts'

/**
 * A game's connection to one Ante server: sign-in, matches, events.
 *
 * Every call that needs a player throws `Problem` with code `unauthorized` when nobody is signed in, and `unavailable`
 * when the server cannot be reached after a few tries. Writes carry an idempotency key and are repeated safely.
 */
export interface Ante {
  /** The signed-in player, of an earlier visit too; null when nobody is signed in. */
  readonly player: Player | null

  /** The player's scores that the server has not answered yet, of earlier visits too. */
  readonly unsent: readonly UnsentScore[]

  /** How events arrive now. */
  readonly connection: Connection

  /**
   * The wallet assertion of this visit's sign-in (a JWT that proves to the game's own server who signed in), when the
   * scope `wallet` was asked for and granted. Valid for at most 5 minutes and not stored.
   */
  readonly walletJwt: string | null

  /**
   * Signs a player in. `popup` (default) must be called straight from a click; it resolves with the player. With
   * `redirect` the page leaves, and `completeLogin` on the page that it comes back to has the player.
   *
   * @throws LoginError `popup_blocked`, `denied`, `closed`, `timeout`, `insecure_context` or `refused`.
   */
  login(options?: LoginOptions): Promise<Player>

  /**
   * Call it once when the page starts. Finishes a redirect sign-in, or restores the session of an earlier visit, and
   * sends scores that an earlier visit could not send. Null: nobody is signed in, show a button that calls `login`.
   *
   * @throws LoginError `denied` or `refused`, only on return from a redirect sign-in.
   */
  completeLogin(): Promise<Player | null>

  /**
   * Signs out in all tabs, after a last attempt to send what is unsent, of at most two seconds. Scores that are not sent yet stay,
   * and are sent when the same player signs in again.
   */
  logout(): Promise<void>

  /**
   * The server's time in milliseconds since 1970, as its answers show it: `attempt.resultUntil - ante.now()` is the time that
   * is left. Setting the device's clock does not change it. An answer may correct it by up to a second; before the first
   * answer it is the device's time.
   */
  now(): number

  /** The player's name and what can be staked now. */
  me(): Promise<Me>

  /**
   * Puts up the stake and starts playing: first the player's own open attempt of that game is resumed if there is one
   * (its stake may differ), else the best open match is accepted, else a match is created that somebody accepts later.
   *
   * @throws Problem `insufficient_funds`, `stake_not_allowed`, `unknown_game`, `game_disabled`, `too_many_matches`,
   *   `stake_limit_reached`, `client_not_allowed`, `player_excluded`.
   */
  play(terms: Terms): Promise<Attempt>

  /** The player's attempt that is still open, of any game or of this one; null when there is none. */
  openAttempt(gameId?: number): Promise<Attempt | null>

  /** The player's own matches, newest first, 20 a page. `page` counts from 1. */
  matches(options?: { state?: MatchState; page?: number }): Promise<Page<PlayedMatch>>

  /**
   * One own match.
   *
   * @throws Problem `not_found`, `not_participant`.
   */
  match(matchId: string): Promise<Match>

  /**
   * The result of one own match as it stands.
   *
   * @throws Problem `not_found`, `not_participant`.
   */
  result(matchId: string): Promise<MatchResult>

  /** Open matches that the player could accept, nearest skill level first, then oldest. `play` does this by itself. */
  lookUp(terms: Terms & { page?: number }): Promise<Page<Match>>

  /** Creates a match, also when there is one to accept. Throws as `play` does. */
  create(terms: Terms): Promise<Attempt>

  /**
   * Accepts one open match.
   *
   * @throws Problem `already_matched` (somebody was faster), `match_closed`, `own_match`, `insufficient_funds`.
   */
  accept(matchId: string): Promise<Attempt>

  /** Accepts the best open match or creates one, without looking for an open attempt first. Throws as `play` does. */
  join(terms: Terms): Promise<Attempt>

  /** Asks for more time in an own match, as `Attempt.prolong` does. */
  prolong(matchId: string): Promise<Date | null>

  /**
   * Calls `handler` for every such event from now on, and returns the function that ends it. Register handlers when the
   * page starts: events of matches that ended since the last visit come as soon as there is a handler and a player.
   */
  on<Event extends AnteEvent>(event: Event, handler: (data: AnteEvents[Event]) => void): () => void

  /** Ends the connection and all that waits for it; for a page that goes on without the game, and for tests. */
  close(): void
}
