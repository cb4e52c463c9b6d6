import { createHash } from 'node:crypto'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  codeOf,
  exchange,
  refresh,
  signIn,
  signInPublicly,
  startOAuth,
  type TestClient,
  type TestOAuth,
} from '../../support/oauth/oauth-server.ts'

let server: TestOAuth
let client: TestClient

beforeAll(async () => {
  server = await startOAuth()
  client = await server.register({ scopes: ['public', 'wallet'] })
})
afterAll(() => server.close())

const json = async (path: string) => (await fetch(`${server.origin}${path}`)).json()
const tokensOf = async (of: TestClient) =>
  (await server.post('/oauth/token', exchange(of, codeOf(await signIn(server, of))))).body

describe('metadata', () => {
  it('[OA10] describes the server (RFC 8414)', async () => {
    const { origin } = server
    expect(await json('/.well-known/oauth-authorization-server')).toEqual({
      issuer: origin,
      authorization_endpoint: `${origin}/oauth/authorize`,
      token_endpoint: `${origin}/oauth/token`,
      revocation_endpoint: `${origin}/oauth/revoke`,
      introspection_endpoint: `${origin}/oauth/introspect`,
      device_authorization_endpoint: `${origin}/oauth/device_authorization`,
      jwks_uri: `${origin}/oauth/jwks`,
      scopes_supported: ['public', 'wallet', 'profile'],
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      grant_types_supported: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic', 'none'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
    })
  })

  it('[OA10] names the public URL, whatever host a request names', async () => {
    const behind = await startOAuth({ publicUrl: 'https://play.example' })
    const headers = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http', forwarded: 'host=evil.example' }
    const response = await fetch(`${behind.origin}/.well-known/oauth-authorization-server`, { headers })
    const metadata = JSON.stringify(await response.json())
    await behind.close()
    expect(metadata).toContain('https://play.example/oauth/token')
    expect(metadata).not.toMatch(/evil|127\.0\.0\.1/)
  })

  it('[OA10] publishes public keys alone', async () => {
    const { keys } = await json('/oauth/jwks')
    expect(keys).toEqual([
      {
        kty: 'EC',
        crv: 'P-256',
        alg: 'ES256',
        use: 'sig',
        kid: expect.any(String),
        x: expect.any(String),
        y: expect.any(String),
      },
    ])
  })

  it('[OA28] leaves paths that are not its own to the rest of the server', async () => {
    for (const path of ['/', '/oauth', '/oauth/unknown', '/session/end/confirm', '/interaction/x', '/api/v1/oauth']) {
      expect(await json(path)).toEqual({ fell: 'through' })
    }
  })
})

describe('the wallet assertion', () => {
  it('[OA9] comes in the fragment, beside a code that it is bound to', async () => {
    const location = await signIn(server, client, { scope: 'public wallet', state: 's' })
    const assertion = /^#wallet_jwt=([\w.-]+)$/.exec(location.hash)?.[1] ?? ''
    const keys = createRemoteJWKSet(new URL(`${server.origin}/oauth/jwks`))
    const options = { issuer: server.publicUrl, audience: client.id, typ: 'wallet+jwt', algorithms: ['ES256'] }
    const { payload } = await jwtVerify(assertion, keys, options)
    const half = createHash('sha256').update(codeOf(location)).digest().subarray(0, 16).toString('base64url')
    expect(payload).toMatchObject({ scope: 'public wallet', c_hash: half, jti: expect.any(String) })
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300)
    const { body } = await server.post('/oauth/token', exchange(client, codeOf(location)))
    const caller = await server.oauth.authenticate(body.access_token)
    expect(payload.sub).toBe(String(caller?.playerId))
    expect(await server.oauth.authenticate(assertion)).toBeNull()
  })

  it('[OA9] does not come where `wallet` was not granted', async () => {
    expect((await signIn(server, client)).hash).toBe('')
  })
})

describe('revocation and introspection', () => {
  it('[OA10] revoke the own tokens, the family with a refresh token', async () => {
    const { access_token, refresh_token } = await tokensOf(client)
    const own = { client_id: client.id, client_secret: client.secret }
    const answer = await server.post('/oauth/revoke', { ...own, token: refresh_token })
    expect(answer).toMatchObject({ status: 200, body: {} })
    expect(await server.oauth.authenticate(access_token)).toBeNull()
    expect((await server.post('/oauth/token', refresh(client, refresh_token))).status).toBe(400)
    expect((await server.post('/oauth/revoke', { ...own, token: 'unknown' })).status).toBe(200)
  })

  it("[OA10] leave other clients' tokens alone", async () => {
    const { access_token, refresh_token } = await tokensOf(client)
    const stranger = await server.register()
    const form = { client_id: stranger.id, client_secret: stranger.secret }
    for (const token of [access_token, refresh_token]) {
      expect((await server.post('/oauth/revoke', { ...form, token })).status).toBe(200)
      expect((await server.post('/oauth/introspect', { ...form, token })).body).toEqual({ active: false })
    }
    expect(await server.oauth.authenticate(access_token)).not.toBeNull()
  })

  it('[OA10] tell a client about its own tokens', async () => {
    const { access_token } = await tokensOf(client)
    const own = { client_id: client.id, client_secret: client.secret }
    const { body } = await server.post('/oauth/introspect', { ...own, token: access_token })
    expect(body).toMatchObject({ active: true, client_id: client.id, scope: 'public', iss: server.publicUrl })
    const wrong = await server.post('/oauth/introspect', {
      client_id: client.id,
      client_secret: 'x',
      token: access_token,
    })
    expect(wrong.status).toBe(401)
  })
})

