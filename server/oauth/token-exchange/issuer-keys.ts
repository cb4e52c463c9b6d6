import { createRemoteJWKSet, customFetch, importSPKI, type JWTVerifyGetKey } from 'jose'
import type { TokenIssuer } from '../../config/issuers.ts'
import type { Clock } from '../../services/core/clock.ts'
import { boundedFetch, jsonOf } from '../upstream/bounded-fetch.ts'

/** Milliseconds that one answer of an issuer may take. */
const TIMEOUT = 5_000
/** Milliseconds between two looks for keys that an issuer may have changed: strangers cannot make this server ask more often. */
const COOLDOWN = 30_000
/** Milliseconds after which keys are asked for anew. */
const MAX_AGE = 10 * 60_000

/** The keys of an issuer for `jwtVerify`; fetched when first needed, kept, and fetched again for an unknown `kid`. */
export function createIssuerKeys(issuer: TokenIssuer, clock: Clock): JWTVerifyGetKey {
  const { keys } = issuer
  switch (keys.kind) {
    case 'jwks':
      return createRemoteJWKSet(new URL(keys.uri), {
        timeoutDuration: TIMEOUT,
        cooldownDuration: COOLDOWN,
        cacheMaxAge: MAX_AGE,
        [customFetch]: (url, { headers }) => boundedFetch(url, { headers, timeout: TIMEOUT }),
      })
    case 'pem':
      return ({ alg }) => importSPKI(keys.pem, alg)
    case 'pem_uri':
      return createPemSource(keys.uri, clock)
  }
}

/** Keeps the PEM of a JSON document; an old one goes on serving while the issuer cannot be reached. */
function createPemSource(uri: string, clock: Clock): JWTVerifyGetKey {
  let known: string | null = null
  let askedAt = Number.NEGATIVE_INFINITY
  let asking: Promise<void> | null = null

  async function ask(): Promise<void> {
    askedAt = clock.now()
    const response = await boundedFetch(uri, { headers: { Accept: 'application/json' }, timeout: TIMEOUT })
    const document = await jsonOf(response)
    const pem = typeof document === 'object' && document !== null && 'publicKey' in document ? document.publicKey : null
    if (!response.ok || typeof pem !== 'string') throw new Error('the issuer published no publicKey')
    known = pem
  }

  return async ({ alg }) => {
    if (clock.now() - askedAt >= (known === null ? COOLDOWN : MAX_AGE)) {
      asking ??= ask().finally(() => {
        asking = null
      })
    }
    await asking?.catch((error: unknown) => {
      if (known === null) throw error
    })
    if (known === null) throw new Error('the keys of the issuer cannot be reached at the moment')
    return importSPKI(known, alg)
  }
}
