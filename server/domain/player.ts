import type { Instant, PlayerId } from './ids.ts'

/** A person with an account. */
export interface Player {
  readonly id: PlayerId
  readonly username: string
  readonly nickname: string
  /** An argon2id hash; null for a guest, who has no password. */
  readonly passwordHash: string | null
  readonly guest: boolean
  /** May finish running matches, and start none. */
  readonly excluded: boolean
  /** May do nothing at all, finishing matches included; absent: not banned. */
  readonly ban?: Ban
  /** How often all sessions of the account were ended; one counts while it began under the same number. Absent: 0. */
  readonly epoch?: number
  readonly createdAt: Instant
}

/** Why and since when the operator keeps a player out. */
export interface Ban {
  /** For the operator and the player; empty: none given. */
  readonly reason: string
  readonly at: Instant
}

/** The same player with every session of before ended; grants and tokens end by what the store revokes beside it. */
export function signedOut(player: Player): Player {
  return { ...player, epoch: epochOf(player) + 1 }
}

export const epochOf = ({ epoch = 0 }: Player) => epoch

/** Usernames are unique ignoring case. */
export function usernameKey(username: string): string {
  return username.toLowerCase()
}
