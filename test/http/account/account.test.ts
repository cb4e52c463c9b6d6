import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { playerAccount } from '../../../server/domain/ledger.ts'
import {
  connectGame,
  hiddenField,
  holds,
  newPerson,
  signedInPerson,
  signInToAccount,
} from '../../support/oauth/account.ts'
import { Browser, loaded } from '../../support/oauth/browser-jar.ts'
import {
  authorizeUrl,
  createAccount,
  newName,
  PASSWORD,
  refresh,
  startOAuth,
  type TestClient,
  type TestOAuth,
} from '../../support/oauth/oauth-server.ts'

let server: TestOAuth
let game: TestClient
let chess: TestClient

beforeAll(async () => {
  server = await startOAuth()
  const scopes = ['public', 'wallet', 'profile']
  game = await server.register({ name: 'Tower', logo_uri: 'https://cdn.example/tower.png', scopes })
  chess = await server.register({ name: 'Chess & Co', scopes })
})
afterAll(() => server.close())

const NEW_PASSWORD = 'four quiet green lamps'
const refreshStatus = async (of: TestClient, token: string) =>
  (await server.post('/oauth/token', refresh(of, token))).status

describe('the account page', () => {
  it('[OA80] asks who is signed out to sign in there, and shows the account then', async () => {
    const { username, browser } = await newPerson(server)
    const signIn = loaded(await browser.open('/account'))
    expect([signIn.status, signIn.url]).toEqual([200, `${server.origin}/account`])
    const wrong = loaded(await signInToAccount(browser, username, 'not the password'))
    expect(wrong).toMatchObject({ status: 422, text: expect.stringContaining('do not belong together') })
    expect(wrong.text).toContain(`value="${username}"`)
    const account = loaded(await signInToAccount(browser, username))
    expect(account.url).toBe(`${server.origin}/account`)
    expect(account.text).toContain(`Signed in as <strong>${username}</strong>`)
    expect(loaded(await browser.open('/account')).text).toContain(username)
  })

  it('[OA80] is the page of who has signed in to a game in this browser', async () => {
    const browser = new Browser(server.origin)
    const name = newName()
    await browser.press(await createAccount(browser, authorizeUrl(game), name), 'Allow')
    expect(loaded(await browser.open('/account')).text).toContain(`Signed in as <strong>${name}</strong>`)
  })

  it('[OA80] sends who is signed out from its other pages to sign-in, and reloads of forms back to itself', async () => {
    const stranger = new Browser(server.origin)
    for (const path of ['/account/password', '/account/keep', '/account/confirmed?next=password', '/account/linked']) {
      expect(loaded(await stranger.open(path))).toMatchObject({
        status: 401,
        text: expect.stringContaining('href="/account"'),
      })
    }
    for (const path of ['/account/profile', '/account/disconnect', '/account/nothing']) {
      expect(loaded(await stranger.open(path)).url).toBe(`${server.origin}/account`)
    }
  })

  it('[OA80] tells a banned player that the account is closed, and lets nobody of a ban in', async () => {
    const { id, username, browser } = await signedInPerson(server)
    const player = await server.players.byId(id as never)
    await server.storage.commit({ at: 0, players: [{ ...player, ban: { reason: 'Why not', at: 0 } }] })
    expect(loaded(await browser.open('/account')).text).not.toContain(username)
    const refused = loaded(await signInToAccount(browser, username))
    expect(refused).toMatchObject({ status: 403, text: expect.stringContaining('This account is closed') })
    expect(refused.text).toContain('Why not')
    expect(loaded(await browser.open('/account')).text).toContain('Sign in')
  })

  it('[OA81] changes the display name, and says what is wrong with one', async () => {
    const { id, browser } = await signedInPerson(server)
    const saved = await browser.press(await browser.open('/account'), 'Save', {
      fields: { 'Display name': ' Ada <3 ' },
    })
    expect(loaded(saved).text).toContain('role="status">Saved.')
    expect(loaded(saved).text).toContain('value="Ada &#60;3"')
    expect((await server.players.byId(id as never)).nickname).toBe('Ada <3')
    const wrong = loaded(await browser.press(saved, 'Save', { fields: { 'Display name': 'x'.repeat(41) } }))
    expect(wrong).toMatchObject({
      status: 422,
      text: expect.stringContaining('It must be at most 40 characters long.'),
    })
    expect((await server.players.byId(id as never)).nickname).toBe('Ada <3')
  })

  it('[OA88] is a page of its own: no script, no frame around it, logos of the games alone, kept nowhere', async () => {
    const { browser } = await signedInPerson(server)
    await connectGame(server, browser, game)
    const { headers, text } = loaded(await browser.open('/account?done=<script>alert(1)</script>'))
    const policy = headers.get('content-security-policy') ?? ''
    for (const part of ["default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"]) {
      expect(policy).toContain(part)
    }
    expect(policy).toContain('img-src https://cdn.example;')
    expect(policy).not.toMatch(/script-src|unsafe/)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(text).not.toMatch(/<script|role="status"/)
    for (const path of ['/account', '/account/password']) {
      const page = loaded(await browser.open(path))
      expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    }
  })
})

