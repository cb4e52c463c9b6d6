import type { PlayerStanding, RegisteredClient } from '@ante/shared'
import type { Client } from '../domain/client.ts'
import type { Player } from '../domain/player.ts'

/** A registered client on the wire. */
export function presentClient(client: Client): RegisteredClient {
  return {
    client_id: client.id,
    type: client.type,
    name: client.name,
    description: client.description,
    logo_uri: client.logoUri,
    client_uri: client.clientUri,
    redirect_uris: [...client.redirectUris],
    scopes: [...client.scopes],
    allowed_origins: [...client.allowedOrigins],
    iss: client.iss,
    created_at: new Date(client.createdAt).toISOString(),
  }
}

/** What a player may do, on the wire. */
export function presentPlayerStatus({ id, username, nickname, excluded, ban }: Player): PlayerStanding {
  return {
    id,
    username,
    nickname,
    excluded,
    ban: ban ? { reason: ban.reason, at: new Date(ban.at).toISOString() } : null,
  }
}
