import { io, type Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { MATCHES, startAnte, type TestAnte } from '../../support/ante.ts'
import { signInToAccount } from '../../support/oauth/account.ts'
import { Browser, departed, type Landing, loaded } from '../../support/oauth/browser-jar.ts'
import { authorizeUrl, codeOf, newName, PASSWORD } from '../../support/oauth/oauth-server.ts'
import { startProvider, type TestProvider } from '../../support/upstream/provider.ts'
import { followProvider, linkOf } from '../../support/upstream/sign-in-through.ts'

/** What ends with a change of an account, on the whole server: sessions, tokens, and connections that are open. */
let ante: TestAnte
let provider: TestProvider
const sockets: Socket[] = []

beforeAll(async () => {
  provider = await startProvider()
  const { kind, name, clientId, clientSecret, authorizeUrl: authorize, tokenUrl, profileUrl } = provider.settings()
  const entry = {
    ...{ id: 'ulti', name: name.replace(' & Co', ''), kind, client_id: clientId, client_secret: clientSecret },
    ...{ authorize_url: authorize, token_url: tokenUrl, profile_url: profileUrl, subject_path: 'id', pkce: true },
  }
  ante = await startAnte({ ANTE_DEMO: '1', ANTE_PROVIDERS: JSON.stringify([entry]) })
})
afterAll(async () => {
  await ante.close()
  await provider.close()
})
let people = 0
beforeEach(() => {
  provider.person = { uid: `u-${++people}`, username: `ada-${people}` }
})
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect()
})

const client = () => ({ id: ante.clientId, secret: ante.clientSecret, redirectUri: 'https://game.example/callback' })
const typed = (username: string, password = PASSWORD) => ({ fields: { Username: username, Password: password } })
const current = { fields: { 'Current password': PASSWORD } }

interface Tokens {
  readonly access_token: string
  readonly refresh_token: string
}

async function post(form: Record<string, string>) {
  const own = { client_id: ante.clientId, client_secret: ante.clientSecret }
  const body = new URLSearchParams({ ...own, ...form })
  return fetch(`${ante.url}/oauth/token`, { method: 'POST', body })
}

/** Lets the game in, in a browser where somebody is signed in, and connects. */
async function play(browser: Browser, of = client()) {
  const landing = await browser.open(authorizeUrl(of))
  const back = departed(landing.left ? landing : await browser.press(landing, 'Allow'))
  const own = { client_id: of.id, client_secret: of.secret, redirect_uri: of.redirectUri }
  const tokens = (await (await post({ grant_type: 'authorization_code', code: codeOf(back), ...own })).json()) as Tokens
  const { access_token: token } = tokens
  const socket = io(ante.url, { transports: ['websocket'], reconnection: false, auth: { token } })
  sockets.push(socket)
  await new Promise((resolve, reject) => socket.once('ready', resolve).once('connect_error', reject))
  const ended = new Promise<string>((resolve) => socket.once('disconnect', () => resolve('ended')))
  return { ...tokens, socket, ended, of }
}
type Playing = Awaited<ReturnType<typeof play>>

async function expectOver({ access_token, refresh_token, ended }: Playing): Promise<void> {
  // By itself: nothing is pushed, and nobody calls.
  const late = new Promise((resolve) => setTimeout(() => resolve('still open'), 2000))
  expect(await Promise.race([ended, late])).toBe('ended')
  const headers = { authorization: `Bearer ${access_token}` }
  expect((await fetch(`${ante.url}${MATCHES}/me.json`, { headers })).status).toBe(401)
  expect((await post({ grant_type: 'refresh_token', refresh_token })).status).toBe(400)
}

async function expectAlive({ access_token, socket }: Playing): Promise<void> {
  const headers = { authorization: `Bearer ${access_token}` }
  expect((await fetch(`${ante.url}${MATCHES}/me.json`, { headers })).status).toBe(200)
  expect(socket.connected).toBe(true)
}

const isSignedIn = async (browser: Browser) =>
  loaded(await browser.open('/account')).text.includes('<h1>Your account</h1>')

/** Somebody with a password, signed in in two browsers and in a game. */
async function somebody() {
  const username = newName()
  const { body } = await ante.operator('POST', '/admin/v1/players', { username, password: PASSWORD })
  const [here, phone] = [new Browser(ante.url), new Browser(ante.url)]
  for (const browser of [here, phone]) await signInToAccount(browser, username)
  return { id: body.id as number, username, here, phone }
}

/** Somebody who has nothing but an account at the provider, signed in in two browsers. */
async function comer() {
  const [here, phone] = [new Browser(ante.url), new Browser(ante.url)]
  for (const browser of [here, phone]) {
    const leaving = await browser.open(linkOf(await browser.open(authorizeUrl(client())), 'Continue with Ulti'))
    const landing = await through(browser, leaving)
    if (!landing.left) departed(await browser.press(landing, 'Allow'))
  }
  return { here, phone }
}

async function through(browser: Browser, landing: Landing): Promise<Landing> {
  return browser.open((await followProvider(departed(landing))).href)
}

async function addProvider(browser: Browser): Promise<Landing> {
  const form = await browser.open('/account/link/ulti')
  return through(browser, await browser.press(form, 'Continue to Ulti', current))
}