describe('games that were let in', () => {
  it('[OA82] are listed with what they may do and since when', async () => {
    const { browser } = await signedInPerson(server)
    expect(loaded(await browser.open('/account')).text).toContain('None. A game is listed here')
    await connectGame(server, browser, game, 'public wallet')
    await connectGame(server, browser, chess)
    const { text } = loaded(await browser.open('/account'))
    const rows = text.split('<li class="connected">').slice(1)
    const row = (name: string) => rows.find((one) => one.includes(`>${name}</strong>`)) ?? ''
    expect(rows).toHaveLength(2)
    expect(row('Tower')).toContain('May put up stakes for you')
    expect(row('Tower')).toContain('May see your wallet')
    expect(row('Tower')).not.toContain('May change your display name')
    expect(row('Chess &#38; Co')).not.toContain('May see your wallet')
    expect(row('Tower')).toContain(`datetime="${new Date().toISOString().slice(0, 10)}`)
  })

  it('[OA82] are disconnected at once, and ask again the next time', async () => {
    const { browser } = await signedInPerson(server)
    const elsewhere = new Browser(server.origin)
    const tower = await connectGame(server, browser, game)
    const other = await connectGame(server, browser, chess)
    const page = loaded(await browser.open('/account'))
    const done = loaded(await browser.press(page, 'Disconnect', { raw: { client: game.id } }))
    expect(done.text).toContain('role="status">Disconnected.')
    expect(done.text).not.toContain('>Tower<')
    expect(await holds(server, tower.access)).toBe(false)
    expect(await refreshStatus(game, tower.refresh)).toBe(400)
    expect(await holds(server, other.access)).toBe(true)
    expect(loaded(await browser.open(authorizeUrl(game))).text).toContain('Allow Tower?')
    expect(loaded(await elsewhere.open('/account')).text).not.toContain('Chess')
  })

  it('[OA82] are disconnected with all that was ever granted to them, in any browser', async () => {
    const { username, browser } = await signedInPerson(server)
    const first = await connectGame(server, browser, game)
    const phone = new Browser(server.origin)
    await signInToAccount(phone, username)
    const second = await connectGame(server, phone, game, 'public wallet')
    await browser.press(await browser.open('/account'), 'Disconnect')
    expect([await holds(server, first.access), await holds(server, second.access)]).toEqual([false, false])
  })

  it('[OA82] are disconnected by their own player alone', async () => {
    const [mine, yours] = [await signedInPerson(server), await signedInPerson(server)]
    const tokens = await connectGame(server, mine.browser, game)
    await connectGame(server, yours.browser, chess)
    await yours.browser.press(await yours.browser.open('/account'), 'Disconnect', { raw: { client: game.id } })
    expect(await holds(server, tokens.access)).toBe(true)
  })
})

describe('the password', () => {
  const fill = (current: string, next: string) => ({ fields: { 'Current password': current, 'New password': next } })

  it('[OA83] is changed by who knows it, and ends everything else that is signed in', async () => {
    const { username, browser } = await signedInPerson(server)
    const phone = new Browser(server.origin)
    await signInToAccount(phone, username)
    const tokens = await connectGame(server, phone, game)
    const cookie = browser.cookiesFor('/')
    const done = await browser.press(
      await browser.open('/account/password'),
      'Change password',
      fill(PASSWORD, NEW_PASSWORD),
    )
    expect(loaded(done).text).toContain('role="status">Your new password is set.')
    expect(browser.cookiesFor('/')).not.toBe(cookie)
    expect(loaded(await phone.open('/account')).text).not.toContain(username)
    expect(loaded(await phone.open(authorizeUrl(game))).text).toContain('>Sign in</h1>')
    expect(await holds(server, tokens.access)).toBe(false)
    expect(await refreshStatus(game, tokens.refresh)).toBe(400)
    expect(loaded(await signInToAccount(new Browser(server.origin), username)).status).toBe(422)
    expect(loaded(await signInToAccount(new Browser(server.origin), username, NEW_PASSWORD)).text).toContain(username)
  })

  it('[OA83] is not changed without the current one, nor to a bad one', async () => {
    const { id, username, browser } = await signedInPerson(server)
    const before = await server.players.byId(id as never)
    const form = await browser.open('/account/password')
    const wrong = loaded(await browser.press(form, 'Change password', fill('not the password', NEW_PASSWORD)))
    expect(wrong).toMatchObject({ status: 422, text: expect.stringContaining('That is not your current password.') })
    for (const [weak, words] of [
      ['short', 'Must be at least 8 characters long.'],
      ['password1', 'a common password'],
      [`${username}2024`, 'your username'],
    ] as const) {
      const refused = loaded(await browser.press(form, 'Change password', fill(PASSWORD, weak)))
      expect(refused).toMatchObject({ status: 422, text: expect.stringContaining(words) })
      expect(refused.text).not.toContain(`"${weak}"`)
    }
    expect(await server.players.byId(id as never)).toEqual(before)
  })

  it('[OA83] cannot be guessed on its own page either', async () => {
    const limited = await startOAuth({ rateLimit: 1 })
    const { browser } = await signedInPerson(limited)
    const form = await browser.open('/account/password')
    const statuses = []
    for (let time = 0; time < 12; time++) {
      statuses.push(
        loaded(await browser.press(form, 'Change password', fill(`guess ${time} at it`, NEW_PASSWORD))).status,
      )
    }
    await limited.close()
    expect(statuses).toEqual([...Array(10).fill(422), 429, 429])
  })
})

