import type { Scope } from '@ante/shared'
import type { ClientId, Instant } from './ids.ts'

/** A registered application: an OAuth client. */
export interface Client {
  readonly id: ClientId
  readonly type: 'public' | 'native' | 'confidential'
  readonly name: string
  readonly description: string
  readonly logoUri: string | null
  readonly clientUri: string | null
  readonly redirectUris: readonly string[]
  readonly scopes: readonly Scope[]
  /** Web origins that may call the API with this client's tokens and receive the popup's answer. */
  readonly allowedOrigins: readonly string[]
  /** `sha256$<base64url>` of the secret; null unless confidential. */
  readonly secretHash: string | null
  /** Whether the redirect carries RFC 9207's `iss`. */
  readonly iss: boolean
  readonly createdAt: Instant
  /** When it was removed. The record stays, so that its id is never given again. Absent: in use. */
  readonly removedAt?: Instant
}
