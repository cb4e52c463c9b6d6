import { OAUTH_PATHS } from '@ante/shared'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startAnte, type TestAnte } from '../../support/ante.ts'
import { connectGame, hiddenField, newPerson, signedInPerson, signInToAccount } from '../../support/oauth/account.ts'
import { Browser, departed, type LoadedPage, loaded } from '../../support/oauth/browser-jar.ts'
import { routesOf } from '../../support/oauth/mounted-routes.ts'
import {
  authorizeUrl,
  createPkce,
  newName,
  PASSWORD,
  startOAuth,
  type TestClient,
} from '../../support/oauth/oauth-server.ts'
import { startIssuer, type TestIssuer } from '../../support/oauth/token-issuer.ts'
import { followProvider, linkOf, startUpstream, type UpstreamWorld } from '../../support/upstream/sign-in-through.ts'

const CALLED_BY_APPLICATIONS: readonly string[] = [
  OAUTH_PATHS.token,
  OAUTH_PATHS.tokenAlias,
  OAUTH_PATHS.revoke,
  OAUTH_PATHS.introspect,
  OAUTH_PATHS.deviceAuthorization,
]
/** Its forms are oidc-provider's, with its token; the device grant's own tests try them. */
const OF_DEVICE_GRANT = '/device'

/** Every path that a form of a page is sent to, as it is mounted. */
async function formRoutes(): Promise<string[]> {
  const { routers, close } = await startOAuth()
  const posts = routers.flatMap(routesOf).filter(({ method }) => method === 'post')
  await close()
  return posts
    .map(({ path }) => path)
    .filter((path) => !CALLED_BY_APPLICATIONS.includes(path) && path !== OF_DEVICE_GRANT)
}
const FORMS = await formRoutes()

let world: UpstreamWorld
let issuer: TestIssuer
beforeAll(async () => {
  issuer = await startIssuer()
  world = await startUpstream(
    (provider) => [provider.settings({ kind: 'ultiverse', jwksUrl: `${provider.origin}/oauth/jwks` })],
    { stakeLimit: { GBP: 5000 }, issuers: [issuer.settings()] },
  )
})
afterAll(async () => {
  await world.close()
  await issuer.close()
})

/** Somebody in the middle of everything: signed in, and with a sign-in to a game under way. */
async function somebody() {
  const person = await signedInPerson(world.server)
  const consent = loaded(await person.browser.open(authorizeUrl(world.client)))
  const uid = consent.url.split('/').at(-1) ?? ''
  const tokens = {
    signIn: hiddenField(consent, 'csrf_token'),
    account: hiddenField(await person.browser.open('/account'), 'csrf_token'),
  }
  return { ...person, uid, tokens }
}

const addressOf = (route: string, uid: string) =>
  route.replace(':uid', uid).replace(':provider', 'ulti').replace(':identity', 'abc')

const FILLED = {
  username: 'somebody-else',
  password: PASSWORD,
  current_password: PASSWORD,
  new_password: 'four quiet green lamps',
  nickname: 'Mallory',
  decision: 'allow',
  client: 'x',
  wallet_jwt: '',
}

