import { Problem } from '@ante/shared'
import type { PlayerId } from '../../domain/ids.ts'
import { type Player, signedOut } from '../../domain/player.ts'
import type { Storage } from '../../storage/storage.ts'
import { usernameTaken } from '../core/commit-problems.ts'
import type { ChangePlayer } from './change-player.ts'
import { type NewAccount, parseNewAccount, parseNewPassword } from './new-account.ts'
import type { Passwords } from './passwords.ts'

/**
 * How players sign in with a password, and how they change that. Each change ends, in its own commit, all sessions, grants
 * and tokens of the account: nobody who signed in before stays signed in.
 */
export interface Credentials {
  /** Whether this is the player's password; takes as long for a player who has none. */
  confirms(player: Player, password: string): Promise<boolean>
  /** Throws `invalid_request` for a password that is not allowed, and `forbidden` for a guest. */
  setPassword(id: PlayerId, password: string): Promise<Player>
  /**
   * Gives a guest's account a name and password; its matches and money stay. Throws `invalid_request` (with the wrong
   * fields), `username_taken`, and `forbidden` for an account that is not a guest's any more.
   */
  upgradeGuest(id: PlayerId, account: NewAccount): Promise<Player>
  signOutEverywhere(id: PlayerId): Promise<Player>
}

interface CredentialsDependencies {
  readonly change: ChangePlayer
  readonly passwords: Passwords
  readonly storage: Storage
}

export function createCredentials({ change, passwords, storage }: CredentialsDependencies): Credentials {
  const changeAndSignOut: ChangePlayer = (id, changed) =>
    change(id, async (player) => signedOut(await changed(player)), { revokes: [{ accountId: String(id) }] })

  return {
    confirms: (player, password) => passwords.matches(password, player.passwordHash, true),

    setPassword: (id, password) =>
      changeAndSignOut(id, async (player) => {
        if (player.guest) throw new Problem('forbidden', 'A guest chooses a username first.')
        return { ...player, passwordHash: await passwords.hash(parseNewPassword(password, player.username)) }
      }),

    async upgradeGuest(id, account) {
      const { username, password, nickname } = parseNewAccount(account)
      await assertUsernameFree(storage, username)
      return changeAndSignOut(id, async (player) => {
        if (!player.guest) throw new Problem('forbidden', 'This account has a name already.')
        const passwordHash = await passwords.hash(password)
        return { ...player, username, nickname: nickname ?? player.nickname, passwordHash, guest: false }
      })
    },

    signOutEverywhere: (id) => changeAndSignOut(id, (player) => player),
  }
}

/** Throws `username_taken` before the password is hashed, which is costly. Only the commit makes sure of the name. */
export async function assertUsernameFree(storage: Storage, username: string): Promise<void> {
  if (await storage.playerByUsername(username)) throw usernameTaken(username)
}
