import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import type { UpstreamProvider } from '../../../server/config/providers.ts'

/** A call as the provider got it. */
export interface ProviderCall {
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly form: URLSearchParams
}

type Respond = (res: ServerResponse, call: ProviderCall) => unknown
type Endpoint = 'authorize' | 'token' | 'profile' | 'jwks'

/** A provider in the form of the Ultiverse document. It allows everything without asking. */
export interface TestProvider {
  readonly origin: string
  /** The person who is signed in at the provider. */
  person: { uid: string; username: string | null }
  /** While set, it answers instead of an endpoint. */
  readonly trouble: Partial<Record<Endpoint, Respond>>
  /** Claims that replace the true ones in its wallet JWT. */
  wallet: (WalletChanges & { readonly claims?: JWTPayload; readonly parameter?: string }) | null
  /** Every call, by endpoint. */
  readonly calls: Record<Endpoint, ProviderCall[]>
  /** Tokens that it gave out. */
  readonly given: string[]
  /** Its entry for `ANTE_PROVIDERS`. */
  settings(changes?: Partial<UpstreamProvider>): UpstreamProvider
  close(): Promise<void>
}

interface WalletChanges {
  readonly algorithm?: 'none' | 'HS256'
  readonly foreignKey?: boolean
  readonly type?: string
}

export const SECRET = 'secret-between-provider-and-us'
export const ADDRESS = '0x52908400098527886E0F7030069857D2E4169EE7'
const CLIENT_ID = 'ante-at-the-provider'

export async function startProvider(): Promise<TestProvider> {
  const codes = new Map<string, { uid: string; challenge: string | null }>()
  const tokens = new Map<string, string>()
  const keys = await createWalletKeys()

  const endpoints: Record<Endpoint, Respond> = {
    async authorize(res, { query }) {
      const code = randomBytes(12).toString('hex')
      codes.set(code, { uid: provider.person.uid, challenge: query.get('code_challenge') })
      provider.given.push(code)
      const target = new URL(query.get('redirect_uri') ?? '')
      target.searchParams.set('code', code)
      target.searchParams.set('state', query.get('state') ?? '')
      if (provider.wallet) target.hash = `${provider.wallet.parameter ?? 'wallet_jwt'}=${await walletJwt()}`
      res.writeHead(302, { location: target.href }).end()
    },
    token(res, { form }) {
      const code = codes.get(form.get('code') ?? '')
      codes.delete(form.get('code') ?? '')
      const uid = code?.uid ?? tokens.get(form.get('refresh_token') ?? '')
      if (uid === undefined || form.get('client_secret') !== SECRET || !fits(code?.challenge, form)) {
        return sendJson(res, 400, { error: 'invalid_grant' })
      }
      sendJson(res, 200, { ...giveTokens(uid), token_type: 'Bearer', expires_in: 3600, uid })
    },
    profile(res, { path, headers }) {
      const uid = tokens.get(String(headers.authorization).replace('Bearer ', ''))
      if (uid === undefined || !path.endsWith(`/${uid}`)) return sendJson(res, 401, { error: 'invalid_token' })
      sendJson(res, 200, { id: uid, username: provider.person.username, nickname: 'somebody' })
    },
    jwks: (res) => sendJson(res, 200, { keys: [keys.published] }),
  }

  function giveTokens(uid: string) {
    const [access_token, refresh_token] = [randomBytes(12).toString('hex'), randomBytes(12).toString('hex')]
    for (const token of [access_token, refresh_token]) tokens.set(token, uid)
    provider.given.push(access_token, refresh_token)
    return { access_token, refresh_token }
  }

  async function walletJwt(): Promise<string> {
    const { claims = {}, parameter: _, ...changes } = provider.wallet ?? {}
    const now = Math.floor(Date.now() / 1000)
    const truth = { iss: provider.origin, aud: CLIENT_ID, sub: provider.person.uid, iat: now, exp: now + 300 }
    const jwt = await keys.sign({ ...truth, address: ADDRESS, ...claims }, changes)
    provider.given.push(jwt)
    return jwt
  }

  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk)
    const url = new URL(req.url ?? '/', 'http://localhost')
    const form = new URLSearchParams(Buffer.concat(chunks).toString())
    const call = { path: url.pathname, query: url.searchParams, headers: req.headers, form }
    const endpoint = endpointOf(req.method, url.pathname)
    if (!endpoint) return sendJson(res, 404, {})
    provider.calls[endpoint].push(call)
    await (provider.trouble[endpoint] ?? endpoints[endpoint])(res, call)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const provider: TestProvider = {
    origin,
    person: { uid: 'u-1', username: 'ada' },
    trouble: {},
    wallet: null,
    calls: { authorize: [], token: [], profile: [], jwks: [] },
    given: [],
    settings: (changes = {}) => ({
      id: 'ulti',
      name: 'Ulti & Co',
      kind: 'oauth2',
      clientId: CLIENT_ID,
      clientSecret: SECRET,
      authorizeUrl: `${origin}/oauth/authorize`,
      tokenUrl: `${origin}/api/v1/oauth/token`,
      scope: 'public wallet',
      pkce: true,
      profileUrl: `${origin}/api/v1/users/{uid}`,
      subjectPath: 'id',
      usernamePath: 'username',
      uidPath: 'uid',
      issuer: origin,
      jwksUrl: null,
      timeout: 5000,
      ...changes,
    }),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return provider
}

function endpointOf(method: string | undefined, path: string): Endpoint | undefined {
  if (method === 'POST') return path === '/api/v1/oauth/token' ? 'token' : undefined
  if (path === '/oauth/authorize') return 'authorize'
  if (path === '/oauth/jwks') return 'jwks'
  return path.startsWith('/api/v1/users/') ? 'profile' : undefined
}

/** A code that was asked for with a challenge needs its verifier, and only such a code takes one (RFC 9700, 2.1.1). */
function fits(challenge: string | null | undefined, form: URLSearchParams): boolean {
  const verifier = form.get('code_verifier')
  if (verifier === null) return !challenge
  return createHash('sha256').update(verifier).digest('base64url') === challenge
}

export function sendJson(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}

async function createWalletKeys() {
  const [own, foreign] = [await generateKeyPair('ES256'), await generateKeyPair('ES256')]
  const published = { ...(await exportJWK(own.publicKey)), kid: 'wallet-1', alg: 'ES256', use: 'sig' }
  return {
    published,
    async sign(claims: JWTPayload, { algorithm, foreignKey, type = 'wallet+jwt' }: WalletChanges): Promise<string> {
      if (algorithm === 'none') {
        const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
        return `${part({ alg: 'none' })}.${part(claims)}.`
      }
      // The algorithm confusion attack: the published key is used as a shared secret.
      const alg = algorithm ?? 'ES256'
      const key =
        alg === 'HS256' ? Buffer.from(JSON.stringify(published)) : foreignKey ? foreign.privateKey : own.privateKey
      return new SignJWT(claims).setProtectedHeader({ alg, kid: 'wallet-1', typ: type }).sign(key)
    },
  }
}
