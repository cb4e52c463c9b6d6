import { createHash } from 'node:crypto'
import type { UpstreamProvider } from '../../config/providers.ts'
import { type Identity, type IdentityId, identityKey } from '../../domain/identity.ts'
import type { PlayerId } from '../../domain/ids.ts'
import type { ErrorView } from '../../html/error-page.ts'
import { PageError } from '../../html/send-page.ts'
import type { ProviderName } from '../../oauth/interaction/pages/sign-in-page.ts'
import type { Upstream } from '../../oauth/upstream/upstream.ts'
import type { Identities } from '../../services/players/identities.ts'
import { TO_ACCOUNT } from '../pages/account-paths.ts'
import type { IdentityView } from '../pages/overview-view.ts'

/** Through which providers a player signs in, and through which they could; and the issuers of subject tokens. */
export interface SignInMethods {
  readonly issuers: readonly ProviderName[]
  /** The name of a provider or an issuer. */
  nameOf(id: string): string
  /** The player's identities, and the providers of which they have none. */
  of(playerId: PlayerId): Promise<{ identities: readonly IdentityView[]; linkable: Upstream['providers'] }>
  /** Providers by which the player can re-authenticate. */
  usableBy(playerId: PlayerId): Promise<Upstream['providers']>
  /** Throws a page where there is no such provider. */
  provider(id: string): UpstreamProvider
  /** An identity of the player by its key; throws a page where the player has none. */
  identity(playerId: PlayerId, key: string): Promise<Identity>
  view(identity: Identity): IdentityView
}

interface SignInMethodsDependencies {
  readonly identities: Identities
  readonly issuers: readonly ProviderName[]
  readonly upstream: Upstream
}

export function createSignInMethods({ identities, issuers, upstream }: SignInMethodsDependencies): SignInMethods {
  const find = (id: string) => upstream.providers.find((provider) => provider.id === id)

  const issuer = (id: string) => issuers.find((one) => one.id === id)
  const nameOf = (id: string) => (find(id) ?? issuer(id))?.name ?? id

  const view = (identity: Identity): IdentityView => ({
    key: keyOf(identity),
    providerName: nameOf(identity.provider),
    username: identity.username,
    opens: find(identity.provider) ? 'account' : issuer(identity.provider) ? 'games' : 'nothing',
  })

  return {
    issuers,
    nameOf,
    async of(playerId) {
      const own = await identities.of(playerId)
      const linkable = upstream.providers.filter(({ id }) => own.every(({ provider }) => provider !== id))
      return { identities: own.map(view), linkable }
    },
    async usableBy(playerId) {
      const own = await identities.of(playerId)
      return upstream.providers.filter(({ id }) => own.some(({ provider }) => provider === id))
    },
    provider(id) {
      const provider = find(id)
      if (!provider) throw new PageError(404, NOT_FOUND)
      return provider
    },
    async identity(playerId, key) {
      const identity = (await identities.of(playerId)).find((one) => keyOf(one) === key)
      if (!identity) throw new PageError(404, NOT_FOUND)
      return identity
    },
    view,
  }
}

/** Names an identity in addresses and forms. */
export function keyOf(identity: IdentityId): string {
  return createHash('sha256').update(identityKey(identity)).digest('base64url').slice(0, 22)
}

export const NOT_FOUND: ErrorView = {
  title: 'Nothing here',
  message: 'This is not one of your ways to sign in, or not any more.',
  action: TO_ACCOUNT,
}
