import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser, departed, loaded, setCookieIn } from '../../support/oauth/browser-jar.ts'
import {
  authorizeUrl,
  codeOf,
  createAccount,
  exchange,
  newName,
  PASSWORD,
  refresh,
  signInPublicly,
  startOAuth,
  type TestOAuth,
} from '../../support/oauth/oauth-server.ts'

describe('secrets', () => {
  let server: TestOAuth
  const secrets: string[] = []

  beforeAll(async () => {
    server = await startOAuth()
    const client = await server.register({ scopes: ['public', 'wallet'] })
    const game = await server.register({ type: 'public' })
    const browser = new Browser(server.origin)
    await browser.open(authorizeUrl(client))
    const name = newName()
    const consent = await createAccount(browser, authorizeUrl(client, { scope: 'public wallet' }), name)
    const location = departed(await browser.press(consent, 'Allow'))
    const { body } = await server.post('/oauth/token', exchange(client, codeOf(location)))
    const renewed = await server.post('/oauth/token', refresh(client, body.refresh_token))
    const first = (await signInPublicly(server, game)).body
    const second = (await server.post('/oauth/token', refresh(game, first.refresh_token))).body
    await server.post('/oauth/token', refresh(game, first.refresh_token))
    await server.post('/oauth/token', exchange(client, codeOf(location)))
    const wrong = { fields: { Username: name, Password: 'a wrong secret password' } }
    const elsewhere = new Browser(server.origin)
    await elsewhere.press(await elsewhere.open(authorizeUrl(client)), 'Sign in', wrong)
    secrets.push(client.secret, PASSWORD, 'a wrong secret password', codeOf(location), location.hash.slice(1))
    for (const tokens of [body, renewed.body, first, second]) secrets.push(tokens.access_token, tokens.refresh_token)
    secrets.push(...browser.seenCookies, ...elsewhere.seenCookies)
  })
  afterAll(() => server.close())

  it('[OA20] are nowhere in the data folder as they are', async () => {
    const stored = await server.stored()
    expect(stored).toContain('AccessToken')
    expect(secrets.length).toBeGreaterThan(15)
    expect(secrets.filter((secret) => stored.includes(secret))).toEqual([])
  })

  it('[OA20] are nowhere in the log', () => {
    expect(server.logged()).toContain('signed in')
    expect(secrets.filter((secret) => server.logged().includes(secret))).toEqual([])
  })

  it('[OA20] are kept as argon2id where people chose them', async () => {
    expect(await server.stored()).toMatch(/\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })
})

describe('cookies', () => {
  it('[OA19] are __Host-, Secure, HttpOnly and Lax on https, for sign-ins side by side too', async () => {
    const server = await startOAuth({ publicUrl: 'https://play.example' })
    const client = await server.register()
    const response = await new Browser(server.origin).request(authorizeUrl(client))
    const cookies = response.headers.getSetCookie()
    expect(cookies).toHaveLength(1)
    expect(setCookieIn(cookies[0])).toEqual({
      name: expect.stringMatching(/^__Host-ante_[0-9a-f]{8}_interaction_[\w-]+$/),
      value: expect.stringMatching(/^[\w-]{43}$/),
      attributes: ['HttpOnly', 'Max-Age=3600', 'Path=/', 'SameSite=Lax', 'Secure'],
    })

    const browser = new Browser(server.origin)
    const [one, two] = [await browser.open(authorizeUrl(client)), await createAccount(browser, authorizeUrl(client))]
    expect(loaded(one).text).toContain('Sign in')
    expect(loaded(two).text).toContain('Allow Tower?')
    expect(browser.cookieNames().every((name) => name.startsWith('__Host-'))).toBe(true)
    await server.close()
  })

  it('[OA19] last no longer than what they stand for', async () => {
    const server = await startOAuth()
    const client = await server.register()
    const browser = new Browser(server.origin)
    const begun = (await browser.request(authorizeUrl(client))).headers.getSetCookie()
    expect(setCookieIn(begun[0]).attributes).toContain('Max-Age=3600')
    const page = loaded(await browser.open(authorizeUrl(client)))
    const consent = await browser.press(page, 'Play as guest')
    const session = (await browser.request(authorizeUrl(client))).headers
      .getSetCookie()
      .find((line) => line.includes('_session='))
    const days = (new Date(/expires=([^;]+)/.exec(session ?? '')?.[1] ?? 0).getTime() - Date.now()) / 86_400_000
    expect(Math.round(days)).toBe(14)
    expect(loaded(consent).status).toBe(200)
    await server.close()
  })

  it('[OA19] have names of their own for each server of a host', async () => {
    const [one, two] = [await startOAuth(), await startOAuth()]
    const namesAt = async (server: TestOAuth) => {
      const browser = new Browser(server.origin)
      await createAccount(browser, authorizeUrl(await server.register()))
      return browser.cookieNames().map((name) => name.replace(/_interaction_.*/, ''))
    }
    const [first, second] = [await namesAt(one), await namesAt(two)]
    expect(first.length).toBeGreaterThan(0)
    expect(first.filter((name) => second.includes(name))).toEqual([])
    await Promise.all([one.close(), two.close()])
  })
})
