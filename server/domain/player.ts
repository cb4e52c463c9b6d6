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
  readonly createdAt: Instant
}

/** Usernames are unique ignoring case. */
export function usernameKey(username: string): string {
  return username.toLowerCase()
}
