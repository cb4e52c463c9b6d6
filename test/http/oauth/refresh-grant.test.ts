import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Browser, departed, loaded } from '../../support/oauth/browser-jar.ts'
import {
  type Answer,
  authorizeUrl,
  codeOf,
  createAccount,
  createPkce,
  exchange,
  refresh,
  signIn,
  signInPublicly,
  startOAuth,
  type TestClient,
  type TestOAuth,
} from '../../support/oauth/oauth-server.ts'

let server: TestOAuth
let game: TestClient

beforeEach(async () => {
  server = await startOAuth()
  game = await server.register({ type: 'public', scopes: ['public', 'wallet'] })
})
afterEach(() => server.close())

const tokens = async (more: Record<string, string> = {}) => (await signInPublicly(server, game, more)).body
const renew = (token: string) => server.post('/oauth/token', refresh(game, token))
const isAlive = async (token: string) => (await server.oauth.authenticate(token)) !== null
const refused = { status: 400, body: { error: 'invalid_grant' } }

describe('public clients', () => {
  it('[OA3] need PKCE with S256', async () => {
    const browser = new Browser(server.origin)
    const errorOf = async (more: Record<string, string>) =>
      departed(await browser.open(authorizeUrl(game, more))).searchParams.get('error')
    expect(await errorOf({})).toBe('invalid_request')
    expect(await errorOf({ code_challenge: 'a'.repeat(43), code_challenge_method: 'plain' })).toBe('invalid_request')
    expect(await errorOf({ code_challenge: '', code_challenge_method: 'S256' })).toBe('invalid_request')
  })

  it('[OA3] cannot redeem a code without the verifier, or with another one', async () => {
    const { verifier, challenge } = createPkce()
    const { client_secret: _, ...form } = exchange(game, codeOf(await signIn(server, game, challenge)))
    expect(await server.post('/oauth/token', form)).toMatchObject(refused)
    expect(await server.post('/oauth/token', { ...form, code_verifier: createPkce().verifier })).toMatchObject(refused)
    expect((await server.post('/oauth/token', { ...form, code_verifier: verifier })).status).toBe(200)
  })

  it('[OA3] are refused when they send a secret that they do not have', async () => {
    const answer = await server.post('/oauth/token', { ...refresh(game, 'x'), client_secret: 'made-up' })
    expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
  })

  it('[OA6] get a new refresh token each time', async () => {
    const first = await tokens()
    const second = (await renew(first.refresh_token)).body
    expect(second).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'public' })
    expect(second.refresh_token).not.toBe(first.refresh_token)
    expect(second.access_token).not.toBe(first.access_token)
    const third = await renew(second.refresh_token)
    expect(third.status).toBe(200)
    expect(await isAlive(third.body.access_token)).toBe(true)
  })

  it('[OA7] get the same successor and a fresh access token for a repetition within 30 s', async () => {
    const { refresh_token } = await tokens()
    const first = (await renew(refresh_token)).body
    server.advance(29)
    const again = (await renew(refresh_token)).body
    expect(again.refresh_token).toBe(first.refresh_token)
    expect(again.access_token).not.toBe(first.access_token)
    expect([await isAlive(first.access_token), await isAlive(again.access_token)]).toEqual([true, true])
    expect((await renew(again.refresh_token)).status).toBe(200)
  })

  it('[OA7] get one successor when ten tabs refresh at once', async () => {
    const { refresh_token } = await tokens()
    const answers = await Promise.all(Array.from({ length: 10 }, () => renew(refresh_token)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(1)
    expect(new Set(answers.map(({ body }) => body.access_token)).size).toBe(10)
  })

  it('[OA7] lose the whole family when a token is repeated after 30 s', async () => {
    const { access_token, refresh_token } = await tokens()
    const successor = (await renew(refresh_token)).body
    server.advance(31)
    expect(await renew(refresh_token)).toMatchObject(refused)
    expect(await renew(successor.refresh_token)).toMatchObject(refused)
    expect([await isAlive(access_token), await isAlive(successor.access_token)]).toEqual([false, false])
    expect(server.logged()).toContain('family revoked')
  })

  it('[OA7] lose the whole family when a token is repeated after its successor was used', async () => {
    const { refresh_token } = await tokens()
    const second = (await renew(refresh_token)).body
    const third = (await renew(second.refresh_token)).body
    expect(await renew(refresh_token)).toMatchObject(refused)
    expect(await renew(third.refresh_token)).toMatchObject(refused)
    expect(await isAlive(third.access_token)).toBe(false)
  })

  it('[OA7] give no successor of theirs to another client', async () => {
    const other = await server.register({ type: 'public' })
    const { refresh_token } = await tokens()
    expect(await server.post('/oauth/token', refresh(other, refresh_token))).toMatchObject(refused)
    await renew(refresh_token)
    expect(await server.post('/oauth/token', refresh(other, refresh_token))).toMatchObject(refused)
    expect((await renew(refresh_token)).status).toBe(200)
  })

  it('[OA6] can ask for less than was granted, and not for more', async () => {
    const wide = await tokens({ scope: 'public wallet' })
    const narrow = await server.post('/oauth/token', { ...refresh(game, wide.refresh_token), scope: 'public' })
    expect(narrow.body.scope).toBe('public')
    const more = { ...refresh(game, narrow.body.refresh_token), scope: 'public profile' }
    expect(await server.post('/oauth/token', more)).toMatchObject({ status: 400, body: { error: 'invalid_scope' } })
    expect((await renew(narrow.body.refresh_token)).body.scope).toBe('public wallet')
  })

  it('[OA6] are signed out when they have not refreshed for 30 days', async () => {
    const { refresh_token } = await tokens()
    server.advance(30 * 86_400 + 1)
    expect(await renew(refresh_token)).toMatchObject(refused)
  })
})

