import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectGame, hiddenField, newPerson, signedInPerson, signInToAccount } from '../../support/oauth/account.ts'
import { Browser, type Landing, loaded } from '../../support/oauth/browser-jar.ts'
import {
  authorizeUrl,
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

const EVIL = 'https://evil.example'
const credentials = (username: string, password = PASSWORD) => ({ fields: { Username: username, Password: password } })
const cookieOf = (browser: Browser, kind: string) =>
  browser
    .cookiesFor('/')
    .split('; ')
    .find((cookie) => cookie.includes(kind)) ?? ''

describe('session fixation', () => {
  it('[OA95] a session that somebody planted before sign-in is nobody afterwards', async () => {
    const attacker = await signedInPerson(server)
    const planted = cookieOf(attacker.browser, '_session=')
    for (const path of ['account', 'game'] as const) {
      const victim = await newPerson(server)
      const browser = new Browser(server.origin, {}, [planted])
      if (path === 'account') await browser.press(await browser.open('/account'), 'Sign out here')
      const landing =
        path === 'account'
          ? await signInToAccount(browser, victim.username)
          : await browser.press(
              await browser.open(authorizeUrl(client, { prompt: 'login' })),
              'Sign in',
              credentials(victim.username),
            )
      expect(loaded(landing).text).toContain(victim.username)
      const own = cookieOf(browser, '_session=')
      expect(own).not.toBe(planted)
      const thief = new Browser(server.origin, { cookie: planted })
      expect(loaded(await thief.open('/account')).text).not.toContain(victim.username)
    }
  })

  it('[OA95] a session that another one takes the place of is over, also for who has copied it', async () => {
    const [first, second] = [await newPerson(server), await newPerson(server)]
    const { browser } = first
    const [one, two] = [await browser.open('/account'), await browser.open('/account')]
    await browser.press(one, 'Sign in', credentials(first.username))
    const copied = new Browser(server.origin, { cookie: browser.cookiesFor('/') })
    expect(loaded(await copied.open('/account')).text).toContain(first.username)
    expect(loaded(await browser.press(two, 'Sign in', credentials(second.username))).text).toContain(second.username)
    expect(loaded(await copied.open('/account')).text).toContain('>Sign in</h1>')
  })

  it('[OA95] an unknown session id is never adopted', async () => {
    const { username } = await newPerson(server)
    const name = cookieOf((await signedInPerson(server)).browser, '_session=').split('=')[0]
    const browser = new Browser(server.origin, {}, [`${name}=chosen-by-somebody-else`])
    await signInToAccount(browser, username)
    expect(cookieOf(browser, '_session=')).not.toContain('chosen-by-somebody-else')
  })
})

describe('skipping a page', () => {
  /** Sends the form of another page of the same sign-in, with the right token. */
  async function sendInstead(browser: Browser, page: Landing, form: string, fields: Record<string, string>) {
    const csrf_token = hiddenField(page, 'csrf_token')
    return browser.open(`${loaded(page).url}/${form}`, new URLSearchParams({ csrf_token, ...fields }))
  }

  it('[OA108] consent in place of a sign-in that was asked for anew gives no code', async () => {
    const { browser } = await signedInPerson(server)
    await connectGame(server, browser, client)
    const signIn = await browser.open(authorizeUrl(client, { prompt: 'login' }))
    const landing = await sendInstead(browser, signIn, 'consent', { decision: 'allow' })
    expect(loaded(landing).text).toContain('>Sign in</h1>')
  })

  it('[OA108] consent by nobody gives no code', async () => {
    const browser = new Browser(server.origin)
    const landing = await sendInstead(browser, await browser.open(url), 'consent', { decision: 'allow' })
    expect(loaded(landing)).toMatchObject({ status: 400, text: expect.stringContaining('This sign-in has ended') })
  })

  it('[OA108] a sign-in in place of consent still asks for consent, of who signed in last', async () => {
    const [first, second] = [await signedInPerson(server), await newPerson(server)]
    const consent = await first.browser.open(url)
    const typed = { username: second.username, password: PASSWORD }
    const landing = loaded(await sendInstead(first.browser, consent, 'sign-in', typed))
    expect(landing.text).toContain(`Signed in as <strong>${second.username}</strong>`)
    expect(landing.text).toContain('Allow Tower?')
  })

  it('[OA108] the address that a sign-in goes on at gives no code before its pages are answered', async () => {
    const browser = new Browser(server.origin)
    const signIn = loaded(await browser.open(url))
    const early = loaded(await browser.open(signIn.url.replace('/interaction/', '/authorize/')))
    expect(early.text).toMatch(/>Sign in<\/h1>|This sign-in has ended/)
    const { browser: known } = await signedInPerson(server)
    const consent = loaded(await known.open(url))
    const unanswered = loaded(await known.open(consent.url.replace('/interaction/', '/authorize/')))
    expect(unanswered.text).toMatch(/Allow Tower\?|This sign-in has ended/)
  })
})

describe('login CSRF', () => {
  const FROM_ELSEWHERE = [
    { origin: EVIL },
    { origin: 'null' },
    { origin: EVIL, 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ] as const

  it.each(FROM_ELSEWHERE)(
    '[OA96] a form from another site (%o) signs nobody in, though it carries token and cookie',
    async (headers) => {
      const attacker = await newPerson(server)
      const prepared = new Browser(server.origin)
      const [atGame, atAccount] = [await prepared.open(url), await prepared.open('/account')]
      const victim = new Browser(server.origin, headers, prepared.cookiesFor('/').split('; '))
      for (const page of [atGame, atAccount]) {
        const refused = loaded(await victim.press(page, 'Sign in', credentials(attacker.username)))
        expect(refused).toMatchObject({ status: 403, text: expect.stringContaining('came from another site') })
      }
      expect(cookieOf(victim, '_session=')).toBe('')
    },
  )

  it('[OA96] forms of our own pages are let through, whatever the browser says about them', async () => {
    for (const headers of [
      { origin: server.publicUrl },
      { origin: server.publicUrl, 'sec-fetch-site': 'same-origin' },
    ]) {
      const { username } = await newPerson(server)
      const browser = new Browser(server.origin, headers)
      expect(loaded(await signInToAccount(browser, username)).text).toContain(username)
    }
  })
})

describe('cookies of others', () => {
  it('[OA97] without the __Host- prefix count for nothing on https', async () => {
    const secure = await startOAuth({ publicUrl: 'https://play.example' })
    const { username, browser } = await signedInPerson(secure)
    const tossed = browser.cookiesFor('/').replaceAll('__Host-', '')
    expect(tossed).toContain('_session=')
    const victim = new Browser(secure.origin, { cookie: tossed })
    expect(loaded(await victim.open('/account')).text).not.toContain(username)
    await secure.close()
  })

  it('[OA97] beside our own, as a deeper path puts them first, do not win', async () => {
    const [mine, attacker] = [await signedInPerson(server), await signedInPerson(server)]
    const both = `${cookieOf(attacker.browser, '_session=')}; ${cookieOf(mine.browser, '_session=')}`
    const page = loaded(await new Browser(server.origin, { cookie: both }).open('/account'))
    expect(page.text).toContain(mine.username)
    expect(page.text).not.toContain(attacker.username)
  })

  it('[OA97] of a server on another port have other names', async () => {
    const other = await startOAuth()
    const { username, browser } = await signedInPerson(server)
    const there = loaded(await new Browser(other.origin, { cookie: browser.cookiesFor('/') }).open('/account'))
    await other.close()
    expect(there.text).not.toContain(username)
  })

  it('[OA97] that prove a sign-in belong to that sign-in', async () => {
    const [one, two] = [new Browser(server.origin), new Browser(server.origin)]
    const [first, second] = [loaded(await one.open(url)), loaded(await two.open(url))]
    const uid = (page: Landing) => loaded(page).url.split('/').at(-1) ?? ''
    const forged = one.cookiesFor('/').replace(uid(first), uid(second))
    expect(loaded(await new Browser(server.origin, { cookie: forged }).open(second.url)).status).toBe(400)
  })
})
