import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose'
import { readIssuers, type TokenIssuer } from '../../../server/config/issuers.ts'
import { type Served, type ServedAnswer, serve } from '../stub-server.ts'

/** An issuer of player tokens as portals and account services are: keys at an address, JWTs signed with them. */
export interface TestIssuer extends Served {
  /** As an operator would configure it, over these fields. */
  settings(fields?: Record<string, unknown>): TokenIssuer
  /** A token of this issuer, valid for a few minutes unless told else. */
  token(
    claims?: Record<string, unknown>,
    header?: { alg?: string; kid?: string; key?: CryptoKey | Uint8Array },
  ): Promise<string>
  /** The public key in PEM. */
  readonly pem: string
  /** Answers in place of the keys, while set. */
  trouble: ServedAnswer | null
  /** Signs with a new key from now on, which is published from now on. */
  rotate(): Promise<void>
}

export const AUDIENCE = 'game-1234'
export const ISSUER = 'https://portal.example'

export async function startIssuer(): Promise<TestIssuer> {
  let generation = 0
  let keys = await generateKeyPair('RS256')
  const served = await serve(async ({ path }) => {
    if (issuer.trouble) return issuer.trouble
    if (path === '/publicKey.json') return { status: 200, body: { publicKey: await exportSPKI(keys.publicKey) } }
    const jwk = await exportJWK(keys.publicKey)
    return { status: 200, body: { keys: [{ ...jwk, alg: 'RS256', use: 'sig', kid: `key-${generation}` }] } }
  })
  const issuer: TestIssuer = Object.assign(served, {
    trouble: null,
    pem: await exportSPKI(keys.publicKey),
    settings(fields = {}) {
      const problems: string[] = []
      const entry = {
        id: 'portal',
        name: 'Portal',
        issuer: ISSUER,
        audience: AUDIENCE,
        algorithms: ['RS256'],
        ...('public_key' in fields || 'public_key_uri' in fields ? {} : { jwks_uri: `${served.origin}/jwks` }),
        ...fields,
      }
      const [settings] = readIssuers(JSON.stringify([entry]), [], (problem) => problems.push(problem))
      if (!settings) throw new Error(problems.join('\n'))
      return settings
    },
    async token(
      claims: Record<string, unknown> = {},
      { alg = 'RS256', kid = `key-${generation}`, key = keys.privateKey } = {},
    ) {
      const now = Math.floor(Date.now() / 1000)
      const all = { iss: ISSUER, aud: AUDIENCE, sub: 'player-7', iat: now, exp: now + 300, ...claims }
      return new SignJWT(all).setProtectedHeader({ alg, kid, typ: 'JWT' }).sign(key)
    },
    async rotate() {
      generation += 1
      keys = await generateKeyPair('RS256')
    },
  } satisfies Omit<TestIssuer, keyof Served>)
  return issuer
}
