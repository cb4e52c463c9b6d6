import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { UpstreamProvider } from '../../../server/config/providers.ts'
import { Browser, departed, type Input, type LoadedPage, loaded } from '../../support/oauth/browser-jar.ts'
import { authorizeUrl } from '../../support/oauth/oauth-server.ts'
import { ADDRESS, sendJson, type TestProvider } from '../../support/upstream/provider.ts'
import {
  followProvider,
  leave,
  nameOn,
  playerAt,
  startUpstream,
  type UpstreamWorld,
} from '../../support/upstream/sign-in-through.ts'

let world: UpstreamWorld
let people = 0

const ultiverse = (provider: TestProvider, changes: Partial<UpstreamProvider> = {}) =>
  provider.settings({ kind: 'ultiverse', jwksUrl: `${provider.origin}/oauth/jwks`, ...changes })

beforeAll(async () => {
  world = await startUpstream((provider) => [ultiverse(provider)])
})
afterAll(() => world.close())
beforeEach(() => {
  world.provider.person = { uid: `u-${++people}`, username: 'ada' }
  world.provider.wallet = {}
})

/** Back from the provider, on the page that reads the fragment; what is in the fragment beside it. */
async function arrive({ server, client } = world) {
  const browser = new Browser(server.origin)
  const back = await followProvider(await leave(browser, client))
  const page = loaded(await browser.open(back.href))
  return { browser, page, jwt: new URLSearchParams(back.hash.slice(1)).get('wallet_jwt') ?? '' }
}

const bring = (browser: Browser, page: LoadedPage, jwt: string, raw: Input['raw'] = {}) =>
  browser.press(page, 'Continue', { raw: { wallet_jwt: jwt, ...raw } })

const walletOf = async (subject: string, { server } = world) =>
  (await server.storage.identity({ provider: 'ulti', subject }))?.wallet

describe('the page that reads the fragment', () => {
  it('[OA69] runs its own script alone, and posts to this sign-in alone', async () => {
    const { page } = await arrive()
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/script-src 'sha256-[\w+/]+=*'/)
    expect(policy).toMatch(/form-action 'self' https:\/\/game\.example/)
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(page.text.match(/<form /g)).toHaveLength(1)
    expect(page.url).toMatch(/\/oauth\/interaction\/[\w-]+\/arrival$/)
  })

  it('[OA69] hands the JWT over, and what it says about addresses is kept', async () => {
    const { browser, page, jwt } = await arrive()
    expect(nameOn(await bring(browser, page, jwt))).toBe('ada')
    expect(await walletOf(`u-${people}`)).toEqual({ verifiedAt: expect.any(Number), claims: { address: ADDRESS } })
  })

  it('[OA67] comes after a code that was redeemed without a redirect_uri, as the document has it', async () => {
    await arrive()
    expect([...(world.provider.calls.token.at(-1)?.form.keys() ?? [])].sort()).toEqual([
      'client_id',
      'client_secret',
      'code',
      'code_verifier',
      'grant_type',
    ])
  })

  it('[OA69] goes on without a JWT', async () => {
    const { browser, page } = await arrive()
    expect(nameOn(await bring(browser, page, ''))).toBe('ada')
    expect(await walletOf(`u-${people}`)).toBeNull()
  })

  it('[OA69] is used once', async () => {
    const { browser, page, jwt } = await arrive()
    const [first, second] = await Promise.all([bring(browser, page, ''), bring(browser, page, jwt)])
    const texts = [loaded(first).text, loaded(second).text]
    expect(texts.filter((text) => text.includes('Signed in as'))).toHaveLength(1)
    const third = loaded(await bring(browser, page, jwt))
    expect(third.status).toBe(400)
  })

  it('[OA69] takes a form of this sign-in from this browser alone', async () => {
    const [own, other] = [await arrive(), await arrive()]
    const token = /name="csrf_token" value="([^"]+)"/.exec(other.page.text)?.[1] ?? ''
    expect(loaded(await bring(own.browser, own.page, own.jwt, { csrf_token: token })).status).toBe(403)
    expect(loaded(await bring(other.browser, own.page, own.jwt)).status).toBe(400)
    expect(nameOn(await bring(own.browser, own.page, own.jwt))).toBe('ada')
  })

  it('[OA69] shows the sign-in page where nobody has come back', async () => {
    const browser = new Browser(world.server.origin)
    const signIn = loaded(await browser.open(authorizeUrl(world.client)))
    const early = loaded(await browser.open(`${new URL(signIn.url).pathname}/arrival`))
    expect(early.text).toContain('Continue with Ulti')
  })

  it('[OA69] is there for five minutes', async () => {
    const later = await startUpstream((provider) => [ultiverse(provider)])
    const { browser, page, jwt } = await arrive(later)
    later.server.advance(5 * 60)
    expect(loaded(await bring(browser, page, jwt)).text).toContain('Continue with Ulti')
    expect(await walletOf('u-1', later)).toBeUndefined()
    await later.close()
  })
})

