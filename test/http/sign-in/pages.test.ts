import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { playerAccount } from '../../../server/domain/ledger.ts'
import { Browser, departed, type Landing, loaded } from '../../support/oauth/browser-jar.ts'
import {
  authorizeUrl,
  codeOf,
  createAccount,
  exchange,
  newName,
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
  client = await server.register({
    name: 'Tower',
    description: 'Stack higher.',
    logo_uri: 'https://cdn.example/tower.png',
    client_uri: 'https://tower.example/about',
    scopes: ['public', 'wallet', 'profile'],
  })
  url = authorizeUrl(client)
})
afterAll(() => server.close())

const fields = (username: string, password = PASSWORD) => ({ fields: { Username: username, Password: password } })
const newBrowser = () => new Browser(server.origin)

/** The player whom a redirect's code speaks for. */
async function playerOf(landing: Landing): Promise<number | undefined> {
  const { body } = await server.post('/oauth/token', exchange(client, codeOf(departed(landing))))
  return (await server.oauth.authenticate(body.access_token))?.playerId
}

describe('signing in', () => {
  it('[OA16] leads from sign-in to consent to the game, and the next time straight to the game', async () => {
    const { id, username } = await server.players.createByOperator({ username: newName(), password: PASSWORD })
    const browser = newBrowser()
    const signIn = loaded(await browser.open(url))
    expect(signIn.status).toBe(200)
    expect(signIn.text).toContain('to continue to <strong>Tower</strong>')
    const consent = await browser.press(signIn, 'Sign in', fields(username.toUpperCase()))
    expect(await playerOf(await browser.press(consent, 'Allow'))).toBe(id)
    expect(await playerOf(await browser.open(url))).toBe(id)
  })

  it('[OA16] shows on the consent page who asks for what, and who is signed in', async () => {
    const name = newName()
    const consent = loaded(await createAccount(newBrowser(), authorizeUrl(client, { scope: 'public wallet' }), name))
    for (const part of [
      'Allow Tower?',
      'Stack higher.',
      'src="https://cdn.example/tower.png"',
      'href="https://tower.example/about"',
      'May put up stakes for you',
      'May see your wallet',
      `Signed in as <strong>${name}</strong>`,
    ]) {
      expect(consent.text).toContain(part)
    }
    expect(consent.text).not.toContain('May change your display name')
    expect(consent.headers.get('content-security-policy')).toContain('img-src https://cdn.example;')
  })

  it.each(['no-such-player', 'guest'])('[OA16] answers alike for a wrong password and for %s', async (who) => {
    const { username } = await server.players.createByOperator({ username: newName(), password: PASSWORD })
    const other = who === 'guest' ? (await server.players.createGuest()).username : who
    const browser = newBrowser()
    const refused = async (name: string) => {
      const page = loaded(await browser.press(await browser.open(url), 'Sign in', fields(name, 'not this one')))
      return {
        status: page.status,
        text: page.text.replaceAll(name, 'NAME').replace(/(interaction\/|value=")[\w-]{43}/g, ''),
      }
    }
    const wrong = await refused(username)
    expect(wrong).toMatchObject({ status: 422, text: expect.stringContaining('role="alert"') })
    expect(await refused(other)).toEqual(wrong)
  })

  it('[OA16] keeps the typed name after an error, and never the password', async () => {
    const browser = newBrowser()
    const wrong = await browser.press(await browser.open(url), 'Sign in', fields('Ada.L', 'my secret typo'))
    expect(loaded(wrong).text).toContain('value="Ada.L"')
    expect(loaded(wrong).text).not.toContain('my secret typo')
  })

  it.each([
    ['a short password', 'ok-name', 'short', 'Must be at least 8 characters long.'],
    ['an endless password', 'ok-name', 'x'.repeat(1025), 'Must be at most 1024 characters long.'],
    ['a name of one letter', 'a', PASSWORD, 'Must be 2 to 32 letters'],
    ['a name with spaces', 'a b', PASSWORD, 'Must be 2 to 32 letters'],
    ['markup as a name', '<b>x</b>', PASSWORD, 'Must be 2 to 32 letters'],
  ])('[OA16] says what to change about %s', async (_, username, password, words) => {
    const browser = newBrowser()
    const page = loaded(await browser.press(await browser.open(url), 'Create account', fields(username, password)))
    expect(page.status).toBe(422)
    expect(page.text).toContain(words)
    expect(page.text).toContain('aria-invalid="true"')
    expect(page.text).not.toContain('<b>x</b>')
    const corrected = await browser.press(page, 'Create account', fields(newName()))
    expect(loaded(corrected).text).toContain('Allow Tower?')
  })

  it('[OA16] says when a name is taken, also in another case', async () => {
    const name = newName()
    await server.players.createByOperator({ username: name, password: PASSWORD })
    const browser = newBrowser()
    const taken = await browser.press(await browser.open(url), 'Create account', fields(name.toUpperCase()))
    expect(loaded(taken)).toMatchObject({ status: 422, text: expect.stringContaining('is taken. Choose another one.') })
  })

  it('[OA16] opens the longer form for who presses Create account first', async () => {
    const browser = newBrowser()
    const page = loaded(await browser.press(await browser.open(url), 'Create account'))
    expect(page).toMatchObject({ status: 200, text: expect.not.stringContaining('role="alert"') })
    const named = { fields: { Username: newName(), Password: PASSWORD, 'Display name (optional)': 'Ada & Co' } }
    const consent = loaded(await browser.press(page, 'Create account', named))
    expect(consent.text).toContain('Signed in as <strong>Ada &#38; Co</strong>')
  })

  it('[OA16] takes any password, and compares it as it is', async () => {
    const name = newName()
    const password = '  pässwörd \u{1f3b2} "quoted" '
    const browser = newBrowser()
    await browser.press(await browser.open(url), 'Create account', fields(name, password))
    const elsewhere = newBrowser()
    const trimmed = await elsewhere.press(await elsewhere.open(url), 'Sign in', fields(name, password.trim()))
    expect(loaded(trimmed).status).toBe(422)
    const exact = await elsewhere.press(trimmed, 'Sign in', fields(name, password))
    expect(loaded(exact).text).toContain('Allow Tower?')
  })

  it('[OA16] lets guests in, in a demo store alone', async () => {
    const browser = newBrowser()
    const consent = await browser.press(await browser.open(url), 'Play as guest')
    expect(loaded(consent).text).toMatch(/Signed in as <strong>Guest \d{4}</)
    expect(await playerOf(await browser.press(consent, 'Allow'))).toBeGreaterThan(0)

    const serious = await startOAuth({ demo: false })
    const own = await serious.register()
    const visitor = new Browser(serious.origin)
    const page = loaded(await visitor.open(authorizeUrl(own)))
    expect(page.text).not.toMatch(/guest|play money/i)
    const token = /name="csrf_token" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
    const action = `${new URL(page.url).pathname}/guest`
    const forced = loaded(await visitor.open(action, new URLSearchParams({ csrf_token: token })))
    expect(forced).toMatchObject({ status: 422, text: expect.stringContaining('Guests are not allowed here') })
    await serious.close()
  })

  it('[OA17] gives play money once to people who come by themselves, never to players of the operator', async () => {
    const balanceOf = (id: number) => server.storage.balance(playerAccount(id as never), 'GBP')
    const self = await server.players.createAccount({ username: newName(), password: PASSWORD })
    const guest = await server.players.createGuest()
    const made = await server.players.createByOperator({ username: newName(), password: PASSWORD })
    expect([await balanceOf(self.id), await balanceOf(guest.id), await balanceOf(made.id)]).toEqual([
      100_000, 100_000, 0,
    ])
    expect(await server.storage.transfer(`play-money:${self.id}`)).toMatchObject({ debit: 'treasury', amount: 100_000 })

    const serious = await startOAuth({ demo: false })
    const real = await serious.players.createAccount({ username: newName(), password: PASSWORD })
    expect(await serious.storage.balance(playerAccount(real.id), 'GBP')).toBe(0)
    await serious.close()
  })

  it('[OA17] makes one account of ten people who take a name at once', async () => {
    const username = newName()
    const tries = Array.from({ length: 10 }, () => server.players.createAccount({ username, password: PASSWORD }))
    const settled = await Promise.allSettled(tries)
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of settled) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'username_taken' })
    }
  })

  it('[OA29] lets somebody else sign in on the consent page', async () => {
    const [first, second] = [newName(), newName()]
    const browser = newBrowser()
    const consent = await createAccount(browser, authorizeUrl(client, { state: 'kept' }), first)
    const signIn = loaded(await browser.press(consent, 'Use another account'))
    expect(signIn.text).toContain('Sign in')
    const other = await browser.press(signIn, 'Create account', fields(second))
    expect(loaded(other).text).toContain(`Signed in as <strong>${second}</strong>`)
    const location = departed(await browser.press(other, 'Allow'))
    expect(location.searchParams.get('state')).toBe('kept')
  })

  it('[OA30] gives a browser a new session when it signs in', async () => {
    const browser = newBrowser()
    await browser.press(await createAccount(browser, url), 'Allow')
    const session = () =>
      browser
        .cookiesFor('/')
        .split('; ')
        .find((cookie) => cookie.includes('_session='))
    const before = session()
    const again = await browser.open(authorizeUrl(client, { prompt: 'login' }))
    await browser.press(again, 'Create account', fields(newName()))
    expect(before).toMatch(/^ante_/)
    expect(session()).not.toBe(before)
  })
})

