import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connectGame, holds, type Person, signedInPerson, signInToAccount } from '../../support/oauth/account.ts'
import { Browser, departed, type Landing, loaded } from '../../support/oauth/browser-jar.ts'
import {
  authorizeUrl,
  PASSWORD,
  startOAuth,
  type TestClient,
  type TestOAuth,
} from '../../support/oauth/oauth-server.ts'
import { startProvider, type TestProvider } from '../../support/upstream/provider.ts'
import { followProvider, leave, linkOf } from '../../support/upstream/sign-in-through.ts'

let server: TestOAuth
let provider: TestProvider
let game: TestClient

beforeAll(async () => {
  provider = await startProvider()
  const providers = [provider.settings(), provider.settings({ id: 'darts', name: 'Darts World' })]
  server = await startOAuth({ providers })
  game = await server.register()
})
afterAll(async () => {
  await server.close()
  await provider.close()
})
let count = 0
beforeEach(() => {
  provider.person = { uid: `person-${++count}`, username: `person-${count}` }
})

const current = (password = PASSWORD) => ({ fields: { 'Current password': password } })

/** On through the provider, and back. */
async function through(browser: Browser, landing: Landing): Promise<Landing> {
  return browser.open((await followProvider(departed(landing))).href)
}

/** Adds a provider to the account of who is signed in. */
async function link(browser: Browser, name = 'Ulti & Co', input: object = current()): Promise<Landing> {
  const form = await browser.open(linkOf(await browser.open('/account'), `Add ${name}`))
  return through(browser, await browser.press(form, `Continue to ${name}`.replace('&', '&#38;'), input))
}

/** Somebody who has an account by a provider alone, signed in on the account page. */
async function newcomer(): Promise<Person> {
  const browser = new Browser(server.origin)
  await browser.open((await followProvider(await leave(browser, game))).href)
  const identity = await server.storage.identity({ provider: 'ulti', subject: provider.person.uid })
  const player = identity && (await server.storage.player(identity.playerId))
  if (!player) throw new Error('nobody came')
  // The consent page is behind them; the session begins with the answer.
  await connectGame(server, browser, game)
  return { id: player.id, username: player.username, browser }
}

const identitiesOf = ({ id }: { id: number }) => server.storage.identitiesOf(id as never)
const playerOf = ({ id }: { id: number }) => server.players.byId(id as never)

describe('signing in to the account page through a provider', () => {
  it('[OA80] leads to the account of the identity', async () => {
    const { username } = await newcomer()
    const browser = new Browser(server.origin)
    const away = await browser.open(linkOf(await browser.open('/account'), 'Continue with Ulti & Co'))
    const account = loaded(await through(browser, away))
    expect(account.url).toBe(`${server.origin}/account`)
    expect(account.text).toContain(`Signed in as <strong>${username}</strong>`)
  })

  it('[OA80] makes no account', async () => {
    const browser = new Browser(server.origin)
    const away = await browser.open(linkOf(await browser.open('/account'), 'Continue with Ulti & Co'))
    const page = loaded(await through(browser, away))
    expect(page).toMatchObject({ status: 404, text: expect.stringContaining('There is no account for this') })
    expect(await server.storage.identity({ provider: 'ulti', subject: provider.person.uid })).toBeUndefined()
  })

  it('[OA80] begins in the browser where it ends', async () => {
    await newcomer()
    const browser = new Browser(server.origin)
    const away = await browser.open(linkOf(await browser.open('/account'), 'Continue with Ulti & Co'))
    const back = await followProvider(departed(away))
    const victim = new Browser(server.origin)
    await victim.open('/account')
    expect(loaded(await victim.open(back.href))).toMatchObject({ status: 400 })
    expect(loaded(await victim.open('/account/arrival')).text).toContain('>Sign in</h1>')
  })
})

