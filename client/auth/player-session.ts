import type { Player } from '../api/types.ts'
import type { TokenSource } from '../http/send.ts'

/** The signed-in player and the access tokens. */
export interface PlayerSession extends TokenSource {
  /** Null when nobody is signed in, or when the player is not known yet. */
  readonly player: Player | null
  /** Milliseconds until the access token expires; null when unknown. */
  timeLeft(): number | null
  /** Stores what the server has just said about the player, such as a new nickname. */
  update(player: Player): void
  /** Stops following other tabs. */
  close(): void
}

/** Reports when a session begins and ends. */
export interface SessionListener {
  signedIn(player: Player): void
  signedOut(reason: 'logout' | 'expired'): void
}
