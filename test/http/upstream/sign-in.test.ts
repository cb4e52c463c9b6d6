import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { playerAccount } from '../../../server/domain/ledger.ts'
import { Browser, departed, loaded } from '../../support/oauth/browser-jar.ts'
import { authorizeUrl, newName, PASSWORD, startOAuth } from '../../support/oauth/oauth-server.ts'
import { SECRET, sendJson } from '../../support/upstream/provider.ts'
import {
  followProvider,
  leave,
  linkOf,
  nameOn,
  playerAt,
  signInThrough,
  signInToGameThrough,
  startUpstream,
  type UpstreamWorld,
} from '../../support/upstream/sign-in-through.ts'

let world: UpstreamWorld
let people = 0

beforeAll(async () => {
  world = await startUpstream((provider) => [
    provider.settings(),
    provider.settings({ id: 'plain', name: 'Plain', pkce: false, scope: '' }),
  ])
})
afterAll(() => world.close())

/** Somebody new is at the provider, where all is well. */
function somebody(username: string | null = 'ada'): string {
  const uid = `u-${++people}`
  world.provider.person = { uid, username }
  for (const endpoint of ['authorize', 'token', 'profile'] as const) delete world.provider.trouble[endpoint]
  return uid
}
beforeEach(() => void somebody())

const newBrowser = () => new Browser(world.server.origin)
const identityOf = (subject: string) => world.server.storage.identity({ provider: 'ulti', subject })

describe('the sign-in page', () => {
  it('[OA62] offers every provider by its name, before and after a mistake', async () => {
    const browser = newBrowser()
    const page = await browser.open(authorizeUrl(world.client))
    expect(linkOf(page, 'Continue with Ulti & Co')).toMatch(/^\/oauth\/interaction\/[\w-]+\/continue\/ulti$/)
    const wrong = await browser.press(page, 'Sign in', { fields: { Username: 'nobody', Password: 'not this one' } })
    expect(linkOf(wrong, 'Continue with Plain')).toMatch(/continue\/plain$/)
  })

  it('[OA62] offers nobody where no provider is set', async () => {
    const server = await startOAuth({ demo: false })
    const page = loaded(await new Browser(server.origin).open(authorizeUrl(await server.register())))
    expect(page.text).not.toMatch(/Continue with|class="rule"/)
    await server.close()
  })

  it('[OA62] leads to no provider that is not there, and from no other browser', async () => {
    const browser = newBrowser()
    const to = linkOf(await browser.open(authorizeUrl(world.client)), 'Continue with Plain')
    expect(loaded(await browser.open(to.replace('plain', 'other')))).toMatchObject({ status: 404 })
    expect(loaded(await browser.open('/oauth/upstream/other/callback?state=x'))).toMatchObject({ status: 404 })
    expect(loaded(await newBrowser().open(to))).toMatchObject({ status: 400 })
  })
})

