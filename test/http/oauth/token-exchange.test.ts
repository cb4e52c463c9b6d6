import { generateKeyPair, UnsecuredJWT } from 'jose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startOAuth, type TestClient, type TestOAuth } from '../../support/oauth/oauth-server.ts'
import { AUDIENCE, ISSUER, startIssuer, type TestIssuer } from '../../support/oauth/token-issuer.ts'

const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'
const JWT_TYPE = 'urn:ietf:params:oauth:token-type:jwt'

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await startIssuer()
})
afterAll(() => issuer.close())

let server: TestOAuth
let client: TestClient
async function start(fields: Record<string, unknown> = {}): Promise<void> {
  server = await startOAuth({ issuers: [issuer.settings(fields)] })
  client = await server.register({
    type: 'public',
    redirect_uris: ['https://game.example/callback'],
    allowed_origins: ['https://game.example'],
  })
}
afterEach(async () => {
  issuer.trouble = null
  await server.close()
})

const exchange = (token: string, more: Record<string, string> = {}) =>
  server.post('/oauth/token', {
    grant_type: TOKEN_EXCHANGE,
    subject_token: token,
    subject_token_type: JWT_TYPE,
    client_id: client.id,
    ...more,
  })
const seconds = () => Math.floor(Date.now() / 1000)

describe('a token of a configured issuer', () => {
  beforeEach(() => start())

  it("[OA120] is exchanged for an access token of the issuer's player, created at the first exchange", async () => {
    const { status, body, headers } = await exchange(await issuer.token())
    expect(status).toBe(200)
    expect(body).toEqual({
      access_token: expect.any(String),
      issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'public',
    })
    expect(headers.get('cache-control')).toBe('no-store')
    const caller = await server.oauth.authenticate(body.access_token)
    expect(caller).toMatchObject({ clientId: client.id, scopes: new Set(['public']) })
    expect(await server.identities.of(caller?.playerId ?? (0 as never))).toMatchObject([
      { provider: 'portal', subject: 'player-7' },
    ])
  })

  it('[OA120] is the same player for the same subject, and another one for another', async () => {
    const playerOf = async (sub: string) => {
      const { body } = await exchange(await issuer.token({ sub }))
      return (await server.oauth.authenticate(body.access_token))?.playerId
    }
    const first = await playerOf('a')
    expect(first).toBeDefined()
    expect(await playerOf('a')).toBe(first)
    expect(await playerOf('b')).not.toBe(first)
  })

  it('[OA120] is exchanged again while it lives', async () => {
    const token = await issuer.token()
    expect((await exchange(token)).status).toBe(200)
    expect((await exchange(token)).status).toBe(200)
  })

  it('[OA120] gives one player to twenty first exchanges at once', async () => {
    const token = await issuer.token({ sub: 'everywhere' })
    const answers = await Promise.all(Array.from({ length: 20 }, () => exchange(token)))
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200))
    const callers = await Promise.all(answers.map(({ body }) => server.oauth.authenticate(body.access_token)))
    expect(new Set(callers.map((caller) => caller?.playerId)).size).toBe(1)
  })

  it('[OA120] allows the scope public and no other', async () => {
    expect(await exchange(await issuer.token(), { scope: 'wallet' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_scope' },
    })
  })

  it('[OA121] counts for nothing once the player is banned', async () => {
    const first = await exchange(await issuer.token())
    const caller = await server.oauth.authenticate(first.body.access_token)
    const player = await server.players.byId(caller?.playerId ?? (0 as never))
    await server.storage.commit({ at: Date.now(), players: [{ ...player, ban: { reason: '', at: 0 } }] })
    expect(await exchange(await issuer.token())).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', error_description: 'this account is closed' },
    })
  })
})