describe('signing out', () => {
  it('[OA87] here ends the session on the server, and leaves games and other browsers alone', async () => {
    const { username, browser } = await signedInPerson(server)
    const phone = new Browser(server.origin)
    await signInToAccount(phone, username)
    const tokens = await connectGame(server, browser, game)
    const copied = new Browser(server.origin, { cookie: browser.cookiesFor('/') })
    expect(loaded(await copied.open('/account')).text).toContain(username)
    const out = loaded(await browser.press(await browser.open('/account'), 'Sign out here'))
    expect(out.text).toContain('role="status">You are signed out here.')
    expect(loaded(await copied.open('/account')).text).not.toContain(username)
    expect(await holds(server, tokens.access)).toBe(true)
    expect(loaded(await phone.open('/account')).text).toContain(username)
  })

  it('[OA87] everywhere ends every session and every token', async () => {
    const { username, browser } = await signedInPerson(server)
    const phone = new Browser(server.origin)
    await signInToAccount(phone, username)
    const [one, two] = [await connectGame(server, browser, game), await connectGame(server, phone, chess)]
    const out = loaded(await browser.press(await browser.open('/account'), 'Sign out everywhere'))
    expect(out.text).toContain('You are signed out everywhere')
    for (const each of [browser, phone]) expect(loaded(await each.open('/account')).text).not.toContain(username)
    expect([await holds(server, one.access), await holds(server, two.access)]).toEqual([false, false])
    expect(await refreshStatus(chess, two.refresh)).toBe(400)
    const again = loaded(await signInToAccount(phone, username))
    expect(again.text).toContain('None. A game is listed here')
  })
})

