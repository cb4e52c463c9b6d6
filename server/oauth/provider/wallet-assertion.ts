import { createHash } from 'node:crypto'
import { importJWK, SignJWT } from 'jose'
import type { AuthorizationCode } from 'oidc-provider'
import type { Keys } from '../../keys/keys.ts'
import type { Clock, Randomness } from '../../services/core/clock.ts'

/** Makes the signed note that goes to a game in the redirect's fragment, for the code beside it. */
export type AssertWallet = (code: AuthorizationCode) => Promise<string>

const SECONDS_VALID = 300

interface AssertionDependencies {
  readonly keys: Keys
  readonly publicUrl: string
  readonly clock: Clock
  readonly random: Randomness
}

export async function createWalletAssertion(dependencies: AssertionDependencies): Promise<AssertWallet> {
  const { keys, publicUrl, clock, random } = dependencies
  const [jwk] = keys.signing
  const key = await importJWK(jwk, 'ES256')
  return (code) => {
    const iat = Math.floor(clock.now() / 1000)
    const claims = { scope: code.scope, c_hash: codeHash(code.jti ?? '') }
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', typ: 'wallet+jwt', ...(jwk.kid !== undefined && { kid: jwk.kid }) })
      .setIssuer(publicUrl)
      .setSubject(code.accountId ?? '')
      .setAudience(code.clientId ?? '')
      .setIssuedAt(iat)
      .setExpirationTime(iat + SECONDS_VALID)
      .setJti(random.bytes(16).toString('base64url'))
      .sign(key)
  }
}

/** Binds to a code as OpenID Connect's `c_hash` does: the left half of its hash. */
function codeHash(code: string): string {
  return createHash('sha256').update(code).digest().subarray(0, 16).toString('base64url')
}
