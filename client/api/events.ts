import type { Problem } from '@ante/shared'
import type { Match, MatchResult, Player, Score, Settled, UnsentScore } from './types.ts'

/**
 * How events arrive: `live` over a socket, `polling` every few seconds while there is no socket, `offline` not at all.
 * Events that were missed arrive later in any case.
 */
export type Connection = 'live' | 'polling' | 'offline'

/** Events of {@link Ante.on}, and what their handlers get. */
export interface AnteEvents {
  /** Somebody accepted the player's match. */
  matched: { readonly match: Match }
  /** The other side has finished playing; its score stays hidden until the match is decided. */
  opponentFinished: { readonly matchId: string }
  /** Both scores are in: somebody won, or it is a draw. Also emitted for matches that ended while the game was closed. */
  settled: Settled
  /** Nobody accepted the player's match in time; the stake is back. */
  expired: Settled
  /** Nobody won; the stake is back. */
  void: Settled
  /** What can be staked now in this currency, in minor units. */
  wallet: { readonly currency: string; readonly balance: number }
  /** A score has reached the server; `result` as it stands. Also emitted for scores of an earlier visit. */
  submitted: { readonly matchId: string; readonly score: Score; readonly result: MatchResult }
  /** A score could not be sent yet. It is kept here and sent as soon as the server can be reached. */
  unsent: UnsentScore
  /** A score of an earlier visit was refused for good, with `result_too_late` for example. */
  refused: { readonly matchId: string; readonly score: Score; readonly problem: Problem }
  /** Events were lost (they are kept 90 days): reload what the page shows. */
  gap: Record<string, never>
  /** The player signed in, in this tab or another one. */
  signedIn: { readonly player: Player }
  /** The player signed out, in this tab or another one (`logout`), or the session ended (`expired`). */
  signedOut: { readonly reason: 'logout' | 'expired' }
  connection: { readonly state: Connection }
}

/** Name of an event. */
export type AnteEvent = keyof AnteEvents
