import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Browser, type Landing, loaded } from '../../support/oauth/browser-jar.ts'
import { startOAuth, type TestClient, type TestOAuth } from '../../support/oauth/oauth-server.ts'

const GRANT = 'urn:ietf:params:oauth:grant-type:device_code'
const GAME = 'https://game.example'
const ELSEWHERE = { 'user-agent': 'another browser' }

let server: TestOAuth
let client: TestClient
beforeEach(async () => {
  server = await startOAuth()
  client = await server.register({
    name: 'Stackhouse',
    type: 'public',
    redirect_uris: [`${GAME}/callback`],
    allowed_origins: [GAME],
  })
})
afterEach(() => server.close())

const begin = (more: Record<string, string> = {}, headers: Record<string, string> = {}) =>
  server.post('/oauth/device_authorization', { client_id: client.id, scope: 'public', ...more }, headers)

/** Asks for the tokens, a second after the last time. */
async function ask(deviceCode: string, more: Record<string, string> = {}) {
  server.advance(1)
  return server.post('/oauth/token', { grant_type: GRANT, device_code: deviceCode, client_id: client.id, ...more })
}

const linkOf = (userCode: string) => `/device?user_code=${userCode}`

/** Confirms the code, plays as a guest, and stands at the consent page. */
async function reachConsent(browser: Browser, userCode: string): Promise<Landing> {
  const confirmation = await browser.open(linkOf(userCode))
  return browser.press(await browser.press(confirmation, 'Continue'), 'Play as guest')
}

describe('the device grant', () => {
  it('[OA130] signs a player in whose game shows a code that is confirmed elsewhere', async () => {
    const { status, body } = await begin()
    expect(status).toBe(200)
    expect(body).toEqual({
      device_code: expect.any(String),
      user_code: expect.stringMatching(/^[B-Z]{4}-[B-Z]{4}$/),
      verification_uri: `${server.publicUrl}/device`,
      verification_uri_complete: `${server.publicUrl}/device?user_code=${body.user_code}`,
      expires_in: 300,
      interval: 1,
    })
    expect((await ask(body.device_code)).body).toMatchObject({ error: 'authorization_pending' })
    const browser = new Browser(server.origin)
    const consent = loaded(await reachConsent(browser, body.user_code))
    expect(consent.text).toContain(body.user_code)
    expect((await ask(body.device_code)).body).toMatchObject({ error: 'authorization_pending' })
    const done = loaded(await browser.press(consent, 'Allow'))
    expect(done.text).toContain('All done')

    const tokens = await ask(body.device_code)
    expect(tokens.status).toBe(200)
    expect(tokens.body).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'public' })
    expect(await server.oauth.authenticate(tokens.body.access_token)).toMatchObject({ clientId: client.id })
    const refreshed = await server.post('/oauth/token', {
      grant_type: 'refresh_token',
      refresh_token: tokens.body.refresh_token,
      client_id: client.id,
    })
    expect(refreshed.status).toBe(200)
  })

  it('[OA130] takes a typed code too, in any case and without the dash', async () => {
    const { body } = await begin()
    const browser = new Browser(server.origin)
    const entry = await browser.open('/device')
    const typed = body.user_code.toLowerCase().replace('-', '')
    const confirmation = loaded(await browser.press(entry, 'Continue', { fields: { Code: typed } }))
    expect(confirmation.text).toContain('Is this your code?')
    expect(confirmation.text).toContain('Stackhouse')
    expect(confirmation.text).toContain(body.user_code)
  })

  it('[OA130] tells the game when the player denies, and when nobody confirms in time', async () => {
    const denied = await begin()
    const browser = new Browser(server.origin)
    await browser.press(await reachConsent(browser, denied.body.user_code), 'Deny')
    expect((await ask(denied.body.device_code)).body).toMatchObject({ error: 'access_denied' })

    const cancelled = await begin()
    const page = await browser.press(await browser.open(linkOf(cancelled.body.user_code)), 'Cancel')
    expect(loaded(page).text).toContain('Not signed in')
    expect((await ask(cancelled.body.device_code)).body).toMatchObject({ error: 'access_denied' })
  })

  it('[OA130] lets another account be used in the middle of it', async () => {
    const { body } = await begin()
    const browser = new Browser(server.origin)
    const consent = await reachConsent(browser, body.user_code)
    const again = loaded(await browser.press(consent, 'Use another account'))
    expect(again.text).toContain('Is this your code?')
    const other = await browser.press(await browser.press(again, 'Continue'), 'Play as guest')
    await browser.press(other, 'Allow')
    expect((await ask(body.device_code)).status).toBe(200)
  })

  it('[OA131] is for native clients and browser games with origins alone', async () => {
    client = await server.register({ type: 'native', redirect_uris: ['http://127.0.0.1/callback'] })
    expect((await begin()).status).toBe(200)
    client = await server.register({ type: 'public', redirect_uris: [`${GAME}/callback`] })
    expect((await begin()).body).toMatchObject({ error: 'invalid_request' })
    client = await server.register()
    expect((await begin({ client_secret: client.secret })).body).toMatchObject({ error: 'invalid_request' })
  })

  it("[OA131] is started from a browser by one of the game's own origins alone", async () => {
    expect((await begin({}, { Origin: GAME })).status).toBe(200)
    const foreign = await begin({}, { Origin: 'https://evil.example' })
    expect(foreign.status).toBe(400)
    expect(foreign.body).not.toHaveProperty('device_code')
  })

  it('[OA131] asks to slow down whoever asks more often than once a second', async () => {
    const { body } = await begin()
    await ask(body.device_code)
    const again = await server.post('/oauth/token', {
      grant_type: GRANT,
      device_code: body.device_code,
      client_id: client.id,
    })
    expect(again).toMatchObject({ status: 400, body: { error: 'slow_down' } })
    expect((await ask(body.device_code)).body).toMatchObject({ error: 'authorization_pending' })
  })
})

