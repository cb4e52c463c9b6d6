import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { recordKey } from '../../../server/oauth/provider/adapter.ts'
import { Browser, type Landing, loaded, setCookieIn } from '../../support/oauth/browser-jar.ts'
import { authorizeUrl } from '../../support/oauth/oauth-server.ts'
import { sendJson } from '../../support/upstream/provider.ts'
import {
  followProvider,
  leave,
  linkOf,
  nameOn,
  signInThrough,
  startUpstream,
  type UpstreamWorld,
} from '../../support/upstream/sign-in-through.ts'

const OTHER_ISSUER = 'https://other.example'
let world: UpstreamWorld
let players = 0

beforeAll(async () => {
  world = await startUpstream((provider) => [
    provider.settings(),
    provider.settings({ id: 'hasty', name: 'Hasty & Co', timeout: 300 }),
    provider.settings({ id: 'plain', name: 'Plain', issuer: null }),
    provider.settings({ id: 'closed', name: 'Closed', tokenUrl: 'http://127.0.0.1:1/token' }),
  ])
})
afterAll(() => world.close())

beforeEach(async () => {
  for (const endpoint of ['authorize', 'token', 'profile'] as const) delete world.provider.trouble[endpoint]
  world.provider.person = { uid: `u-${++players}`, username: 'ada' }
})

const newBrowser = () => new Browser(world.server.origin)
const lastPlayer = () => world.server.storage.newPlayerId()

/** What a page says, and that its button leads back to a sign-in that goes through. */
async function expectTryAgain(browser: Browser, landing: Landing, status: number, title: string): Promise<void> {
  const page = loaded(landing)
  expect(page).toMatchObject({ status, text: expect.stringContaining(`<h1>${title}</h1>`) })
  expect(page.text).toMatch(/<p role="alert">[^<]{20,}<\/p>/)
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  for (const endpoint of ['authorize', 'token', 'profile'] as const) delete world.provider.trouble[endpoint]
  const signIn = await browser.open(linkOf(page, 'Try again'))
  const away = await browser.open(linkOf(signIn, 'Continue with Plain'))
  if (!away.left) throw new Error(`no way to the provider from:\n${away.text}`)
  expect(nameOn(await browser.open((await followProvider(away.location)).href))).toBe('ada')
}

const htmlPage = (status: number) => (res: ServerResponse) =>
  res.writeHead(status, { 'content-type': 'text/html' }).end('<h1>We will be right back</h1>')
const huge = (res: ServerResponse) =>
  sendJson(res, 200, { access_token: 'a', uid: 'u', id: 'u', username: 'x'.repeat(70_000) })
/** Headers at once, and then nothing more. */
const halfAnAnswer = (res: ServerResponse) => res.writeHead(200, { 'content-type': 'application/json' }).write('{"id":')
const silence = () => undefined
const cut = (res: ServerResponse) => res.destroy()
const cutLater = (res: ServerResponse) => {
  res.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
  res.write('{"access_token":', () => res.destroy())
}
const redirect = (res: ServerResponse) => res.writeHead(302, { location: '/api/v1/users/u-0' }).end()
const broken = (res: ServerResponse) =>
  res.writeHead(200, { 'content-type': 'application/json' }).end('{"access_token":')