describe('two sign-ins in one browser', () => {
  it('[OA15] go on side by side, each to its own application and state', async () => {
    const other = await server.register({ name: 'Chess', redirect_uris: ['https://chess.example/callback'] })
    const name = newName()
    await server.players.createByOperator({ username: name, password: PASSWORD })
    const browser = newBrowser()
    const one = await browser.open(authorizeUrl(client, { state: 'one' }))
    const two = await browser.open(
      authorizeUrl({ ...other, redirectUri: 'https://chess.example/callback' }, { state: 'two' }),
    )
    const consentOne = await browser.press(one, 'Sign in', fields(name))
    const consentTwo = await browser.press(two, 'Sign in', fields(name))
    expect(loaded(consentOne).text).toContain('Allow Tower?')
    expect(loaded(consentTwo).text).toContain('Allow Chess?')
    const endTwo = departed(await browser.press(consentTwo, 'Allow'))
    const endOne = departed(await browser.press(consentOne, 'Allow'))
    expect([endOne.host, endOne.searchParams.get('state')]).toEqual(['game.example', 'one'])
    expect([endTwo.host, endTwo.searchParams.get('state')]).toEqual(['chess.example', 'two'])
    expect(browser.cookieNames().filter((cookie) => cookie.includes('interaction'))).toEqual([])
  })

  it('[OA15] end in the account that signed in last, never in a mixture', async () => {
    const [first, second] = [newName(), newName()]
    const browser = newBrowser()
    const [one, two] = [await browser.open(url), await browser.open(url)]
    const consentOne = await browser.press(one, 'Create account', fields(first))
    const consentTwo = await browser.press(two, 'Create account', fields(second))
    expect(loaded(consentTwo).text).toContain(`Signed in as <strong>${second}</strong>`)
    const stale = loaded(await browser.press(consentOne, 'Allow'))
    expect(stale).toMatchObject({ status: 400, text: expect.stringContaining('This sign-in has ended') })
    const player = await server.storage.playerByUsername(second)
    expect(await playerOf(await browser.press(consentTwo, 'Allow'))).toBe(player?.id)
  })

  it('[OA15] do not fill the browser with cookies of sign-ins that nobody finished', async () => {
    const browser = newBrowser()
    for (let tab = 0; tab < 30; tab++) await browser.open(url)
    expect(browser.cookieNames().length).toBeLessThanOrEqual(11)
    expect(loaded(await createAccount(browser, url)).text).toContain('Allow Tower?')
  })
})