const pathToRemove = (page: Landing) => /href="(\/account\/unlink\/[\w-]+)"/.exec(loaded(page).text)?.[1] ?? ''

interface Ending {
  readonly who: () => Promise<{ here: Browser; phone: Browser }>
  /** Makes the change in one of the browsers. */
  readonly change: (browser: Browser) => Promise<Landing>
  readonly promise: string
  readonly says: string
}

const ENDINGS: Readonly<Record<string, Ending>> = {
  'a changed password': {
    promise: 'OA83',
    who: somebody,
    change: async (browser) =>
      browser.press(await browser.open('/account/password'), 'Change password', {
        fields: { 'Current password': PASSWORD, 'New password': 'four quiet green lamps' },
      }),
    says: 'Your new password is set.',
  },
  'a first password': {
    promise: 'OA83',
    who: comer,
    async change(browser) {
      const asked = await browser.open('/account/password')
      const form = await through(browser, await browser.open(linkOf(asked, 'Continue with Ulti')))
      return browser.press(form, 'Set password', { fields: { 'New password': PASSWORD } })
    },
    says: 'Your new password is set.',
  },
  'a guest who stays': {
    promise: 'OA84',
    async who() {
      const here = new Browser(ante.url)
      departed(await here.press(await here.press(await here.open(authorizeUrl(client())), 'Play as guest'), 'Allow'))
      // A guest has one session; somebody has copied it.
      return { here, phone: new Browser(ante.url, {}, here.cookiesFor('/').split('; ')) }
    },
    change: async (browser) =>
      browser.press(await browser.open('/account/keep'), 'Keep your account', typed(newName())),
    says: 'yours to keep',
  },
  'a provider added': { promise: 'OA85', who: somebody, change: addProvider, says: 'Added.' },
  'a provider removed': {
    promise: 'OA85',
    async who() {
      const { here, phone, username } = await somebody()
      await addProvider(here)
      await signInToAccount(phone, username)
      return { here, phone }
    },
    async change(browser) {
      const form = await browser.open(pathToRemove(await browser.open('/account')))
      return browser.press(form, 'Remove Ulti', current)
    },
    says: 'Removed.',
  },
}

describe('what ends at once with', () => {
  it.each(Object.entries(ENDINGS).map(([name, { promise }]) => [promise, name]))('[%s] %s', async (_, name) => {
    const { who, change, says } = ENDINGS[name] as Ending
    const { here, phone } = await who()
    const bystander = await play((await somebody()).here)
    const playing = [await play(here), await play(phone)]
    const before = new Browser(ante.url, {}, here.cookiesFor('/').split('; '))
    const [mine, theirs, copied] = [await isSignedIn(here), await isSignedIn(phone), await isSignedIn(before)]
    expect([mine, theirs, copied]).toEqual([true, true, true])
    expect(loaded(await change(here)).text).toContain(says)
    for (const one of playing) await expectOver(one)
    // The browser that made the change goes on, in a session of its own.
    expect([await isSignedIn(here), await isSignedIn(phone), await isSignedIn(before)]).toEqual([true, false, false])
    await expectAlive(bystander)
    await expectAlive(await play(here))
  })

  it('[OA87] signing out everywhere', async () => {
    const { here, phone } = await somebody()
    const bystander = await play((await somebody()).here)
    const playing = [await play(here), await play(phone)]
    await here.press(await here.open('/account'), 'Sign out everywhere')
    for (const one of playing) await expectOver(one)
    expect([await isSignedIn(here), await isSignedIn(phone)]).toEqual([false, false])
    await expectAlive(bystander)
  })

  it('[OA82] disconnecting a game: its connections, in every browser, and no other game’s', async () => {
    const { here, phone } = await somebody()
    const other = await ante.client({ name: 'Chess' })
    const chess = await play(here, other)
    const playing = [await play(here), await play(phone)]
    const page = loaded(await here.open('/account'))
    await here.press(page, 'Disconnect', { raw: { client: ante.clientId } })
    for (const one of playing) await expectOver(one)
    await expectAlive(chess)
    expect([await isSignedIn(here), await isSignedIn(phone)]).toEqual([true, true])
  })
})

describe('the last way in', () => {
  it('[OA85] is not taken by a form that was made by hand', async () => {
    const { here } = await comer()
    const account = loaded(await here.open('/account'))
    expect(pathToRemove(account)).toBe('')
    // Its path is that of a subject, so it can be known from before: from a time with a password.
    const owner = await somebody()
    await owner.here.open('/account')
    provider.person = { uid: 'u-with-a-path', username: 'ada' }
    const path = pathToRemove(await addProvider(owner.here))
    await owner.here.press(await owner.here.open(path), 'Remove Ulti', current)
    const newcomer = await comer()
    const asked = await newcomer.here.open(path)
    const form = await through(newcomer.here, await newcomer.here.open(linkOf(asked, 'Continue with Ulti')))
    const refused = loaded(await newcomer.here.press(form, 'Remove Ulti'))
    expect(refused).toMatchObject({ status: 422, text: expect.stringContaining('This is your only way in') })
    expect(await isSignedIn(newcomer.phone)).toBe(true)
  })
})