describe('against phishing by code', () => {
  it('[OA132] a GET approves nothing: not the link, not a reload, not a second visit', async () => {
    const { body } = await begin()
    const browser = new Browser(server.origin)
    for (let visits = 0; visits < 3; visits++) {
      expect(loaded(await browser.open(linkOf(body.user_code))).text).toContain('Is this your code?')
    }
    expect((await ask(body.device_code)).body).toMatchObject({ error: 'authorization_pending' })
  })

  it('[OA132] a sign-in that was started in another browser is said so, and asked about once more', async () => {
    const { body } = await begin()
    const here = loaded(await new Browser(server.origin).open(linkOf(body.user_code)))
    expect(here.text).not.toContain('another browser')
    const there = loaded(await new Browser(server.origin, ELSEWHERE).open(linkOf(body.user_code)))
    expect(there.text).toContain('started in another browser or on another network')
    expect(there.text).toMatch(/<input type="checkbox" required>/)
  })

  it('[OA132] a form of another site, or of another session, confirms nothing', async () => {
    const { body } = await begin()
    const victim = new Browser(server.origin, { 'sec-fetch-site': 'cross-site' })
    const form = new URLSearchParams({ xsrf: 'guessed', user_code: body.user_code, confirm: 'yes' })
    expect((await victim.request('/device', form)).status).toBe(403)
    const without = new Browser(server.origin)
    await without.open('/device')
    expect((await without.request('/device', form)).status).toBe(400)
    expect((await ask(body.device_code)).body).toMatchObject({ error: 'authorization_pending' })
  })

  it('[OA133] a code is used once, by one person', async () => {
    const { body } = await begin()
    const [first, second] = [new Browser(server.origin), new Browser(server.origin)]
    const late = await second.open(linkOf(body.user_code))
    await first.press(await reachConsent(first, body.user_code), 'Allow')
    expect(loaded(await second.press(late, 'Continue')).text).toContain('used already')
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(body.device_code)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  it('[OA133] an unknown code and one whose time is over get the same answer', async () => {
    const { body } = await begin()
    server.advance(301)
    const browser = new Browser(server.origin)
    const [late, unknown] = [await browser.open(linkOf(body.user_code)), await browser.open(linkOf('BCDF-GHJK'))]
    for (const page of [late, unknown])
      expect(loaded(page).text).toContain('This code is not known, or its time is over')
    expect((await ask(body.device_code)).body).toMatchObject({
      error: expect.stringMatching(/expired_token|invalid_grant/),
    })
  })

  it('[OA133] guessing is stopped by network, long before it has a chance', async () => {
    await server.close()
    server = await startOAuth({ rateLimit: 1 })
    const browser = new Browser(server.origin)
    const statuses: number[] = []
    for (let tries = 0; tries < 70; tries++) statuses.push((await browser.request(linkOf('BCDF-GHJK'))).status)
    expect(statuses.indexOf(429)).toBe(60)
    const stopped = await browser.request(linkOf('BCDF-GHJK'))
    expect(stopped.headers.get('retry-after')).not.toBeNull()
  })

  it('[OA133] codes that are known are no guesses, so a large network can confirm as many as it has', async () => {
    await server.close()
    server = await startOAuth({ rateLimit: 1 })
    const known = await server.register({
      name: 'Stackhouse',
      type: 'public',
      redirect_uris: [`${GAME}/callback`],
      allowed_origins: [GAME],
    })
    const { body } = await server.post('/oauth/device_authorization', { client_id: known.id, scope: 'public' })
    for (let players = 0; players < 70; players++) {
      const shown = await new Browser(server.origin).open(linkOf(body.user_code))
      expect(loaded(shown).text).toContain(body.user_code)
    }
    const player = new Browser(server.origin)
    const confirmed = await player.press(await player.open(linkOf(body.user_code)), 'Continue')
    expect(loaded(confirmed).text).toContain('Play as guest')
    const browser = new Browser(server.origin)
    const statuses: number[] = []
    for (let tries = 0; tries < 70; tries++) statuses.push((await browser.request(linkOf('BCDF-GHJK'))).status)
    expect(statuses.indexOf(429)).toBe(60)
  })

  it('[OA133] a known code opens so many pages, each of which the store may keep a session of', async () => {
    await server.close()
    server = await startOAuth({ rateLimit: 1 })
    const own = await server.register({ name: 'Stackhouse', type: 'native', redirect_uris: ['http://127.0.0.1/back'] })
    const { body } = await server.post('/oauth/device_authorization', { client_id: own.id, scope: 'public' })
    const open = () => new Browser(server.origin).request(linkOf(body.user_code))
    const statuses: number[] = []
    for (let pages = 0; pages <= 300; pages++) statuses.push((await open()).status)
    expect(statuses.indexOf(429)).toBe(300)
  })

  it('[OA133] neither code nor token is in the store as it is', async () => {
    const { body } = await begin()
    const browser = new Browser(server.origin)
    await reachConsent(browser, body.user_code)
    const stored = await server.stored()
    expect(stored).not.toContain(body.device_code)
    expect(stored).not.toContain(body.user_code.replace('-', ''))
    expect(server.logged()).not.toContain(body.device_code)
    expect(server.logged()).not.toContain(body.user_code)
  })
})