describe('a guest', () => {
  const fields = (username: string, password = PASSWORD) => ({ fields: { Username: username, Password: password } })

  async function newGuest() {
    const browser = new Browser(server.origin)
    await browser.press(await browser.open(authorizeUrl(game)), 'Play as guest')
    const tokens = await connectGame(server, browser, game)
    const caller = await server.oauth.authenticate(tokens.access)
    if (!caller) throw new Error('no guest')
    return { browser, tokens, id: caller.playerId }
  }

  it('[OA84] keeps the account with a username and password: the same player, the same money', async () => {
    const { browser, tokens, id } = await newGuest()
    const guest = await server.players.byId(id)
    const offer = loaded(await browser.open('/account'))
    expect(offer.text).toContain('Keep your account')
    expect(offer.text).not.toContain('Ways to sign in')
    const name = newName()
    const kept = loaded(await browser.press(await browser.open('/account/keep'), 'Keep your account', fields(name)))
    expect(kept.text).toContain('role="status">The account is yours to keep.')
    expect(kept.text).toContain(`Signed in as <strong>${name}</strong>`)
    expect(await server.players.byId(id)).toMatchObject({ username: name, guest: false, nickname: guest.nickname })
    expect(await server.storage.balance(playerAccount(id), 'GBP')).toBe(100_000)
    expect(await server.storage.playerByUsername(guest.username)).toBeUndefined()
    expect(await holds(server, tokens.access)).toBe(false)
    const back = await connectGame(server, browser, game)
    expect((await server.oauth.authenticate(back.access))?.playerId).toBe(id)
    const elsewhere = loaded(await signInToAccount(new Browser(server.origin), name))
    expect(elsewhere.text).toContain(name)
  })

  it('[OA84] is told what is wrong, and stays a guest until it is right', async () => {
    const { browser, id } = await newGuest()
    const taken = await newPerson(server)
    const form = await browser.open('/account/keep')
    for (const [username, password, words] of [
      [taken.username.toUpperCase(), PASSWORD, 'is taken. Choose another one.'],
      ['a b', PASSWORD, 'Must be 2 to 32 letters'],
      [newName(), 'iloveyou', 'a common password'],
    ] as const) {
      const refused = loaded(await browser.press(form, 'Keep your account', fields(username, password)))
      expect(refused).toMatchObject({ status: 422, text: expect.stringContaining(words) })
    }
    expect(await server.players.byId(id)).toMatchObject({ guest: true, passwordHash: null })
    expect(loaded(await browser.press(form, 'Keep your account', fields(newName()))).text).toContain('yours to keep')
  })

  it('[OA84] is one account, also when two windows keep it at once', async () => {
    const { browser, id } = await newGuest()
    const form = await browser.open('/account/keep')
    const names = Array.from({ length: 4 }, newName)
    await Promise.all(names.map((name) => browser.press(form, 'Keep your account', fields(name)).catch(() => null)))
    const { username } = await server.players.byId(id)
    expect(names).toContain(username)
    const others = names.filter((name) => name !== username)
    for (const name of others) expect(await server.storage.playerByUsername(name)).toBeUndefined()
  })

  it('[OA84] alone keeps an account, and sets a password in no other way', async () => {
    const { id, username, browser } = await signedInPerson(server)
    expect(loaded(await browser.open('/account/keep')).url).toBe(`${server.origin}/account`)
    const csrf_token = hiddenField(await browser.open('/account'), 'csrf_token')
    const form = new URLSearchParams({ csrf_token, username: newName(), password: PASSWORD })
    expect(loaded(await browser.open('/account/keep', form)).url).toBe(`${server.origin}/account`)
    expect((await server.players.byId(id as never)).username).toBe(username)

    const guest = await newGuest()
    expect(loaded(await guest.browser.open('/account/password')).url).toBe(`${server.origin}/account/keep`)
    const token = hiddenField(await guest.browser.open('/account'), 'csrf_token')
    const forced = new URLSearchParams({ csrf_token: token, new_password: NEW_PASSWORD })
    await guest.browser.open('/account/password', forced)
    expect((await server.players.byId(guest.id)).passwordHash).toBeNull()
  })
})

describe('forms', () => {
  const FORMS = [
    'profile',
    'disconnect',
    'password',
    'keep',
    'sign-out',
    'sign-out-everywhere',
    'link/ulti',
    'unlink/abc',
  ]

  it.each(FORMS)('[OA86] of /account/%s need the token of the session', async (form) => {
    const [mine, yours] = [await signedInPerson(server), await signedInPerson(server)]
    const foreign = hiddenField(await yours.browser.open('/account'), 'csrf_token')
    const tokens = await connectGame(server, mine.browser, game)
    for (const csrf_token of ['', 'x'.repeat(43), foreign]) {
      const filled = {
        csrf_token,
        client: game.id,
        nickname: 'Mallory',
        current_password: PASSWORD,
        new_password: NEW_PASSWORD,
      }
      const answer = loaded(await mine.browser.open(`/account/${form}`, new URLSearchParams(filled)))
      expect(answer).toMatchObject({ status: 403, text: expect.stringContaining('This form cannot be used') })
    }
    expect(await holds(server, tokens.access)).toBe(true)
    expect(loaded(await mine.browser.open('/account')).text).toContain(`Signed in as <strong>${mine.username}`)
  })

  it.each(FORMS)('[OA86] of /account/%s do nothing for who is signed out', async (form) => {
    const answer = loaded(
      await new Browser(server.origin).open(`/account/${form}`, new URLSearchParams({ csrf_token: 'x' })),
    )
    expect(answer).toMatchObject({ status: 401, text: expect.stringContaining('You are signed out') })
  })

  it('[OA86] of an earlier session are of no use', async () => {
    const { username, browser } = await signedInPerson(server)
    const before = await browser.open('/account')
    await browser.press(before, 'Sign out here')
    await signInToAccount(browser, username)
    expect(loaded(await browser.press(before, 'Save', { fields: { 'Display name': 'Old' } })).status).toBe(403)
  })

  it('[OA86] of sign-in need the browser that they were made for', async () => {
    const { username } = await newPerson(server)
    const page = await new Browser(server.origin).open('/account')
    const input = { fields: { Username: username, Password: PASSWORD } }
    for (const browser of [new Browser(server.origin), await otherVisitor()]) {
      expect(loaded(await browser.press(page, 'Sign in', input)).status).toBe(403)
    }
    async function otherVisitor() {
      const visitor = new Browser(server.origin)
      await visitor.open('/account')
      return visitor
    }
  })
})