describe('adding a provider', () => {
  it('[OA85] takes the password, ends everything else, and is a way in from then on', async () => {
    const person = await signedInPerson(server)
    const phone = new Browser(server.origin)
    await signInToAccount(phone, person.username)
    const tokens = await connectGame(server, phone, game)
    const added = loaded(await link(person.browser))
    expect(added.text).toContain('role="status">Added.')
    expect(added.text).toContain('<strong>Ulti &#38; Co</strong>')
    expect(added.text).toContain(provider.person.username)
    expect(await identitiesOf(person)).toMatchObject([{ provider: 'ulti', subject: provider.person.uid }])
    expect(await holds(server, tokens.access)).toBe(false)
    expect(loaded(await phone.open('/account')).text).not.toContain(person.username)
    const elsewhere = new Browser(server.origin)
    const away = await elsewhere.open(linkOf(await elsewhere.open('/account'), 'Continue with Ulti & Co'))
    expect(loaded(await through(elsewhere, away)).text).toContain(person.username)
  })

  it('[OA85] does not begin without the password', async () => {
    const person = await signedInPerson(server)
    const form = await person.browser.open('/account/link/ulti')
    const wrong = loaded(await person.browser.press(form, 'Continue to Ulti &#38; Co', current('not the password')))
    expect(wrong).toMatchObject({ status: 422, text: expect.stringContaining('That is not your current password.') })
    expect(wrong.headers.get('content-security-policy')).toContain(`form-action 'self' ${provider.origin};`)
    await person.browser.open('/account/linked')
    expect(await identitiesOf(person)).toEqual([])
  })

  it('[OA85] never takes an identity from somebody else, and merges nobody', async () => {
    const owner = await newcomer()
    const person = await signedInPerson(server)
    const refused = loaded(await link(person.browser))
    expect(refused).toMatchObject({ status: 409, text: expect.stringContaining('is taken') })
    expect(await identitiesOf(person)).toEqual([])
    expect(await identitiesOf(owner)).toHaveLength(1)
  })

  it('[OA85] cannot be begun by one browser and ended by another', async () => {
    const [attacker, victim] = [await signedInPerson(server), await signedInPerson(server)]
    const form = await attacker.browser.open('/account/link/ulti')
    const away = await attacker.browser.press(form, 'Continue to Ulti &#38; Co', current())
    const back = await followProvider(departed(away))
    expect(loaded(await victim.browser.open(back.href)).status).toBe(400)
    await victim.browser.open('/account/linked')
    expect(await identitiesOf(victim)).toEqual([])
  })

  it('[OA85] makes a guest a player who can come back', async () => {
    const browser = new Browser(server.origin)
    await browser.press(await browser.open(authorizeUrl(game)), 'Play as guest')
    const { access } = await connectGame(server, browser, game)
    const guest = await server.oauth.authenticate(access)
    const form = await browser.open('/account/link/ulti')
    const account = loaded(await through(browser, await browser.press(form, 'Continue to Ulti &#38; Co')))
    expect(account.text).toContain('Added.')
    expect(await playerOf({ id: guest?.playerId ?? 0 })).toMatchObject({ guest: false, passwordHash: null })
  })

  it('[OA85] says what a provider said no to, and leads back', async () => {
    const person = await signedInPerson(server)
    const form = await person.browser.open('/account/link/ulti')
    const away = departed(await person.browser.press(form, 'Continue to Ulti &#38; Co', current()))
    const back = new URL(away.searchParams.get('redirect_uri') ?? '')
    back.search = String(new URLSearchParams({ error: 'access_denied', state: away.searchParams.get('state') ?? '' }))
    const denied = loaded(await person.browser.open(back.href))
    expect(denied).toMatchObject({ status: 403, text: expect.stringContaining('href="/account"') })
  })
})

describe('taking a provider away', () => {
  const remove = (page: Landing) => /href="(\/account\/unlink\/[\w-]+)"/.exec(loaded(page).text)?.[1] ?? ''

  it('[OA85] takes the password, and ends everything else', async () => {
    const person = await signedInPerson(server)
    const account = await link(person.browser)
    const tokens = await connectGame(server, person.browser, game)
    const form = await person.browser.open(remove(account))
    const wrong = await person.browser.press(form, 'Remove Ulti &#38; Co', current('not the password'))
    expect(loaded(wrong).status).toBe(422)
    expect(await holds(server, tokens.access)).toBe(true)
    const gone = loaded(await person.browser.press(form, 'Remove Ulti &#38; Co', current()))
    expect(gone.text).toContain('role="status">Removed.')
    expect(await identitiesOf(person)).toEqual([])
    expect(await holds(server, tokens.access)).toBe(false)
  })

  it('[OA85] leaves the last way in', async () => {
    const person = await newcomer()
    const account = loaded(await person.browser.open('/account'))
    expect(account.text).toContain('Your only way in')
    expect(account.text).not.toContain('/account/unlink/')
    const [identity] = await identitiesOf(person)
    expect(identity && (await server.identities.unlink(person.id as never, identity))).toBe('last_way_in')
  })

  it("[OA85] takes away one's own alone", async () => {
    const owner = await signedInPerson(server)
    const path = remove(await link(owner.browser))
    const stranger = await signedInPerson(server)
    expect(loaded(await stranger.browser.open(path)).status).toBe(404)
    const page = await stranger.browser.open('/account')
    const csrf_token = /name="csrf_token" value="([^"]+)"/.exec(loaded(page).text)?.[1] ?? ''
    const forced = new URLSearchParams({ csrf_token, current_password: PASSWORD })
    expect(loaded(await stranger.browser.open(path, forced)).status).toBe(404)
    expect(await identitiesOf(owner)).toHaveLength(1)
  })
})

