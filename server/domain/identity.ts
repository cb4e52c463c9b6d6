import type { Instant, PlayerId } from './ids.ts'

/** An account at another provider with which a player signs in. It belongs to one player. */
export interface Identity extends IdentityId {
  readonly playerId: PlayerId
  /** What the provider called the player at the last sign-in, to be shown; it identifies nobody. */
  readonly username: string | null
  /** What the provider's last verified wallet JWT said; null where none ever was. */
  readonly wallet: VerifiedWallet | null
  readonly linkedAt: Instant
}

/** The provider, by the operator's name for it, and whom it means. */
export interface IdentityId {
  readonly provider: string
  /** The provider's own id of the person, which it never gives to another. */
  readonly subject: string
}

/** The claims about addresses of a wallet JWT whose signature, issuer, audience, expiry and subject were right. */
export interface VerifiedWallet {
  readonly verifiedAt: Instant
  readonly claims: Readonly<Record<string, unknown>>
}

/** One text for a provider and subject; a provider's id has no space. */
export function identityKey({ provider, subject }: IdentityId): string {
  return `${provider} ${subject}`
}