describe('forms', () => {
  it.each(['sign-in', 'create-account', 'guest', 'consent', 'switch'])(
    '[OA14] of %s need their token',
    async (form) => {
      const browser = newBrowser()
      const page = loaded(
        form === 'consent' || form === 'switch' ? await createAccount(browser, url) : await browser.open(url),
      )
      const action = `${new URL(page.url).pathname}/${form}`
      const filled = { username: newName(), password: PASSWORD, nickname: '', decision: 'allow' }
      for (const csrf_token of ['', 'forged', 'x'.repeat(43)]) {
        const answer = loaded(await browser.open(action, new URLSearchParams({ ...filled, csrf_token })))
        expect(answer).toMatchObject({ status: 403, text: expect.stringContaining('This form cannot be used') })
      }
      expect(await server.storage.playerByUsername(filled.username)).toBeUndefined()
    },
  )

  it('[OA14] do not take the token of another sign-in', async () => {
    const browser = newBrowser()
    const [one, two] = [loaded(await browser.open(url)), loaded(await browser.open(url))]
    const foreign = /name="csrf_token" value="([^"]+)"/.exec(two.text)?.[1] ?? ''
    const answer = await browser.press(one, 'Play as guest', { raw: { csrf_token: foreign } })
    expect(loaded(answer).status).toBe(403)
  })

  it('[OA14] work in no other browser than the one that began the sign-in', async () => {
    const owner = newBrowser()
    const begun = loaded(await owner.open(url))
    const stranger = newBrowser()
    expect(loaded(await stranger.open(begun.url))).toMatchObject({ status: 400 })
    expect(loaded(await stranger.press(begun, 'Play as guest'))).toMatchObject({ status: 400 })
    expect(loaded(await stranger.open(begun.url.replace('/interaction/', '/authorize/')))).toMatchObject({
      status: 400,
    })
    for (const proof of ['', 'x', 'x'.repeat(43)]) {
      const forger = new Browser(server.origin, { cookie: `${owner.cookieNames()[0]}=${proof}` })
      expect(loaded(await forger.open(begun.url)).text).toContain('This sign-in has ended')
    }
    const copied = new Browser(server.origin, { cookie: owner.cookiesFor('/') })
    expect(loaded(await copied.open(begun.url)).text).toContain('Sign in')
  })

  it('[OA14] work once', async () => {
    const browser = newBrowser()
    const consent = await createAccount(browser, url)
    departed(await browser.press(consent, 'Allow'))
    expect(loaded(await browser.press(consent, 'Allow'))).toMatchObject({ status: 400 })
  })

  it('[OA14] end with their sign-in after an hour', async () => {
    const own = await startOAuth()
    const of = await own.register()
    const browser = new Browser(own.origin)
    const page = await browser.open(authorizeUrl(of))
    own.advance(3601)
    const late = loaded(await browser.press(page, 'Play as guest'))
    await own.close()
    expect(late).toMatchObject({ status: 400, text: expect.stringContaining('This sign-in has ended') })
  })

  it('[OA14] that are too large or damaged get a page', async () => {
    const browser = newBrowser()
    const page = loaded(await browser.open(url))
    const action = `${new URL(page.url).pathname}/sign-in`
    const huge = loaded(await browser.open(action, new URLSearchParams({ username: 'x'.repeat(20_000) })))
    expect(huge).toMatchObject({ status: 413, text: expect.stringContaining('could not be read') })
  })

  it('[OA14] lead back to their page when their address is opened', async () => {
    const browser = newBrowser()
    const page = loaded(await browser.open(url))
    expect(loaded(await browser.open(`${page.url}/sign-in`)).url).toBe(page.url)
  })
})