describe('a wallet JWT', () => {
  const ago = (seconds: number) => Math.floor(Date.now() / 1000) - seconds

  it.each<[string, NonNullable<TestProvider['wallet']>]>([
    ['is signed by somebody else', { foreignKey: true }],
    ['is not signed', { algorithm: 'none' }],
    ['is signed with the published key as a secret', { algorithm: 'HS256' }],
    ['comes from another issuer', { claims: { iss: 'https://other.example' } }],
    ['is for another application', { claims: { aud: 'somebody-else' } }],
    ['is about somebody else', { claims: { sub: 'u-0' } }],
    ['is about nobody', { claims: { sub: undefined } as never }],
    ['has expired', { claims: { exp: ago(3600 * 24) } }],
    ['never expires', { claims: { exp: undefined } as never }],
    ['is an access token', { type: 'at+jwt' }],
  ])('[OA69] does not count when it %s, and the sign-in goes on', async (_, wallet) => {
    world.provider.wallet = wallet
    const { browser, page, jwt } = await arrive()
    const consent = await bring(browser, page, jwt)
    expect(nameOn(consent)).toBe('ada')
    expect(await walletOf(`u-${people}`)).toBeNull()
    expect(await walletOf('u-0')).toBeUndefined()
  })

  it.each([
    ['a word', 'x'],
    ['three words', 'a.b.c'],
    ['JSON', '{}'],
    ['very long', `e30.e30.${'A'.repeat(9000)}`],
  ])('[OA69] does not count when it is %s', async (_, jwt) => {
    const { browser, page } = await arrive()
    expect(nameOn(await bring(browser, page, jwt))).toBe('ada')
    expect(await walletOf(`u-${people}`)).toBeNull()
  })

  it('[OA69] of an earlier sign-in is kept until there is a newer one', async () => {
    const uid = `u-${people}`
    const first = await arrive()
    await bring(first.browser, first.page, first.jwt)
    const without = await arrive()
    await bring(without.browser, without.page, '')
    expect(await walletOf(uid)).toMatchObject({ claims: { address: ADDRESS } })
    world.provider.wallet = { claims: { address: '0xnew' } }
    const newer = await arrive()
    await bring(newer.browser, newer.page, newer.jwt)
    expect(await walletOf(uid)).toMatchObject({ claims: { address: '0xnew' } })
  })

  it('[OA69] is kept by its addresses alone, and not by more than a page of them', async () => {
    world.provider.wallet = { claims: { email: 'ada@example.com', chain_id: 1 } }
    const some = await arrive()
    await bring(some.browser, some.page, some.jwt)
    expect((await walletOf(`u-${people}`))?.claims).toEqual({ address: ADDRESS, chain_id: 1 })
    world.provider.person = { uid: `u-${++people}`, username: 'ada' }
    world.provider.wallet = { claims: { addresses: Array(110).fill(ADDRESS) } }
    const many = await arrive()
    const consent = await bring(many.browser, many.page, many.jwt)
    expect(nameOn(consent)).toBe('ada')
    expect(await walletOf(`u-${people}`)).toEqual({ verifiedAt: expect.any(Number), claims: {} })
  })

  it.each<[string, NonNullable<TestProvider['trouble']['jwks']>]>([
    ['are not there', (res) => sendJson(res, 404, {})],
    ['do not come', () => undefined],
    ['are a page', (res) => res.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hi</h1>')],
    ['are too many', (res) => sendJson(res, 200, { keys: [], x: 'x'.repeat(70_000) })],
  ])('[OA69] does not count while the provider’s keys %s', async (_, trouble) => {
    const troubled = await startUpstream((provider) => [ultiverse(provider, { timeout: 1500 })])
    troubled.provider.wallet = {}
    troubled.provider.trouble.jwks = trouble
    const { browser, page, jwt } = await arrive(troubled)
    expect(nameOn(await bring(browser, page, jwt))).toBe('ada')
    expect(await walletOf('u-1', troubled)).toBeNull()
    delete troubled.provider.trouble.jwks
    const later = await arrive(troubled)
    const back = departed(await later.browser.press(await bring(later.browser, later.page, later.jwt), 'Allow'))
    expect(await playerAt(troubled, back)).toBe(
      (await troubled.server.storage.identity({ provider: 'ulti', subject: 'u-1' }))?.playerId,
    )
    expect(await walletOf('u-1', troubled)).not.toBeNull()
    await troubled.close()
  })
})