describe('every form there is', () => {
  it('[OA14] is known to this test', () => {
    expect(FORMS).toHaveLength(18)
    expect(FORMS.filter((path) => path.startsWith('/oauth/interaction/:uid/'))).toHaveLength(6)
    expect(FORMS.filter((path) => path.startsWith('/account/'))).toHaveLength(12)
  })

  it.each(FORMS)('[OA14] needs the token of its own session: %s', async (route) => {
    const [mine, theirs] = [await somebody(), await somebody()]
    const isAccount = route.startsWith('/account')
    const tokens = ['', 'x'.repeat(43), theirs.tokens.signIn, theirs.tokens.account]
    // A token of one kind of page is none for the other.
    tokens.push(isAccount ? mine.tokens.signIn : mine.tokens.account)
    for (const csrf_token of tokens) {
      const form = new URLSearchParams({ ...FILLED, csrf_token })
      const answer = loaded(await mine.browser.open(addressOf(route, mine.uid), form))
      expect(answer).toMatchObject({ status: 403, text: expect.stringContaining('This form cannot be used') })
    }
    const { nickname, passwordHash } = await world.server.players.byId(mine.id as never)
    expect(nickname).toBe(mine.username)
    expect(await world.server.players.signIn(mine.username, PASSWORD)).toMatchObject({ passwordHash })
  })

  it.each(FORMS)('[OA96] is refused from another site, its own token in it: %s', async (route) => {
    const mine = await somebody()
    const path = addressOf(route, mine.uid)
    const signInToken = hiddenField(await new Browser(world.server.origin).open('/account'), 'csrf_token')
    const token = route.startsWith('/account') ? mine.tokens.account : mine.tokens.signIn
    const csrf_token = route === '/account/sign-in' ? signInToken : token
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: world.server.publicUrl, 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]) {
      const forged = new Browser(world.server.origin, headers, mine.browser.cookiesFor('/').split('; '))
      const answer = loaded(await forged.open(path, new URLSearchParams({ ...FILLED, csrf_token })))
      expect(answer).toMatchObject({ status: 403, text: expect.stringContaining('It came from another site') })
    }
    expect((await world.server.players.byId(mine.id as never)).nickname).toBe(mine.username)
    expect(loaded(await mine.browser.open('/account')).text).toContain(`Signed in as <strong>${mine.username}`)
  })

  it('[OA14] that a page shows carries a token, and is sent to a place that asks for it', async () => {
    const pages: LoadedPage[] = []
    const { server, provider, client } = world
    provider.person = { uid: newName(), username: 'ada' }
    const { browser, username } = await newPerson(server)
    const open = async (path: string, by = browser) => pages.push(loaded(await by.open(path)))
    await open('/account')
    await open(authorizeUrl(client))
    const signIn = pages.at(-1) as LoadedPage
    pages.push(loaded(await browser.press(signIn, 'Create account')))
    await signInToAccount(browser, username)
    for (const path of ['', '/password', '/link/ulti']) await open(`/account${path}`)
    await connectGame(server, browser, client)
    await open('/account')
    const native = { fields: { 'Current password': PASSWORD } }
    const away = await browser.press(pages.at(-2) as LoadedPage, 'Continue to Ulti &#38; Co', native)
    const linked = loaded(await browser.open((await followProvider(departed(away))).href))
    await open(/href="(\/account\/unlink\/[\w-]+)"/.exec(linked.text)?.[1] ?? '')
    await open('/account/add')
    const csrf_token = hiddenField(pages.at(-1) as LoadedPage, 'csrf_token')
    const brought = new URLSearchParams({ csrf_token, subject_token: await issuer.token({ sub: newName() }) })
    pages.push(loaded(await browser.open('/account/add-token', brought)))
    await open(authorizeUrl(client, { scope: 'public' }))
    const guest = new Browser(server.origin)
    const consent = await guest.press(await guest.open(authorizeUrl(client)), 'Play as guest')
    pages.push(loaded(consent))
    departed(await guest.press(consent, 'Allow'))
    await open('/account/keep', guest)
    const stranger = new Browser(server.origin)
    const leaving = departed(
      await stranger.open(linkOf(await stranger.open(authorizeUrl(client)), 'Continue with Ulti & Co')),
    )
    await open((await followProvider(leaving)).href, stranger)

    const shown = new Set<string>()
    for (const { text, url } of pages) {
      for (const [form] of text.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)) {
        expect(form, url).toMatch(/^<form[^>]* method="post"/)
        expect(form, url).toMatch(/<input type="hidden" name="csrf_token" value="[\w-]{43}">/)
        for (const [, action = ''] of form.matchAll(/(?:\baction|formaction)="([^"]*)"/g)) {
          const route = FORMS.find((path) => new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`).test(action))
          expect(route, action).toBeDefined()
          shown.add(route ?? '')
        }
      }
    }
    expect([...shown].sort()).toEqual([...FORMS].sort())
  })
})

describe('pages in a frame', () => {
  let ante: TestAnte
  let own: TestClient
  beforeAll(async () => {
    ante = await startAnte({ ANTE_DEMO: '1' })
    const { body } = await ante.operator('POST', '/admin/v1/clients', {
      name: 'Web',
      type: 'public',
      allowed_origins: ['https://web.example'],
      scopes: ['public', 'wallet'],
    })
    own = { id: body.client_id, secret: '', redirectUri: `${ante.url}/oauth/popup/${body.client_id}` }
  })
  afterAll(() => ante.close())

  it('[OA22] stand in none, whichever page it is, errors too', async () => {
    const browser = new Browser(ante.url)
    const url = authorizeUrl(own, createPkce().challenge)
    const signIn = loaded(await browser.open(url))
    const wrong = loaded(await browser.press(signIn, 'Sign in'))
    const create = loaded(await browser.press(signIn, 'Create account'))
    const consent = loaded(await browser.press(signIn, 'Play as guest'))
    const [account, keep] = [loaded(await browser.open('/account')), loaded(await browser.open('/account/keep'))]
    const paths = [
      '/oauth/authorize?client_id=nobody',
      `/oauth/authorize?client_id=${own.id}&redirect_uri=https://evil.example&response_type=code`,
      '/oauth/interaction/none',
      '/oauth/authorize/none',
      '/oauth/upstream/none/callback?state=x',
      `/oauth/popup/${own.id}`,
      '/oauth/popup/none',
      '/account/link/none',
      '/account/unlink/none',
      '/',
      '/docs',
    ]
    const others = await Promise.all(paths.map(async (path) => loaded(await browser.open(path))))
    const signedOut = loaded(await new Browser(ante.url).open('/account'))
    const refused = loaded(await new Browser(ante.url).open('/account/password'))
    for (const page of [signIn, wrong, create, consent, account, keep, signedOut, refused, ...others]) {
      expect(page.headers.get('content-type'), page.url).toContain('text/html')
      expect(page.headers.get('content-security-policy'), page.url).toMatch(/frame-ancestors 'none'/)
      expect(page.headers.get('x-frame-options'), page.url).toBe('DENY')
    }
  })
})