describe('signing in through a provider', () => {
  it('[OA63] leads to consent and to the game, and the next time in as the same player', async () => {
    const uid = somebody('Ada Lovelace')
    const browser = newBrowser()
    const consent = await signInThrough(world, browser)
    expect(nameOn(consent)).toBe('Ada Lovelace')
    const player = await playerAt(world, departed(await browser.press(consent, 'Allow')))
    expect(await identityOf(uid)).toMatchObject({ playerId: player, username: 'Ada Lovelace', wallet: null })
    // The session of that browser goes on, and another browser finds the same player.
    expect(await playerAt(world, departed(await browser.open(authorizeUrl(world.client))))).toBe(player)
    expect(await signInToGameThrough(world)).toBe(player)
    expect(await world.server.identities.of(player)).toHaveLength(1)
  })

  it('[OA63] shows what the provider says now', async () => {
    const uid = somebody('ada')
    await signInToGameThrough(world)
    world.provider.person = { uid, username: 'countess' }
    await signInToGameThrough(world)
    expect((await identityOf(uid))?.username).toBe('countess')
  })

  it('[OA63] gives a browser that somebody else was signed in on to the person at the provider', async () => {
    const browser = newBrowser()
    const first = await browser.press(await signInThrough(world, browser), 'Allow')
    somebody('grace')
    const page = await browser.open(authorizeUrl(world.client, { prompt: 'login' }))
    const back = await followProvider(departed(await browser.open(linkOf(page, 'Continue with Ulti & Co'))))
    const consent = await browser.open(back.href)
    expect(nameOn(consent)).toBe('grace')
    const second = departed(await browser.press(consent, 'Allow'))
    expect(await playerAt(world, second)).not.toBe(await playerAt(world, departed(first)))
  })

  it('[OA63] keeps a banned player out', async () => {
    const player = await world.server.players.byId(await signInToGameThrough(world))
    const ban = { reason: 'Two accounts.', at: Date.now() }
    await world.server.storage.commit({ at: Date.now(), players: [{ ...player, ban }] })
    const page = loaded(await signInThrough(world))
    expect(page).toMatchObject({ status: 403, text: expect.stringContaining('The reason given: Two accounts.') })
  })

  it('[OA63] goes on where it was left while another sign-in of the browser went through', async () => {
    const browser = newBrowser()
    const [one, two] = [await leave(browser, world.client), await leave(browser, world.client)]
    expect(nameOn(await browser.open((await followProvider(two)).href))).toBe('ada')
    expect(nameOn(await browser.open((await followProvider(one)).href))).toBe('ada')
  })

  it('[OA64] takes the subject from the profile alone, with the access token', async () => {
    const uid = somebody()
    world.provider.trouble.token = (res, { form }) => {
      delete world.provider.trouble.token
      const forged = `e30.${Buffer.from('{"sub":"forged"}').toString('base64url')}.`
      expect(form.get('code')).toBeTruthy()
      sendJson(res, 200, { access_token: 'of-the-token-answer', id_token: forged, id: 'forged', sub: 'forged', uid })
    }
    world.provider.trouble.profile = (res, { headers, path }) => {
      expect(headers.authorization).toBe('Bearer of-the-token-answer')
      expect(path).toBe(`/api/v1/users/${uid}`)
      sendJson(res, 200, { id: 4711, username: 'x' })
    }
    const player = await signInToGameThrough(world)
    expect((await identityOf('4711'))?.playerId).toBe(player)
    expect(await identityOf('forged')).toBeUndefined()
    expect(await identityOf(uid)).toBeUndefined()
  })

  it('[OA64] asks for nobody else when an id of the token answer could lead elsewhere', async () => {
    const asked = async (uid: string) => {
      world.provider.trouble.token = (res) => sendJson(res, 200, { access_token: 'a', uid })
      const before = world.provider.calls.profile.length
      const page = loaded(await signInThrough(world))
      const title = /<h1>[^<]*<\/h1>/.exec(page.text)?.[0]
      return { title, paths: world.provider.calls.profile.slice(before).map(({ path }) => path) }
    }
    expect(await asked('..')).toEqual({ title: '<h1>Ulti &#38; Co did not say who you are</h1>', paths: [] })
    expect((await asked('../admin?x#y')).paths).toEqual(['/api/v1/users/..%2Fadmin%3Fx%23y'])
  })

  it('[OA65] makes one player of those who come for the first time at once', async () => {
    const uid = somebody('twice')
    const players = await Promise.all(Array.from({ length: 6 }, () => signInToGameThrough(world)))
    expect(new Set(players).size).toBe(1)
    expect(await identityOf(uid)).toMatchObject({ playerId: players[0] })
  })

  it.each([
    ['ada', /^ada-\d{4}$/, 'ada'],
    ['Zoë  van der Berg-Ottosdóttir', /^ZoevanderBerg-Ottosd-\d{4}$/, 'Zoë  van der Berg-Ottosdóttir'],
    ['..--..', /^player-\d{4}$/, '..--..'],
    ['\u202eevil', /^evil-\d{4}$/, /^evil-\d{4}$/],
    ['x'.repeat(60), /^x{20}-\d{4}$/, /^x{20}-\d{4}$/],
    [null, /^player-\d{4}$/, /^player-\d{4}$/],
  ])('[OA65] gives newcomers a name of their own (%s)', async (username, own, shown) => {
    somebody(username)
    const player = await world.server.players.byId(await signInToGameThrough(world))
    expect(player).toMatchObject({ passwordHash: null, guest: false, username: expect.stringMatching(own) })
    expect(player.nickname).toEqual(typeof shown === 'string' ? shown : expect.stringMatching(shown))
  })

  it('[OA65] never finds anybody by name', async () => {
    const taken = await world.server.players.createByOperator({ username: newName(), password: PASSWORD })
    somebody(taken.username)
    expect(await signInToGameThrough(world)).not.toBe(taken.id)
    expect(await world.server.identities.of(taken.id)).toEqual([])
  })

  it('[OA65] gives newcomers play money in a demo store, once, and none in a real one', async () => {
    const player = await signInToGameThrough(world)
    await signInToGameThrough(world)
    expect(await world.server.storage.balance(playerAccount(player), 'GBP')).toBe(100_000)
    const real = await startUpstream(undefined, { demo: false })
    expect(await real.server.storage.balance(playerAccount(await signInToGameThrough(real)), 'GBP')).toBe(0)
    await real.close()
  })
})

