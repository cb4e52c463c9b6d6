import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hiddenField, newPerson, signedInPerson } from '../../support/oauth/account.ts'
import { Browser, departed, loaded } from '../../support/oauth/browser-jar.ts'
import {
  authorizeUrl,
  codeOf,
  createAccount,
  createPkce,
  exchange,
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

describe('open redirects', () => {
  it('[OA98] no address of ours leads away but to what a client registered', async () => {
    const { browser } = await signedInPerson(server)
    const paths = [
      `/oauth/authorize?client_id=${client.id}&response_type=code&redirect_uri=${EVIL}`,
      `/oauth/authorize?client_id=${client.id}&response_type=code&redirect_uri=${client.redirectUri}/../x`,
      `/oauth/authorize?client_id=${client.id}&response_type=code&redirect_uri=${client.redirectUri}@evil.example`,
      `/oauth/authorize?client_id=${client.id}&response_type=code&redirect_uri=https://game.example.evil.example/callback`,
      `/oauth/authorize?client_id=${client.id}&response_type=nonsense&redirect_uri=${EVIL}&state=x`,
      `/oauth/authorize?client_id=${client.id}&response_type=code&redirect_uri=${EVIL}&prompt=none`,
      `/oauth/interaction/${EVIL}`,
      '/oauth/interaction//evil.example/sign-in',
      `/account?done=${EVIL}&next=${EVIL}&return_to=${EVIL}`,
      '/account//evil.example',
      '/account/%2F%2Fevil.example',
      '/account/%5C%5Cevil.example',
      `/account/confirm/ulti?next=${EVIL}`,
      `/account/confirmed?next=${EVIL}`,
      '/account/linked',
      '/account/arrival',
    ]
    for (const path of paths) {
      const response = await browser.request(path)
      const location = response.headers.get('location')
      expect(new URL(location ?? '/', server.origin).origin, path).toBe(server.origin)
      expect(await response.text(), path).not.toMatch(/href="[^"]*evil|url=[^"]*evil/i)
    }
  })

  it('[OA98] redirects after forms are 303: no browser sends a password on', async () => {
    const { username, browser } = await newPerson(server)
    const page = await browser.open('/account')
    const csrf_token = hiddenField(page, 'csrf_token')
    const answer = await browser.request(
      '/account/sign-in',
      new URLSearchParams({ csrf_token, username, password: PASSWORD }),
    )
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/account'])
    const visitor = new Browser(server.origin)
    const signIn = loaded(await visitor.open(url))
    const form = new URLSearchParams({ csrf_token: hiddenField(signIn, 'csrf_token'), username, password: PASSWORD })
    expect((await visitor.request(`${new URL(signIn.url).pathname}/sign-in`, form)).status).toBe(303)
    const consent = loaded(await visitor.open(`${signIn.url.replace('/interaction/', '/authorize/')}`))
    const allow = new URLSearchParams({ csrf_token: hiddenField(consent, 'csrf_token'), decision: 'allow' })
    expect((await visitor.request(`${new URL(consent.url).pathname}/consent`, allow)).status).toBe(303)
  })
})

describe('grants that are refused', () => {
  it.each(['token', 'id_token', 'code token', 'code id_token', 'none'])(
    '[OA99] response type %s',
    async (response_type) => {
      const landing = await new Browser(server.origin).open(authorizeUrl(client, { response_type, nonce: 'n' }))
      // RFC 6749 answers those that it calls implicit in the fragment, refusals too.
      const { search, hash } = departed(landing)
      const answer = new URLSearchParams(`${search.slice(1)}&${hash.slice(1)}`)
      expect(answer.get('error')).toBe('unsupported_response_type')
      for (const name of ['code', 'access_token', 'id_token']) expect(answer.has(name)).toBe(false)
    },
  )

  it.each(['password', 'client_credentials', 'implicit', 'urn:ietf:params:oauth:grant-type:jwt-bearer'])(
    '[OA99] grant type %s',
    async (grant_type) => {
      const { username } = await newPerson(server)
      const form = { grant_type, username, password: PASSWORD, client_id: client.id, client_secret: client.secret }
      const { status, body } = await server.post('/oauth/token', form)
      expect([status, body.error]).toEqual([400, 'unsupported_grant_type'])
    },
  )

  it.each(['fragment', 'form_post', 'query.jwt', 'web_message'])('[OA99] response mode %s', async (response_mode) => {
    const browser = new Browser(server.origin)
    const landing = await browser.open(authorizeUrl(client, { response_mode }))
    const text = landing.left ? landing.location.href : landing.text
    expect(text).not.toContain('code=')
    if (landing.left)
      expect(landing.location.searchParams.get('error')).toMatch(/^unsupported_response_mode|invalid_request$/)
    else expect(landing.status).toBe(400)
  })
})

describe('PKCE downgrade', () => {
  it('[OA100] a code that was asked with a challenge is worth nothing without its verifier', async () => {
    const { challenge, verifier } = createPkce()
    const browser = new Browser(server.origin)
    const consent = await createAccount(browser, authorizeUrl(client, challenge))
    const code = codeOf(departed(await browser.press(consent, 'Allow')))
    for (const stripped of [{}, { code_verifier: '' }, { code_verifier: createPkce().verifier }]) {
      expect((await server.post('/oauth/token', { ...exchange(client, code), ...stripped })).status).toBe(400)
    }
    expect(verifier).toHaveLength(43)
  })

  it.each([{ code_challenge_method: 'plain', code_challenge: 'x'.repeat(43) }, { code_challenge: 'x'.repeat(43) }])(
    '[OA100] a challenge that shows its verifier is refused (%o)',
    async (challenge) => {
      const game = await server.register({ type: 'public' })
      const landing = await new Browser(server.origin).open(authorizeUrl(game, challenge))
      expect(departed(landing).searchParams.get('error')).toBe('invalid_request')
    },
  )
})
