import type { Player } from '../api/types.ts'
import type { TokenSource } from '../http/send.ts'

/** Who is signed in, and by which tokens. */
export interface PlayerSession extends TokenSource {
  /** Null when nobody is signed in, or when it is not known yet. */
  readonly player: Player | null
  /** Milliseconds since 1970 at which the access token ends; null when unknown. */
  readonly expiresAt: number | null
  /** Keeps what the server has just told about the player, a new nickname for instance. */
  update(player: Player): void
  /** Stops following other tabs. */
  close(): void
}

/** What a session tells the rest of the client. */
export interface SessionListener {
  signedIn(player: Player): void
  signedOut(reason: 'logout' | 'expired'): void
}
