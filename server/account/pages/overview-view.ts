import type { ClientId } from '../../domain/ids.ts'
import type { Player } from '../../domain/player.ts'
import type { ProviderName } from '../../oauth/interaction/pages/sign-in-page.ts'
import type { Connection } from '../../oauth/tokens/connected-applications.ts'

/** An account at a provider, as the page shows it. */
export interface IdentityView {
  /** Names it in a form. */
  readonly key: string
  readonly providerName: string
  /** The player's name at the provider; null where it gave none. */
  readonly username: string | null
  /**
   * `account`: it signs in here, and to games. `games`: games of its issuer play with this account, and nobody signs in here
   * with it. `nothing`: its provider is not offered any more.
   */
  readonly opens: 'account' | 'games' | 'nothing'
}

export interface OverviewView {
  readonly player: Player
  readonly csrfToken: string
  readonly demo: boolean
  readonly connections: readonly Connection[]
  readonly identities: readonly IdentityView[]
  /** Providers that can still be added. */
  readonly linkable: readonly ProviderName[]
  /** What is wrong with a limit that was typed, and for which application. */
  readonly wrongLimit?: { readonly clientId: ClientId; readonly message: string }
  /** What was just done. */
  readonly notice?: string | undefined
  /** As it was typed, and what is wrong with it. */
  readonly nickname?: string
  readonly wrongNickname?: string
}
