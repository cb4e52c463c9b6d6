import { createLocalJWKSet, errors, importJWK, type JWK, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import * as z from 'zod/mini'
import type { KnownHead } from '../../domain/audit/chain-audit.ts'
import type { Head } from '../../domain/ledger-chain.ts'
import type { Clock } from '../core/clock.ts'

const HEAD_TYPE = 'ante-ledger-head+jwt'
const EXPORT_TYPE = 'ante-ledger-export+jwt'

/** A public key as the server publishes it. */
export const PublicKey = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  kid: z.string(),
  alg: z.exactOptional(z.literal('ES256')),
  use: z.exactOptional(z.literal('sig')),
})
export type PublicKey = z.infer<typeof PublicKey>

/** Signs heads and exports of the ledger, which an operator keeps elsewhere. The published key verifies them. */
export interface LedgerSigner {
  /** A JWS with the head of the chain at this time: `iss`, `iat`, `height`, `hash`, `entries`. */
  signHead(head: Head): Promise<string>
  /** A JWS over the digest of an export: `iss`, `iat`, `digest`. */
  signExport(digest: string): Promise<string>
}

export async function createLedgerSigner(dependencies: {
  key: JWK
  /** Public URL of the server; null if the store does not know it. */
  issuer: string | null
  clock: Clock
}): Promise<LedgerSigner> {
  const { key: jwk, issuer, clock } = dependencies
  const key = await importJWK(jwk, 'ES256')
  const sign = (typ: string, claims: JWTPayload) =>
    new SignJWT({ ...(issuer !== null && { iss: issuer }), ...claims })
      .setProtectedHeader({ alg: 'ES256', typ, ...(jwk.kid !== undefined && { kid: jwk.kid }) })
      .setIssuedAt(Math.floor(clock.now() / 1000))
      .sign(key)
  return {
    signHead: ({ height, hash, size }) => sign(HEAD_TYPE, { height, hash, entries: size }),
    signExport: (digest) => sign(EXPORT_TYPE, { digest }),
  }
}

/** The public halves of the P-256 keys among these. Only such keys sign a ledger. */
export function publicHalves(keys: readonly JWK[]): PublicKey[] {
  return keys.flatMap((key) => z.safeParse(PublicKey, key).data ?? [])
}

const HeadClaims = z.object({ height: z.int(), hash: z.string(), entries: z.int() })
const ExportClaims = z.object({ digest: z.string() })

/** The head in a JWS; null unless one of these keys signed it. */
export async function verifySignedHead(jws: string, keys: readonly JWK[]): Promise<Head | null> {
  const claims = z.safeParse(HeadClaims, await claimsOf(jws, HEAD_TYPE, keys))
  return claims.success ? { height: claims.data.height, hash: claims.data.hash, size: claims.data.entries } : null
}

/** The digest in a JWS; null unless one of these keys signed it. */
export async function verifySignedDigest(jws: string, keys: readonly JWK[]): Promise<string | null> {
  const claims = z.safeParse(ExportClaims, await claimsOf(jws, EXPORT_TYPE, keys))
  return claims.success ? claims.data.digest : null
}

async function claimsOf(jws: string, typ: string, keys: readonly JWK[]): Promise<JWTPayload | null> {
  try {
    const { payload } = await jwtVerify(jws, createLocalJWKSet({ keys: publicHalves(keys) }), {
      typ,
      algorithms: ['ES256'],
    })
    return payload
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof DOMException) return null
    throw error
  }
}

/** Parses `height:hash`, the short form of a head; null for any other text. */
export function parseHead(text: string): KnownHead | null {
  const [, height, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? []
  return height === undefined || hash === undefined ? null : { height: Number(height), hash }
}