describe('the token endpoint of a provider', () => {
  it.each([
    ['silent', silence, 504, 'did not answer in time'],
    ['slow', halfAnAnswer, 504, 'did not answer in time'],
    ['cutting the line', cut, 502, 'cannot be reached'],
    ['cutting it later', cutLater, 502, 'gave no proper answer'],
    ['broken down', (res: ServerResponse) => sendJson(res, 500, { error: 'server_error' }), 502, 'cannot be reached'],
    ['a gateway’s page', htmlPage(503), 502, 'cannot be reached'],
    ['a page', htmlPage(200), 502, 'gave no proper answer'],
    ['a page with an error', htmlPage(404), 502, 'gave no proper answer'],
    ['half JSON', broken, 502, 'gave no proper answer'],
    ['too much', huge, 502, 'gave no proper answer'],
    ['elsewhere', redirect, 502, 'gave no proper answer'],
    ['nothing', (res: ServerResponse) => sendJson(res, 200, null), 502, 'gave no proper answer'],
    ['a text', (res: ServerResponse) => sendJson(res, 200, 'ok'), 502, 'gave no proper answer'],
    ['a list', (res: ServerResponse) => sendJson(res, 200, []), 502, 'gave no proper answer'],
    ['no token', (res: ServerResponse) => sendJson(res, 200, { token_type: 'Bearer' }), 502, 'gave no proper answer'],
    [
      'a token of lines',
      (res: ServerResponse) => sendJson(res, 200, { access_token: 'a\r\nb' }),
      502,
      'gave no proper',
    ],
    [
      'another type',
      (res: ServerResponse) => sendJson(res, 200, { access_token: 'a', token_type: 'mac' }),
      502,
      'gave no',
    ],
    [
      'a no',
      (res: ServerResponse) => sendJson(res, 400, { error: 'invalid_grant' }),
      502,
      'did not confirm your sign-in',
    ],
    [
      'a no with a 200',
      (res: ServerResponse) => sendJson(res, 200, { error: 'invalid_grant' }),
      502,
      'did not confirm',
    ],
    [
      'a token and a no',
      (res: ServerResponse) => sendJson(res, 200, { access_token: 'a', error: 'x' }),
      502,
      'did not confirm',
    ],
  ])('[OA68] is %s', async (_, trouble, status, words) => {
    const browser = newBrowser()
    world.provider.trouble.token = trouble
    const name = status === 504 ? 'Hasty & Co' : 'Ulti & Co'
    const page = await browser.open((await followProvider(await leave(browser, world.client, name))).href)
    const title = /<h1>([^<]*)<\/h1>/.exec(loaded(page).text)?.[1] ?? ''
    expect(title).toContain(`${name.replace('&', '&#38;')} ${words}`)
    await expectTryAgain(browser, page, status, title)
  })

  it('[OA68] is not there', async () => {
    const browser = newBrowser()
    const page = await browser.open((await followProvider(await leave(browser, world.client, 'Closed'))).href)
    await expectTryAgain(browser, page, 502, 'Closed cannot be reached')
  })
})

describe('the profile call of a provider', () => {
  it.each([
    ['silent', silence, 504, 'did not answer in time'],
    ['slow', halfAnAnswer, 504, 'did not answer in time'],
    ['cutting the line', cut, 502, 'cannot be reached'],
    ['cutting it later', cutLater, 502, 'cannot be reached'],
    ['broken down', (res: ServerResponse) => sendJson(res, 503, {}), 502, 'cannot be reached'],
    ['a page', htmlPage(200), 502, 'gave no proper answer'],
    ['half JSON', broken, 502, 'gave no proper answer'],
    ['too much', huge, 502, 'gave no proper answer'],
    ['elsewhere', redirect, 502, 'did not confirm your sign-in'],
    ['a no', (res: ServerResponse) => sendJson(res, 401, {}), 502, 'did not confirm your sign-in'],
    ['forbidden', (res: ServerResponse) => sendJson(res, 403, {}), 502, 'did not confirm your sign-in'],
    ['nobody', (res: ServerResponse) => sendJson(res, 200, { username: 'ada' }), 502, 'did not say who you are'],
    ['null', (res: ServerResponse) => sendJson(res, 200, null), 502, 'did not say who you are'],
    ['an object as the id', (res: ServerResponse) => sendJson(res, 200, { id: {} }), 502, 'did not say who you are'],
    ['an empty id', (res: ServerResponse) => sendJson(res, 200, { id: '' }), 502, 'did not say who you are'],
    ['an endless id', (res: ServerResponse) => sendJson(res, 200, { id: 'x'.repeat(256) }), 502, 'did not say who'],
    ['an id that JSON rounds', (res: ServerResponse) => sendJson(res, 200, { id: 2 ** 53 }), 502, 'did not say who'],
    [
      'an inherited id',
      (res: ServerResponse) => sendJson(res, 200, { ['__proto__']: { id: 1 } }),
      502,
      'did not say who',
    ],
  ])('[OA68] is %s', async (_, trouble, status, words) => {
    const browser = newBrowser()
    world.provider.trouble.profile = trouble
    const name = status === 504 ? 'Hasty & Co' : 'Ulti & Co'
    const page = await browser.open((await followProvider(await leave(browser, world.client, name))).href)
    const title = /<h1>([^<]*)<\/h1>/.exec(loaded(page).text)?.[1] ?? ''
    expect(title).toContain(`${name.replace('&', '&#38;')} ${words}`)
    await expectTryAgain(browser, page, status, title)
  })

  it('[OA68] is not made without the id that its address needs', async () => {
    world.provider.trouble.token = (res) => sendJson(res, 200, { access_token: 'a' })
    const page = loaded(await signInThrough(world))
    expect(page.text).toContain('the token answer has no id at &#34;uid&#34;')
  })
})

