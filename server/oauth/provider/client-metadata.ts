import type { AdapterPayload, Client as EngineClient } from 'oidc-provider'
import type { Client } from '../../domain/client.ts'

/** What oidc-provider keeps of a client beside the standard metadata. */
export const EXTRA_METADATA = ['allowed_origins', 'sends_iss']

/** A registered client as RFC 7591 metadata. */
export function toMetadata(
  client: Client,
  redirectUris: readonly string[],
  extraGrants: readonly string[],
): AdapterPayload {
  return {
    client_id: client.id,
    client_name: client.name,
    application_type: client.type === 'native' ? 'native' : 'web',
    token_endpoint_auth_method: client.secretHash === null ? 'none' : 'client_secret_post',
    ...(client.secretHash !== null && { client_secret: client.secretHash }),
    redirect_uris: [...redirectUris],
    scope: client.scopes.join(' '),
    grant_types: ['authorization_code', 'refresh_token', ...extraGrants],
    response_types: ['code'],
    allowed_origins: [...client.allowedOrigins],
    sends_iss: client.iss,
  }
}

/** Whether a page of this origin may read answers to the client. */
export function allowsOrigin(client: EngineClient, origin: string): boolean {
  const { allowed_origins: allowed } = client
  return Array.isArray(allowed) && allowed.includes(origin)
}

/** Browser and native games, which can keep no secret. */
export function hasNoSecret(client: EngineClient): boolean {
  return client.clientAuthMethod === 'none'
}

export function sendsIss(client: EngineClient): boolean {
  return client.sends_iss !== false
}