describe('errors of the token endpoint', () => {
  const form = 'application/x-www-form-urlencoded'
  it.each([
    ['nothing', '', form, 400, 'invalid_request'],
    ['JSON', '{"grant_type":"refresh_token"}', 'application/json', 400, 'invalid_request'],
    ['noise', '%%%\u0000&=&&%zz', form, 400, 'invalid_request'],
    ['an unknown client', 'grant_type=refresh_token&client_id=x&client_secret=y', form, 401, 'invalid_client'],
    ['another grant', 'grant_type=password&client_id=ID&client_secret=SECRET', form, 400, 'unsupported_grant_type'],
    ['no grant', 'client_id=ID&client_secret=SECRET', form, 400, 'invalid_request'],
    ['no code', 'grant_type=authorization_code&client_id=ID&client_secret=SECRET', form, 400, 'invalid_request'],
    ['no refresh token', 'grant_type=refresh_token&client_id=ID&client_secret=SECRET', form, 400, 'invalid_request'],
    [
      'a field twice',
      'grant_type=refresh_token&refresh_token=a&refresh_token=b&client_id=ID&client_secret=SECRET',
      form,
      400,
      'invalid_request',
    ],
    ['10 MB', `code=${'x'.repeat(10 * 1024 * 1024)}`, form, 400, 'invalid_request'],
  ])('[OA12] are JSON for %s', async (_, body, type, status, error) => {
    const filled = body.replace('ID', client.id).replace('SECRET', client.secret)
    for (const path of ['/oauth/token', '/api/v1/oauth/token']) {
      const answer = await server.post(path, filled, { 'content-type': type, accept: 'text/html' })
      expect(answer).toMatchObject({ status, body: { error } })
      expect(answer.headers.get('content-type')).toContain('application/json')
    }
  })

  it('[OA12] are JSON for another method', async () => {
    const response = await fetch(`${server.origin}/oauth/token`)
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, OPTIONS'])
    expect(await response.json()).toMatchObject({ error: 'invalid_request' })
  })

  it('[OA12] say 503 when nothing can be saved', async () => {
    const broken = await startOAuth()
    const of = await broken.register()
    const code = codeOf(await signIn(broken, of))
    await broken.storage.close()
    const answer = await broken.post('/oauth/token', exchange(of, code))
    await broken.close().catch(() => undefined)
    expect(answer).toMatchObject({ status: 503, body: { error: 'server_error' } })
  })
})

describe('calls from browsers', () => {
  const GAME = 'https://tower.example'
  let game: TestClient
  beforeAll(async () => {
    game = await server.register({ type: 'public', redirect_uris: [], allowed_origins: [GAME] })
    await server.register({ type: 'public', redirect_uris: [], allowed_origins: ['https://other.example'] })
  })

  const preflight = async (origin: string, path = '/oauth/token') => {
    const headers = { origin, 'access-control-request-method': 'POST' }
    return fetch(`${server.origin}${path}`, { method: 'OPTIONS', headers })
  }

  it('[OA21] get a preflight answered for every registered origin, and no other', async () => {
    for (const path of ['/oauth/token', '/api/v1/oauth/token', '/oauth/revoke']) {
      for (const origin of [GAME, 'https://other.example']) {
        const { status, headers } = await preflight(origin, path)
        expect([status, headers.get('access-control-allow-origin')]).toEqual([204, origin])
        expect(headers.get('access-control-allow-credentials')).toBeNull()
      }
      expect((await preflight('https://evil.example', path)).headers.get('access-control-allow-origin')).toBeNull()
    }
  })

  it("[OA21] may read the answer at the client's own origins alone", async () => {
    const { body } = await signInPublicly(server, game)
    const from = (origin: string) => server.post('/oauth/token', refresh(game, body.refresh_token), { origin })
    for (const origin of ['https://other.example', 'https://evil.example', 'null']) {
      const answer = await from(origin)
      expect(answer.status).toBe(400)
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    }
    const own = await from(GAME)
    expect(own.status).toBe(200)
    expect(own.headers.get('access-control-allow-origin')).toBe(GAME)
    expect(own.headers.get('access-control-allow-credentials')).toBeNull()
    expect(own.headers.get('vary')).toMatch(/Origin/i)
  })

  it('[OA21] may read a refusal before the client is known at registered origins alone', async () => {
    const from = async (origin: string) =>
      (
        await server.post('/oauth/token', 'client_id=unknown', {
          origin,
          'content-type': 'application/x-www-form-urlencoded',
        })
      ).headers.get('access-control-allow-origin')
    expect(await from(GAME)).toBe(GAME)
    expect(await from('https://evil.example')).toBeNull()
  })
})
