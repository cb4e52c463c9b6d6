import { Problem } from '@ante/shared'
import type { PlayerId } from '../../domain/ids.ts'
import { type Player, signedOut } from '../../domain/player.ts'
import type { Storage } from '../../storage/storage.ts'
import { type ChangePlayer, usernameTaken } from './change-player.ts'
import { checkedAccount, checkedPassword, type NewAccount } from './new-account.ts'
import type { Passwords } from './passwords.ts'

/**
 * What players do to the way into their own account. Each change ends, in its own commit, every session, grant and token
 * of before: whoever knew the old way in is out.
 */
export interface Credentials {
  /** Whether this is the player's password; the same work where there is none. */
  confirms(player: Player, password: string): Promise<boolean>
  /** Throws `invalid_request` for a password that cannot be taken. */
  setPassword(id: PlayerId, password: string): Promise<Player>
  /**
   * Gives a guest's account a name and password; its matches and money stay. Throws `invalid_request` (with the wrong
   * fields), `username_taken`, and `forbidden` for an account that is no guest's any more.
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
    confirms: (player, password) => passwords.matches(password, player.passwordHash),

    setPassword: (id, password) =>
      changeAndSignOut(id, async (player) => {
        if (player.guest) throw new Problem('forbidden', 'A guest chooses a username first.')
        return { ...player, passwordHash: await passwords.hash(checkedPassword(password, player.username)) }
      }),

    async upgradeGuest(id, account) {
      const { username, password, nickname } = checkedAccount(account)
      // Saves the costly hash where the name is taken already; the commit alone decides.
      if (await storage.playerByUsername(username)) throw usernameTaken(username)
      return changeAndSignOut(id, async (player) => {
        if (!player.guest) throw new Problem('forbidden', 'This account has a name already.')
        const passwordHash = await passwords.hash(password)
        return { ...player, username, nickname: nickname ?? player.nickname, passwordHash, guest: false }
      })
    },

    signOutEverywhere: (id) => changeAndSignOut(id, (player) => player),
  }
}