describe('without a password', () => {
  it('[OA85] a provider says once more who is there, and then a password can be set', async () => {
    const person = await newcomer()
    const asked = await person.browser.open('/account/password')
    expect(loaded(asked).text).not.toContain('New password')
    const form = await through(person.browser, await person.browser.open(linkOf(asked, 'Continue with Ulti & Co')))
    const done = loaded(await person.browser.press(form, 'Set password', { fields: { 'New password': PASSWORD } }))
    expect(done.text).toContain('Your new password is set.')
    expect(loaded(await signInToAccount(new Browser(server.origin), person.username)).text).toContain(person.username)
  })

  it('[OA85] the provider is asked to have them sign in anew, which it is not otherwise', async () => {
    const person = await newcomer()
    const asked = () => provider.calls.authorize.at(-1)?.query.get('prompt')
    expect(asked()).toBeNull()
    const page = await person.browser.open('/account/link/darts')
    const form = await through(person.browser, await person.browser.open(linkOf(page, 'Continue with Ulti & Co')))
    expect(asked()).toBe('login')
    await through(person.browser, await person.browser.press(form, 'Continue to Darts World'))
    expect(asked()).toBeNull()
  })

  it('[OA85] the word of a provider about somebody else confirms nothing', async () => {
    const person = await newcomer()
    const asked = await person.browser.open('/account/password')
    const away = await person.browser.open(linkOf(asked, 'Continue with Ulti & Co'))
    provider.person = { uid: 'somebody-else', username: 'somebody' }
    const refused = loaded(await through(person.browser, away))
    expect(refused).toMatchObject({ status: 403, text: expect.stringContaining('That was somebody else') })
    expect(await playerOf(person)).toMatchObject({ passwordHash: null })
  })

  it('[OA85] the proof of a provider is of this session, and ends after ten minutes', async () => {
    const person = await newcomer()
    const confirm = async () => {
      const asked = await person.browser.open('/account/password')
      return through(person.browser, await person.browser.open(linkOf(asked, 'Continue with Ulti & Co')))
    }
    const set = (page: Landing, raw: Record<string, string> = {}) =>
      person.browser.press(page, 'Set password', { fields: { 'New password': PASSWORD }, raw })
    const form = await confirm()
    const later = String(Date.now() + 3600_000)
    for (const confirmed of ['', 'x.y', `${later}.${'x'.repeat(43)}`]) {
      expect(loaded(await set(form, { confirmed })).status).toBe(422)
    }
    server.advance(11 * 60)
    expect(loaded(await set(form)).text).toContain('that was too long ago')
    expect(await playerOf(person)).toMatchObject({ passwordHash: null })
    expect(loaded(await set(await confirm())).text).toContain('Your new password is set.')
  })

  it('[OA85] a second provider is added after the first has confirmed', async () => {
    const person = await newcomer()
    const asked = await person.browser.open('/account/link/darts')
    const form = await through(person.browser, await person.browser.open(linkOf(asked, 'Continue with Ulti & Co')))
    const account = loaded(await through(person.browser, await person.browser.press(form, 'Continue to Darts World')))
    expect(account.text).toContain('Added.')
    expect(await identitiesOf(person)).toHaveLength(2)
  })
})

it('[OA85] what is not offered is not there', async () => {
  const { browser } = await signedInPerson(server)
  for (const path of [
    '/account/link/unknown',
    '/account/unlink/unknown',
    '/account/confirm/ulti?next=https://evil.example',
  ]) {
    expect(loaded(await browser.open(path)).status).toBe(404)
  }
})
