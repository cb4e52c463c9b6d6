import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startAnte } from '../../support/ante.ts'
import { connectGame, hiddenField, holds, newPerson, signedInPerson } from '../../support/oauth/account.ts'
import { Browser, departed, loaded } from '../../support/oauth/browser-jar.ts'
import {
  authorizeUrl,
  codeOf,
  createAccount,
  createPkce,
  exchange,
  PASSWORD,
  startOAuth,
  type TestClient,
  type TestOAuth,
} from '../../support/oauth/oauth-server.ts'

let server: TestOAuth
let client: TestClient
let url: string

beforeAll(async () => {
  server = await startOAuth()
  client = await server.register({ scopes: ['public', 'wallet'] })
  url = authorizeUrl(client)
})
afterAll(() => server.close())

describe('revocation races', () => {
  it('[OA101] a sign-in under way with the old password ends with the password', async () => {
    const { id, username } = await newPerson(server)
    const attacker = new Browser(server.origin)
    const page = loaded(await attacker.open(url))
    const form = new URLSearchParams({ csrf_token: hiddenField(page, 'csrf_token'), username, password: PASSWORD })
    const entered = await attacker.request(`${new URL(page.url).pathname}/sign-in`, form)
    await server.players.setPassword(id as never, 'four quiet green lamps')
    const landing = loaded(await attacker.open(entered.headers.get('location') ?? ''))
    expect(landing.text).toContain('>Sign in</h1>')
    expect(loaded(await attacker.open('/account')).text).not.toContain(username)
  })

  it('[OA101] a consent page of before grants nothing after', async () => {
    const { id, username, browser } = await signedInPerson(server)
    const consent = await browser.open(url)
    expect(loaded(consent).text).toContain('Allow Tower?')
    await server.players.signOutEverywhere(id as never)
    const refused = loaded(await browser.press(consent, 'Allow'))
    expect(refused).toMatchObject({ status: 400, text: expect.stringContaining('This sign-in has ended') })
    expect(loaded(await browser.open(url)).text).not.toContain(username)
  })

  it('[OA101] a session that is written at the very moment is over, and so is a code', async () => {
    const { id, username, browser } = await signedInPerson(server)
    const tokens = await connectGame(server, browser, client)
    const location = departed(await browser.open(url))
    const records = await server.storage.oauth.listBy('Session', { accountId: String(id) })
    await server.players.signOutEverywhere(id as never)
    for (const record of records) await server.storage.oauth.put(record)
    expect(loaded(await browser.open('/account')).text).not.toContain(username)
    expect(loaded(await browser.open(url)).text).toContain('>Sign in</h1>')
    expect((await server.post('/oauth/token', exchange(client, codeOf(location)))).status).toBe(400)
    expect(await holds(server, tokens.access)).toBe(false)
  })

  it('[OA101] many tokens that are being made end with everything else', async () => {
    const { id, browser } = await signedInPerson(server)
    const { refresh: refreshToken } = await connectGame(server, browser, client)
    const form = {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: client.id,
      client_secret: client.secret,
    }
    const refreshing = Array.from({ length: 20 }, () => server.post('/oauth/token', form))
    const [answers] = await Promise.all([Promise.all(refreshing), server.players.signOutEverywhere(id as never)])
    for (const { body } of answers) expect(await holds(server, String(body.access_token))).toBe(false)
    expect((await server.post('/oauth/token', form)).status).toBe(400)
  })
})

describe('secrets in an address', () => {
  it('[OA107] buy, end and tell nothing: what stands in a query is not read', async () => {
    const { browser } = await signedInPerson(server)
    const { access, refresh } = await connectGame(server, browser, client)
    const code = codeOf(departed(await browser.open(url)))
    const own = { client_id: client.id, client_secret: client.secret }
    const calls = {
      '/oauth/token': exchange(client, code),
      '/api/v1/oauth/token': { ...own, grant_type: 'refresh_token', refresh_token: refresh },
      '/oauth/revoke': { ...own, token: access },
      '/oauth/introspect': { ...own, token: access },
    }
    for (const [path, form] of Object.entries(calls)) {
      const { status, body } = await server.post(`${path}?${new URLSearchParams(form)}`, {})
      expect([status, body.error], path).toEqual([400, 'invalid_request'])
      const { client_secret: secret, ...rest } = form
      const half = await server.post(`${path}?client_secret=${secret}`, rest)
      expect([half.status, half.body.error], path).toEqual([401, 'invalid_client'])
    }
    expect(await holds(server, access)).toBe(true)
    // Nothing was used up by it.
    expect((await server.post('/oauth/token', exchange(client, code))).status).toBe(200)
  })

  it('[OA107] connect nobody', async () => {
    const ante = await startAnte()
    const { token } = await ante.player()
    const connect = (options: object) => {
      const socket = io(ante.url, { transports: ['websocket'], reconnection: false, ...options })
      const answer = new Promise<string>((resolve) => {
        socket.once('ready', () => resolve('connected'))
        socket.once('connect_error', (error) => resolve((error as { data?: { code: string } }).data?.code ?? 'error'))
      })
      return answer.finally(() => socket.disconnect())
    }
    expect(await connect({ query: { token, access_token: token } })).toBe('unauthorized')
    expect(await connect({ auth: { token } })).toBe('connected')
    await ante.close()
  })
})

describe('leaking by the way', () => {
  it('[OA104] pages keep their address from other sites, and are told to nobody', async () => {
    const ante = await startAnte({ ANTE_DEMO: '1' })
    const { body } = await ante.operator('POST', '/admin/v1/clients', {
      name: 'Web',
      type: 'public',
      allowed_origins: ['https://web.example'],
      client_uri: 'https://web.example/about',
      logo_uri: 'https://cdn.example/logo.png',
    })
    const browser = new Browser(ante.url)
    const own = { id: body.client_id, secret: '', redirectUri: `${ante.url}/oauth/popup/${body.client_id}` }
    const consent = await createAccount(browser, authorizeUrl(own, createPkce().challenge))
    const popup = await browser.open(`/oauth/popup/${body.client_id}?code=abc&state=s`)
    for (const page of [await browser.open('/account'), consent, popup]) {
      const { headers, text } = loaded(page)
      expect(headers.get('referrer-policy')).toBe('same-origin')
      expect(headers.get('cache-control')).toBe('no-store')
      for (const [tag] of text.matchAll(/<a [^>]*href="https:[^>]*>/g))
        expect(tag).toContain('rel="noopener noreferrer"')
      for (const [tag] of text.matchAll(/<img [^>]*>/g)) expect(tag).toContain('referrerpolicy="no-referrer"')
    }
    await ante.close()
  })

  it('[OA104] the authorization endpoint and the pages can be read by no other origin', async () => {
    const game = await server.register({ type: 'public', redirect_uris: [], allowed_origins: ['https://web.example'] })
    const { browser } = await signedInPerson(server)
    const headers = { origin: 'https://web.example', cookie: browser.cookiesFor('/') }
    for (const path of [authorizeUrl(game, createPkce().challenge), '/account', '/account/password']) {
      for (const method of ['GET', 'OPTIONS']) {
        const response = await fetch(`${server.origin}${path}`, { method, headers, redirect: 'manual' })
        expect(response.headers.get('access-control-allow-origin')).toBeNull()
      }
    }
  })
})