describe('the redirect of a provider', () => {
  /** Comes back with other parameters. */
  async function comeBack(changes: Record<string, string | null>, provider = 'ulti') {
    const browser = newBrowser()
    const back = await followProvider(await leave(browser, world.client))
    back.pathname = back.pathname.replace('ulti', provider)
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) back.searchParams.delete(name)
      else back.searchParams.set(name, value)
    }
    const redeemed = world.provider.calls.token.length
    const page = await browser.open(back.href)
    expect(world.provider.calls.token).toHaveLength(redeemed)
    return { browser, page, back }
  }

  it('[OA68] says that the person refused', async () => {
    const { browser, page } = await comeBack({ code: null, error: 'access_denied' })
    expect(loaded(page).text).toContain('You did not allow Ulti &#38; Co to sign you in, so nothing was shared.')
    await expectTryAgain(browser, page, 403, 'You are not signed in')
  })

  it('[OA68] says that something is wrong there', async () => {
    const { browser, page } = await comeBack({ error: 'temporarily_unavailable', error_description: '<b>sorry</b>' })
    expect(loaded(page).text).toContain('For the developer: temporarily_unavailable')
    expect(loaded(page).text).not.toContain('sorry')
    await expectTryAgain(browser, page, 502, 'Ulti &#38; Co could not sign you in')
  })

  it('[OA68] repeats nothing of what is no error code', async () => {
    const { page } = await comeBack({ error: 'its secret is 123' })
    expect(loaded(page).text).not.toContain('its secret')
    expect(world.server.logged()).not.toContain('its secret')
  })

  it('[OA68] has no code', async () => {
    const { browser, page } = await comeBack({ code: null })
    await expectTryAgain(browser, page, 502, 'Ulti &#38; Co could not sign you in')
  })

  it('[OA66] names another issuer', async () => {
    const { browser, page } = await comeBack({ iss: OTHER_ISSUER })
    await expectTryAgain(browser, page, 400, 'The answer came from somebody else')
  })

  it.each(['iss', 'error'])('[OA66] says more than once, %s', async (name) => {
    const browser = newBrowser()
    const back = await followProvider(await leave(browser, world.client))
    const twice = `${back.href}&${name}=${world.provider.origin}&${name}=${world.provider.origin}`
    expect(loaded(await browser.open(twice)).text).toMatch(/came from somebody else|could not sign you in/)
  })

  it('[OA66] names its own issuer', async () => {
    const browser = newBrowser()
    const back = await followProvider(await leave(browser, world.client))
    back.searchParams.set('iss', world.provider.origin)
    expect(nameOn(await browser.open(back.href))).toBe('ada')
  })

  it('[OA66] comes to the callback of another provider', async () => {
    const { browser, page, back } = await comeBack({}, 'plain')
    await expectTryAgain(browser, page, 400, 'The answer came from somebody else')
    back.pathname = back.pathname.replace('plain', 'ulti')
    expect(loaded(await browser.open(back.href)).text).toContain('was used already')
  })

  it('[OA66] has no state, or one that nobody knows', async () => {
    for (const state of [null, 'x', 'A'.repeat(43)]) {
      const { page } = await comeBack({ state })
      expect(loaded(page)).toMatchObject({ status: 400, text: expect.stringContaining('This sign-in has ended') })
    }
  })

  it('[OA66] has two states', async () => {
    const browser = newBrowser()
    const back = await followProvider(await leave(browser, world.client))
    expect(loaded(await browser.open(`${back.href}&state=x`)).text).toContain('This sign-in has ended')
  })

  it('[OA66] comes again', async () => {
    const browser = newBrowser()
    const back = await followProvider(await leave(browser, world.client))
    expect(nameOn(await browser.open(back.href))).toBe('ada')
    const page = loaded(await browser.open(back.href))
    expect(page).toMatchObject({ status: 400, text: expect.stringContaining('This sign-in was used already') })
  })

  it('[OA66] comes again after it failed', async () => {
    const browser = newBrowser()
    const back = await followProvider(await leave(browser, world.client))
    world.provider.trouble.token = cut
    expect(loaded(await browser.open(back.href)).text).toContain('cannot be reached')
    await expectTryAgain(browser, await browser.open(back.href), 400, 'This sign-in was used already')
  })

  it('[OA66] comes ten times at once', async () => {
    const browser = newBrowser()
    const back = await followProvider(await leave(browser, world.client))
    const before = world.provider.calls.token.length
    const statuses = await Promise.all(
      Array.from({ length: 10 }, async () => (await browser.request(back.href)).status),
    )
    expect(statuses.sort()).toEqual([303, ...Array(9).fill(400)])
    expect(world.provider.calls.token).toHaveLength(before + 1)
  })

  it('[OA66] comes to another browser, whose own sign-in it does not touch', async () => {
    const [thief, victim] = [newBrowser(), newBrowser()]
    const back = await followProvider(await leave(thief, world.client))
    const own = await followProvider(await leave(victim, world.client))
    const page = loaded(await victim.open(back.href))
    expect(page).toMatchObject({ status: 400, text: expect.stringContaining('begun in another browser') })
    expect(page.text).not.toContain('/oauth/interaction/')
    expect(nameOn(await victim.open(own.href))).toBe('ada')
    // It was not used up either.
    expect(nameOn(await thief.open(back.href))).toBe('ada')
  })

  it('[OA66] comes with the proof of another sign-in', async () => {
    const [one, two] = [newBrowser(), newBrowser()]
    const back = await followProvider(await leave(one, world.client))
    await leave(two, world.client)
    const [name] = one.cookieNames().filter((cookie) => cookie.includes('_upstream_'))
    const [proof] = two.cookiesFor('/').match(/(?<=_upstream_[\w-]+=)[\w-]+/) ?? []
    const forger = new Browser(world.server.origin, { cookie: `${name}=${proof}` })
    expect(loaded(await forger.open(back.href)).text).toContain('begun in another browser')
  })

  it('[OA66] comes too late', async () => {
    const browser = newBrowser()
    const back = await followProvider(await leave(browser, world.client))
    world.server.advance(15 * 60)
    const page = loaded(await browser.open(back.href))
    expect(page).toMatchObject({ status: 400, text: expect.stringContaining('This sign-in has ended') })
  })

  it('[OA66] comes after the game’s own sign-in has ended', async () => {
    const browser = newBrowser()
    const away = await leave(browser, world.client)
    const uid = /interaction_([\w-]+)/.exec(browser.cookieNames().join())?.[1] ?? ''
    await world.server.storage.oauth.delete('Interaction', recordKey('Interaction', uid))
    const page = loaded(await browser.open((await followProvider(away)).href))
    expect(page).toMatchObject({ status: 400, text: expect.stringContaining('This sign-in has ended') })
  })
})

