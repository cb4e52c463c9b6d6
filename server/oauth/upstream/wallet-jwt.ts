import { createRemoteJWKSet, customFetch, type JWTPayload, jwtVerify } from 'jose'
import type { Logger } from 'pino'
import type { UpstreamProvider } from '../../config/providers.ts'
import type { VerifiedWallet } from '../../domain/identity.ts'
import type { Clock } from '../../services/core/clock.ts'
import { boundedFetch } from './bounded-fetch.ts'

/**
 * What a provider's wallet JWT says about somebody's addresses; null unless signature, issuer, audience, expiry and
 * subject are right. It identifies nobody: the subject comes from the provider's profile.
 */
export type VerifyWallet = (jwt: string, subject: string) => Promise<VerifiedWallet | null>

/** Nothing that is made with a shared secret, nor `none`. */
const ALGORITHMS = ['ES256', 'ES384', 'ES512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'EdDSA', 'Ed25519']
/** What is kept of a JWT, under the names that wallets go by. */
const ADDRESS_CLAIMS = [
  'address',
  'addresses',
  'wallet',
  'wallets',
  'wallet_address',
  'wallet_addresses',
  'chain',
  'chain_id',
]
const MAX_CHARACTERS = 4096
const CLOCK_TOLERANCE = 10

interface WalletDependencies {
  readonly clock: Clock
  readonly log: Logger
}

/** Null for a provider whose wallet JWTs nobody could verify. */
export function createVerifyWallet(provider: UpstreamProvider, dependencies: WalletDependencies): VerifyWallet | null {
  const { jwksUrl, issuer, clientId, timeout } = provider
  if (jwksUrl === null || issuer === null) return null
  const { clock, log } = dependencies
  const keys = createRemoteJWKSet(new URL(jwksUrl), {
    timeoutDuration: timeout,
    [customFetch]: (url, { headers }) => boundedFetch(url, { headers, timeout }),
  })
  return async (jwt, subject) => {
    try {
      const { payload, protectedHeader } = await jwtVerify(jwt, keys, {
        issuer,
        audience: clientId,
        subject,
        requiredClaims: ['exp'],
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_TOLERANCE,
        currentDate: new Date(clock.now()),
      })
      if (!/^(wallet\+)?jwt$/i.test(protectedHeader.typ ?? 'JWT')) throw new Error('the JWT is of another type')
      log.info({ provider: provider.id }, 'a wallet JWT was verified')
      return { verifiedAt: clock.now(), claims: addressClaims(payload) }
    } catch (error) {
      const reason = error instanceof Error && 'code' in error ? error.code : 'unknown'
      log.info({ provider: provider.id, reason }, 'a wallet JWT was not verified')
      return null
    }
  }
}

function addressClaims(payload: JWTPayload): Record<string, unknown> {
  const claims = ADDRESS_CLAIMS.filter((name) => payload[name] !== undefined).map((name) => [name, payload[name]])
  return JSON.stringify(claims).length > MAX_CHARACTERS ? {} : Object.fromEntries(claims)
}
