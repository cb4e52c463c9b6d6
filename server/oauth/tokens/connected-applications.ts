import type { AmountsByCurrency, Scope } from '@ante/shared'
import type { Client } from '../../domain/client.ts'
import { asClientId, type ClientId, type Instant, type PlayerId } from '../../domain/ids.ts'
import type { Clients } from '../../services/clients/clients.ts'
import type { Clock } from '../../services/core/clock.ts'
import type { StakeLimits } from '../../services/matches/stake-limits.ts'
import type { OAuthRecord, OAuthRecords } from '../../storage/storage.ts'
import { parseScopes } from '../provider/scopes.ts'

/** An application that a player has let in, by one grant or several. */
export interface Connection {
  readonly client: Client
  /** What any of the grants allows. */
  readonly scopes: readonly Scope[]
  /** Of the first of them. */
  readonly since: Instant
  /** What it may lose in 24 hours, by currency; empty: no limit. */
  readonly limits: AmountsByCurrency
}

export interface Connections {
  /** Those that may do something now, newest first. */
  of(playerId: PlayerId): Promise<readonly Connection[]>
  /** Takes back everything that a player has granted to an application, with every token; false where there was nothing. */
  end(playerId: PlayerId, clientId: ClientId): Promise<boolean>
}

interface ConnectionsDependencies {
  readonly records: OAuthRecords
  readonly clients: Clients
  readonly stakeLimits: StakeLimits
  readonly clock: Clock
}

export function createConnections({ records, clients, stakeLimits, clock }: ConnectionsDependencies): Connections {
  const grantsOf = async (playerId: PlayerId) => {
    const grants = await records.listBy('Grant', { accountId: String(playerId) })
    return grants.filter(({ expiresAt }) => expiresAt === null || expiresAt > clock.now())
  }

  return {
    async of(playerId) {
      const byClient = new Map<string, OAuthRecord[]>()
      for (const grant of await grantsOf(playerId)) {
        const id = grant.clientId ?? ''
        byClient.set(id, [...(byClient.get(id) ?? []), grant])
      }
      const all = [...byClient].map(async ([id, grants]) => {
        const client = await clients.find(asClientId(id))
        if (!client) return []
        const limits = await stakeLimits.of({ playerId, clientId: client.id })
        return [{ client, scopes: scopesOf(grants), since: Math.min(...grants.map(grantedAt)), limits }]
      })
      return (await Promise.all(all)).flat().sort((one, other) => other.since - one.since)
    },

    async end(playerId, clientId) {
      const grants = (await grantsOf(playerId)).filter((grant) => grant.clientId === clientId)
      await Promise.all(grants.map(({ key }) => records.deleteByGrant(key)))
      return grants.length > 0
    },
  }
}

/** What oidc-provider keeps of a grant: all that was allowed, and apart from it what was refused. */
interface GrantPayload {
  readonly iat?: number
  readonly openid?: { readonly scope?: string }
}

const payloadOf = ({ payload }: OAuthRecord): GrantPayload => payload

function scopesOf(grants: readonly OAuthRecord[]): Scope[] {
  return parseScopes(grants.map((grant) => payloadOf(grant).openid?.scope ?? '').join(' '))
}

const grantedAt = (grant: OAuthRecord): Instant => (payloadOf(grant).iat ?? 0) * 1000