describe('what is left of it', () => {
  it('[OA66] has cookies that are bound to one server, short-lived, and few', async () => {
    const browser = newBrowser()
    const page = await browser.open(authorizeUrl(world.client))
    const link = linkOf(page, 'Continue with Plain')
    const set = (await browser.request(link)).headers.getSetCookie()
    expect(set.map(setCookieIn)).toEqual([
      {
        name: expect.stringMatching(/^ante_[0-9a-f]{8}_upstream_[\w-]{16}$/),
        value: expect.stringMatching(/^[\w-]{43}$/),
        attributes: ['HttpOnly', 'Max-Age=900', 'Path=/', 'SameSite=Lax'],
      },
    ])
    for (let times = 0; times < 8; times++) await browser.request(link)
    expect(browser.cookieNames().filter((name) => name.includes('_upstream_'))).toHaveLength(5)
  })

  it('[OA68] makes no account', async () => {
    const before = await lastPlayer()
    world.provider.trouble.profile = (res) => sendJson(res, 200, { username: 'ada' })
    await signInThrough(world)
    expect(await lastPlayer()).toBe(before + 1)
  })

  it('[OA68] tells the operator which provider failed and how', async () => {
    world.provider.trouble.token = (res) =>
      sendJson(res, 400, { error: 'invalid_grant', error_description: 'code abc' })
    await signInThrough(world)
    const lines = world.server
      .logged()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.findLast(({ msg }) => msg === 'a sign-in through a provider failed')).toMatchObject({
      provider: 'ulti',
      reason: 'refused',
      detail: 'invalid_grant',
    })
    expect(world.server.logged()).not.toContain('code abc')
  })

  it('[OA18] counts newcomers like other new accounts', async () => {
    const strict = await startUpstream(undefined, { rateLimit: 0.02 })
    for (const uid of ['first', 'second']) {
      strict.provider.person = { uid, username: uid }
      expect(nameOn(await signInThrough(strict))).toBe(uid)
    }
    strict.provider.person = { uid: 'third', username: 'third' }
    const page = loaded(await signInThrough(strict))
    expect(page).toMatchObject({
      status: 429,
      text: expect.stringContaining('Too many accounts were created from here'),
    })
    await strict.close()
  })
})
