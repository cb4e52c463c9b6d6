import type { PlayerEvent } from '@ante/shared'
import type { Connection } from '../api/events.ts'
import type { Environment } from '../environment/environment.ts'
import type { Records } from '../environment/records.ts'
import type { Send, TokenSource } from '../http/send.ts'

/** What a feed needs. */
export interface FeedDependencies {
  readonly environment: Environment
  readonly server: string
  readonly records: Records
  readonly tokens: TokenSource
  readonly send: Send
  /** Milliseconds since 1970 at which the access token ends; null when unknown. */
  readonly expiresAt: () => number | null
  readonly listener: FeedListener
}

/** What a feed tells of. */
export interface FeedListener {
  event(event: PlayerEvent): void
  gap(): void
  connection(state: Connection): void
  /** The server is there again; what happened before this feed began may be unknown. */
  connected(): void
}