describe('the calls to a provider', () => {
  it('[OA67] ask with state and PKCE, and redeem the code by form data with the secret in the body', async () => {
    await signInToGameThrough(world)
    const asked = world.provider.calls.authorize.at(-1)?.query
    const redeemed = world.provider.calls.token.at(-1)
    expect(Object.fromEntries(asked ?? [])).toMatchObject({
      response_type: 'code',
      client_id: 'ante-at-the-provider',
      redirect_uri: `${world.server.publicUrl}/oauth/upstream/ulti/callback`,
      scope: 'public wallet',
      code_challenge_method: 'S256',
      state: expect.stringMatching(/^[\w-]{43}$/),
    })
    expect(redeemed?.headers).toMatchObject({ 'content-type': 'application/x-www-form-urlencoded' })
    expect(redeemed?.headers.authorization).toBeUndefined()
    const form = Object.fromEntries(redeemed?.form ?? [])
    expect(form).toMatchObject({
      grant_type: 'authorization_code',
      client_id: 'ante-at-the-provider',
      client_secret: SECRET,
      redirect_uri: `${world.server.publicUrl}/oauth/upstream/ulti/callback`,
    })
    const challenge = createHash('sha256')
      .update(form.code_verifier ?? '')
      .digest('base64url')
    expect(asked?.get('code_challenge')).toBe(challenge)
  })

  it('[OA67] leave out what a provider does not know', async () => {
    const browser = newBrowser()
    const away = await leave(browser, world.client, 'Plain')
    expect([...away.searchParams.keys()].sort()).toEqual(['client_id', 'redirect_uri', 'response_type', 'state'])
    await browser.open((await followProvider(away)).href)
    expect(world.provider.calls.token.at(-1)?.form.has('code_verifier')).toBe(false)
  })

  it('[OA67] refresh a token that has expired, and keep the old refresh token where none comes with the new one', async () => {
    const uid = somebody()
    const refreshes: (string | null)[] = []
    world.provider.trouble.token = (res, { form }) => {
      const isRefresh = form.get('grant_type') === 'refresh_token'
      if (isRefresh) refreshes.push(form.get('refresh_token'))
      const access_token = `access-${refreshes.length}`
      sendJson(res, 200, isRefresh ? { access_token } : { access_token, refresh_token: 'kept', expires_in: 0, uid })
    }
    world.provider.trouble.profile = (res, { headers }) =>
      headers.authorization === 'Bearer access-2' ? sendJson(res, 200, { id: uid }) : sendJson(res, 401, {})
    expect(nameOn(await signInThrough(world))).toMatch(/^player-/)
    expect(refreshes).toEqual(['kept', 'kept'])
  })

  it('[OA67] take the new refresh token where there is one', async () => {
    const uid = somebody()
    const refreshes: (string | null)[] = []
    world.provider.trouble.token = (res, { form }) => {
      if (form.has('refresh_token')) refreshes.push(form.get('refresh_token'))
      const n = refreshes.length
      sendJson(res, 200, { access_token: `access-${n}`, refresh_token: `refresh-${n}`, expires_in: n ? 3600 : 0, uid })
    }
    world.provider.trouble.profile = (res) => sendJson(res, refreshes.length > 1 ? 200 : 401, { id: uid })
    expect(nameOn(await signInThrough(world))).toMatch(/^player-/)
    expect(refreshes).toEqual(['refresh-0', 'refresh-1'])
  })

  it('[OA70] leave no token, code, state or secret in the store or the log', async () => {
    const browser = newBrowser()
    const away = await leave(browser, world.client)
    await browser.open((await followProvider(away)).href)
    const verifier = world.provider.calls.token.at(-1)?.form.get('code_verifier') ?? ''
    const secrets = [...world.provider.given, ...browser.seenCookies, away.searchParams.get('state') ?? '', verifier]
    expect(secrets.length).toBeGreaterThan(10)
    const kept = `${await world.server.stored()}${world.server.logged()}`
    expect(kept).toContain('UpstreamRequest')
    expect([...secrets, SECRET].filter((secret) => kept.includes(secret))).toEqual([])
  })
})