describe('two servers on one store', () => {
  let second: TestOAuth
  beforeEach(async () => {
    second = await startOAuth({ beside: server, publicUrl: server.publicUrl })
  })
  afterEach(() => second.close())
  const everywhere = (call: (at: TestOAuth) => Promise<Answer>) =>
    Promise.all(Array.from({ length: 10 }, (_, index) => call(index % 2 ? server : second)))

  it('[OA2] redeem a code at most once', async () => {
    const client = await server.register()
    const form = exchange(client, codeOf(await signIn(server, client)))
    const answers = await everywhere((at) => at.post('/oauth/token', form))
    const given = answers.filter(({ status }) => status === 200)
    expect(given.length).toBeLessThanOrEqual(1)
    expect(new Set(answers.filter((answer) => !given.includes(answer)).map(({ body }) => body.error))).toEqual(
      new Set(['invalid_grant']),
    )
    expect(await server.post('/oauth/token', form)).toMatchObject(refused)
    for (const { body } of given) expect(await isAlive(body.access_token)).toBe(false)
  })

  it('[OA7] give one successor of a refresh token', async () => {
    const { refresh_token } = await tokens()
    const answers = await everywhere((at) => at.post('/oauth/token', refresh(game, refresh_token)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(1)
    expect((await second.post('/oauth/token', refresh(game, answers[0]?.body.refresh_token))).status).toBe(200)
  })

  it('[OA15] carry a sign-in from one to the other', async () => {
    const client = await server.register()
    const browser = new Browser(server.origin)
    const page = loaded(await browser.open(authorizeUrl(client)))
    const moved = new Browser(second.origin, { cookie: browser.cookiesFor('/') })
    expect(loaded(await moved.open(new URL(page.url).pathname)).text).toContain('Sign in')
  })
})

describe('native clients', () => {
  it('[OA3] need PKCE, and return to any loopback port and to private schemes', async () => {
    const hosts = ['127.0.0.1', 'localhost', '[::1]']
    const redirect_uris = [...hosts.map((host) => `http://${host}/callback`), 'com.example.tower:/callback']
    const native = await server.register({ type: 'native', redirect_uris })
    const open = (more: Record<string, string>) => new Browser(server.origin).open(authorizeUrl(native, more))
    expect(departed(await open({})).searchParams.get('error')).toBe('invalid_request')
    for (const redirectUri of [
      ...hosts.map((host) => `http://${host}:51234/callback`),
      'com.example.tower:/callback',
    ]) {
      const { verifier, challenge } = createPkce()
      const asked = { ...native, redirectUri }
      const location = await signIn(server, asked, challenge)
      expect(location.href.startsWith(`${redirectUri}?code=`)).toBe(true)
      const { client_secret: _, ...form } = exchange(asked, codeOf(location))
      expect((await server.post('/oauth/token', { ...form, code_verifier: verifier })).status).toBe(200)
    }
    for (const redirect_uri of [
      'http://127.0.0.1:51234/other',
      'http://127.0.0.2:51234/callback',
      'http://127.0.0.1.evil.example:51234/callback',
      'https://127.0.0.1:51234/callback',
      'com.example.tower:/other',
      'com.example.tower.evil:/callback',
    ]) {
      const elsewhere = loaded(await open({ redirect_uri, ...createPkce().challenge }))
      expect(elsewhere, redirect_uri).toMatchObject({ status: 400, text: expect.stringContaining('returned to') })
    }
  })

  it('[OA3] ask the player each time, since anybody can pose as them', async () => {
    const native = await server.register({ type: 'native', redirect_uris: ['com.example.tower:/callback'] })
    const browser = new Browser(server.origin)
    const url = authorizeUrl(native, createPkce().challenge)
    departed(await browser.press(await createAccount(browser, url), 'Allow'))
    departed(await browser.press(await browser.open(url), 'Allow'))
  })
})

describe('clients with a secret', () => {
  it('[OA6] keep their refresh token, which stays valid', async () => {
    const client = await server.register()
    const { body } = await server.post('/oauth/token', exchange(client, codeOf(await signIn(server, client))))
    for (let day = 0; day < 3; day++) {
      server.advance(86_400)
      const answer = await server.post('/oauth/token', refresh(client, body.refresh_token))
      expect(answer).toMatchObject({ status: 200, body: { refresh_token: body.refresh_token, expires_in: 3600 } })
      expect(await isAlive(answer.body.access_token)).toBe(true)
    }
    expect(await isAlive(body.access_token)).toBe(false)
    const wrong = { ...refresh(client, body.refresh_token), client_secret: 'wrong' }
    expect(await server.post('/oauth/token', wrong)).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
  })
})

describe('access tokens', () => {
  it('[OA27] stop after an hour, and when they are revoked', async () => {
    const one = await tokens()
    server.advance(3590)
    expect(await isAlive(one.access_token)).toBe(true)
    server.advance(11)
    expect(await isAlive(one.access_token)).toBe(false)
    const two = await tokens()
    await server.post('/oauth/revoke', { client_id: game.id, token: two.access_token })
    expect(await isAlive(two.access_token)).toBe(false)
  })

  it('[OA27] say until when they hold', async () => {
    const before = Date.now()
    const { access_token } = await tokens()
    const caller = await server.oauth.authenticate(access_token)
    expect(caller?.expiresAt).toBeGreaterThanOrEqual(before + 3_600_000)
    expect(caller?.expiresAt).toBeLessThan(Date.now() + 3_601_000)
  })

  it('[OA27] are not what else a client may have', async () => {
    const { refresh_token } = await tokens()
    for (const token of ['', 'made-up', refresh_token]) expect(await server.oauth.authenticate(token)).toBeNull()
  })
})
