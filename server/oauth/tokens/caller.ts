import type { Scope } from '@ante/shared'
import type { Client } from '../../domain/client.ts'
import type { ClientId, Instant, PlayerId } from '../../domain/ids.ts'

/** The player, application and scopes that an access token stands for. */
export interface Caller {
  readonly playerId: PlayerId
  readonly clientId: ClientId
  readonly scopes: ReadonlySet<Scope>
  readonly expiresAt: Instant
  readonly client: Client
}
