import type { Instant, PlayerId } from './ids.ts'

/** An account at another provider with which a player signs in. It belongs to one player. */
export interface Identity extends IdentityId {
  readonly playerId: PlayerId
  /** The name that the provider had at the last sign-in. For display only: it identifies nobody. */
  readonly username: string | null
  /** The provider's last verified wallet JWT; null if there was none. */
  readonly wallet: VerifiedWallet | null
  readonly linkedAt: Instant
}

/** Names an account at a provider; `provider` is the operator's id for the provider. */
export interface IdentityId {
  readonly provider: string
  /** The provider's id for the person, which it never gives to another. */
  readonly subject: string
}

/** The claims about addresses in a wallet JWT. Its signature, issuer, audience, expiry and subject were verified. */
export interface VerifiedWallet {
  readonly verifiedAt: Instant
  readonly claims: Readonly<Record<string, unknown>>
}

/** The identity as one text, to be a key; a provider's id has no space. */
export function identityKey({ provider, subject }: IdentityId): string {
  return `${provider} ${subject}`
}
