import { asClientId, asPlayerId } from '../../domain/ids.ts'
import type { Clients } from '../../services/clients/clients.ts'
import type { Clock } from '../../services/core/clock.ts'
import type { Players } from '../../services/players/players.ts'
import type { OAuthRecord, OAuthRecords } from '../../storage/storage.ts'
import { recordKey } from '../provider/adapter.ts'
import { parseScopes } from '../provider/scopes.ts'
import type { Caller } from './caller.ts'

/** Whom an access token speaks for; null for one that is unknown, expired or revoked, or whose player or client is gone. */
export type FindCaller = (token: string) => Caller | null | Promise<Caller | null>

interface AuthenticateDependencies {
  readonly records: OAuthRecords
  readonly clients: Clients
  readonly players: Players
  readonly clock: Clock
}

/** Looks everything up in the store each time. */
export function createFindCaller({
  records,
  clients,
  players,
  clock,
}: AuthenticateDependencies): (token: string) => Promise<Caller | null> {
  const isAlive = (record: OAuthRecord | undefined): record is OAuthRecord & { expiresAt: number } =>
    record !== undefined && record.expiresAt !== null && record.expiresAt > clock.now()

  return async (token) => {
    const record = await records.get('AccessToken', recordKey('AccessToken', token))
    if (!isAlive(record) || !record.grantId || !record.clientId || !record.accountId) return null
    const [grant, client, player] = await Promise.all([
      records.get('Grant', record.grantId),
      clients.find(asClientId(record.clientId)),
      players.find(asPlayerId(Number(record.accountId))),
    ])
    if (!isAlive(grant) || !client || !player) return null
    return {
      playerId: player.id,
      clientId: client.id,
      scopes: new Set(parseScopes(record.payload.scope)),
      expiresAt: record.expiresAt,
      client,
    }
  }
}