describe('what strangers write', () => {
  const NASTY = `"><script>alert('x')</script>&amp;`

  it('[OA22] is shown as it is, never as markup', async () => {
    const nasty = await server.register({ name: NASTY, description: NASTY })
    const browser = newBrowser()
    const signIn = loaded(await browser.open(authorizeUrl(nasty, { state: NASTY })))
    const refused = loaded(await browser.press(signIn, 'Sign in', fields(NASTY, 'wrong password')))
    const consent = loaded(await browser.press(refused, 'Create account', fields(newName())))
    for (const page of [signIn, refused, consent]) {
      expect(page.text).not.toContain('<script>alert')
      expect(page.text).toContain('&#60;script&#62;alert')
    }
    expect(departed(await browser.press(consent, 'Allow')).searchParams.get('state')).toBe(NASTY)
  })

  it('[OA22] cannot break into headers', async () => {
    const state = 'x\r\nSet-Cookie: a=b\r\n\r\n<script>'
    const location = departed(await newBrowser().open(authorizeUrl(client, { state, prompt: 'none' })))
    expect(location.searchParams.get('state')).toBe(state)
    const response = await newBrowser().request(authorizeUrl(client, { state, prompt: 'none' }))
    expect(response.headers.getSetCookie().filter((cookie) => cookie.startsWith('a='))).toEqual([])
    const page = loaded(
      await newBrowser().open(authorizeUrl(client, { redirect_uri: `https://evil.example/${NASTY}` })),
    )
    expect(page.text).not.toContain('<script')
  })

  it.each(['Allow', 'Deny'])('[OA22] cannot break into the headers of an answer to %s', async (button) => {
    const state = 'x\r\nSet-Cookie: a=b\r\nLocation: https://evil.example/\r\n\r\n\u0000<script>\u2028'
    const browser = newBrowser()
    const location = departed(
      await browser.press(await createAccount(browser, authorizeUrl(client, { state })), button),
    )
    expect(`${location.origin}${location.pathname}`).toBe('https://game.example/callback')
    expect(location.searchParams.getAll('state')).toEqual([state])
    expect(location.hash).toBe('')
    expect(browser.cookieNames()).not.toContain('a')
  })

  it('[OA22] runs nowhere: pages allow no script, no frame around them, and forms to one place only', async () => {
    const browser = newBrowser()
    const page = loaded(await browser.open(url))
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('script-src')
    expect(policy).not.toContain('unsafe')
    expect(policy).toContain("form-action 'self' https://game.example;")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(page.headers.get('cache-control')).toBe('no-store')
  })

  it.each([
    ['http://[::1]:8080/callback', 'http:'],
    ['com.example.tower:/callback', 'com.example.tower:'],
    ['http://127.0.0.1:5000/callback', 'http://127.0.0.1:5000'],
  ])('[OA22] may send forms on to %s', async (redirectUri, source) => {
    const native = await server.register({ type: 'native', redirect_uris: [redirectUri] })
    const challenge = { code_challenge: 'a'.repeat(43), code_challenge_method: 'S256' }
    const page = loaded(await newBrowser().open(authorizeUrl(native, challenge)))
    expect(page.headers.get('content-security-policy')).toContain(`form-action 'self' ${source};`)
  })
})
