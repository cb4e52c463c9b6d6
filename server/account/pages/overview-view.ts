import type { Player } from '../../domain/player.ts'
import type { ProviderName } from '../../oauth/interaction/pages/sign-in-page.ts'
import type { Connection } from '../../oauth/tokens/connected-applications.ts'

/** An account at a provider, as the page shows it. */
export interface IdentityView {
  /** Names it in a form. */
  readonly key: string
  readonly providerName: string
  /** What the provider calls the player; null: nothing. */
  readonly username: string | null
  /** Whether one can sign in with it now. */
  readonly usable: boolean
}

export interface OverviewView {
  readonly player: Player
  readonly token: string
  readonly demo: boolean
  readonly connections: readonly Connection[]
  readonly identities: readonly IdentityView[]
  /** Providers that can still be added. */
  readonly linkable: readonly ProviderName[]
  readonly done?: string | undefined
  /** As it was typed, and what is wrong with it. */
  readonly nickname?: string
  readonly wrongNickname?: string
}
