import type { Instant, PlayerId } from './ids.ts'

/** A person with an account. */
export interface Player {
  readonly id: PlayerId
  readonly username: string
  readonly nickname: string
  /** An argon2id hash; null for a guest, who has no password. */
  readonly passwordHash: string | null
  readonly guest: boolean
  /** An excluded player may finish running matches but start none. */
  readonly excluded: boolean
  /** A banned player may do nothing, not even finish matches. Absent: not banned. */
  readonly ban?: Ban
  /**
   * Counts how often all sessions of the account were ended. A session is valid only in the epoch in which it began.
   * Absent: 0.
   */
  readonly epoch?: number
  readonly createdAt: Instant
}

/** Why and when the operator banned a player. */
export interface Ban {
  /** Shown to the operator and the player; empty if none was given. */
  readonly reason: string
  readonly at: Instant
}

/** The player with all sessions ended. The commit must also revoke the grants and tokens (`revokes`). */
export function signedOut(player: Player): Player {
  return { ...player, epoch: epochOf(player) + 1 }
}

export const epochOf = ({ epoch = 0 }: Player) => epoch

/** Two usernames with the same key are the same name: usernames are unique ignoring case. */
export function usernameKey(username: string): string {
  return username.toLowerCase()
}