describe('what is refused', () => {
  beforeEach(() => start({ max_age_seconds: 600 }))

  it.each([
    ['another audience', { aud: 'another-game' }, 'aud'],
    ['another issuer', { iss: 'https://elsewhere.example' }, 'no issuer'],
    ['an end in the past', { exp: seconds() - 60 }, 'exp'],
    ['a beginning in the future', { iat: seconds() + 600, exp: seconds() + 900 }, 'iat'],
    ['an age beyond what the issuer allows', { iat: seconds() - 1200 }, 'iat'],
    ['no subject', { sub: '' }, 'sub'],
    ['a subject that is too long', { sub: 'x'.repeat(256) }, 'sub'],
  ])('[OA121] a token with %s', async (_, claims, word) => {
    const { status, body } = await exchange(await issuer.token(claims))
    expect({ status, error: body.error }).toEqual({ status: 400, error: 'invalid_grant' })
    expect(body.error_description).toContain(word)
  })

  it('[OA121] a token without a signature', async () => {
    const claims = { iss: ISSUER, aud: AUDIENCE, sub: 'player-7', iat: seconds(), exp: seconds() + 300 }
    expect((await exchange(new UnsecuredJWT(claims).encode())).body).toMatchObject({ error: 'invalid_grant' })
  })

  it('[OA121] a token signed with the public key as a shared secret', async () => {
    const token = await issuer.token({}, { alg: 'HS256', key: new TextEncoder().encode(issuer.pem) })
    const { body } = await exchange(token)
    expect(body).toMatchObject({ error: 'invalid_grant', error_description: expect.stringContaining('alg') })
  })

  it('[OA121] a token signed by somebody else, under a kid that is known and one that is not', async () => {
    const { privateKey: key } = await generateKeyPair('RS256')
    expect((await exchange(await issuer.token({}, { key }))).body).toMatchObject({ error: 'invalid_grant' })
    const foreign = await exchange(await issuer.token({}, { key, kid: 'foreign' }))
    expect(foreign.body).toMatchObject({ error: 'invalid_grant', error_description: expect.stringContaining('kid') })
  })

  it.each([
    ['no JWT', 'not-a-jwt'],
    ['a very long one', 'x'.repeat(9000)],
  ])('[OA121] %s', async (_, token) => {
    expect(await exchange(token)).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
  })

  it('[OA121] another type of token, and a request without one', async () => {
    const token = await issuer.token()
    const other = await exchange(token, { subject_token_type: 'urn:ietf:params:oauth:token-type:access_token' })
    expect(other.body).toMatchObject({ error: 'invalid_request', error_description: expect.stringContaining('jwt') })
    expect((await exchange('')).body).toMatchObject({ error: 'invalid_request' })
  })

  it('[OA121] none of it is logged with the token, and nobody is created', async () => {
    const token = await issuer.token({ aud: 'another-game', sub: 'nobody' })
    await exchange(token)
    expect(server.logged()).not.toContain(token)
    expect(await server.identities.isKnown({ provider: 'portal', subject: 'nobody' })).toBe(false)
  })
})

describe('an issuer', () => {
  it('[OA122] may let a token be used once, whoever is fastest', async () => {
    await start({ single_use: true })
    const token = await issuer.token({ jti: 'one' })
    const answers = await Promise.all(Array.from({ length: 10 }, () => exchange(token)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect((await exchange(await issuer.token())).body.error_description).toContain('jti')
  })

  it('[OA122] may name the applications that its tokens are for', async () => {
    await start({ clients: ['somebody-else'] })
    expect((await exchange(await issuer.token())).body).toMatchObject({ error: 'unauthorized_client' })
  })

  it('[OA122] may give its key itself, in PEM', async () => {
    await start({ public_key: issuer.pem })
    expect((await exchange(await issuer.token())).status).toBe(200)
  })

  it('[OA122] may publish its key in PEM, have claims of its own, and no iss at all', async () => {
    await start({
      public_key_uri: `${issuer.origin}/publicKey.json`,
      issuer: undefined,
      audience_claim: 'gameId',
      subject_claim: 'userId',
      name_claim: 'username',
    })
    const claims = { iss: undefined, aud: undefined, sub: undefined, gameId: AUDIENCE, userId: 4711, username: 'Ada' }
    const { status, body } = await exchange(await issuer.token(claims))
    expect(status).toBe(200)
    const caller = await server.oauth.authenticate(body.access_token)
    expect(await server.players.byId(caller?.playerId ?? (0 as never))).toMatchObject({ nickname: 'Ada' })
    expect((await exchange(await issuer.token({ ...claims, gameId: 'other' }))).body.error).toBe('invalid_grant')
  })

  it('[OA122] may change its keys: an unknown kid has them fetched again, at a bounded rate', async () => {
    await start()
    expect((await exchange(await issuer.token())).status).toBe(200)
    issuer.requests.length = 0
    for (let tries = 0; tries < 20; tries++) await exchange(await issuer.token({}, { kid: `guess-${tries}` }))
    expect(issuer.requests.length).toBeLessThanOrEqual(1)
  })

  it('[OA123] that is down, or answers HTML, keeps nobody signed out who is in', async () => {
    await start()
    const { body } = await exchange(await issuer.token())
    issuer.trouble = { status: 500, body: '<html>' }
    expect(await server.oauth.authenticate(body.access_token)).not.toBeNull()
    await server.close()
    await start()
    const refused = await exchange(await issuer.token())
    expect(refused).toMatchObject({ status: 400, body: { error: 'temporarily_unavailable' } })
  })
})

describe('without an issuer', () => {
  it('[OA120] the grant does not exist', async () => {
    server = await startOAuth()
    client = await server.register()
    expect((await exchange('x', { client_secret: client.secret })).body).toMatchObject({
      error: 'unsupported_grant_type',
    })
  })
})
