import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser, departed, loaded } from '../../support/oauth/browser-jar.ts'
import {
  authorizeUrl,
  codeOf,
  createAccount,
  createPkce,
  exchange,
  REDIRECT_URI,
  refresh,
  signIn,
  startOAuth,
  type TestClient,
  type TestOAuth,
} from '../../support/oauth/oauth-server.ts'

let server: TestOAuth
let client: TestClient

beforeAll(async () => {
  server = await startOAuth()
  client = await server.register({ scopes: ['public', 'wallet', 'profile'] })
})
afterAll(() => server.close())

const basic = ({ id, secret }: TestClient) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
const freshCode = async (more: Record<string, string> = {}) => codeOf(await signIn(server, client, more))

describe('the code grant', () => {
  it.each(['/oauth/token', '/api/v1/oauth/token'])('[OA1] gives tokens for a code at %s', async (path) => {
    const answer = await server.post(path, exchange(client, await freshCode()))
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({
      access_token: expect.stringMatching(/^[\w-]{40,}$/),
      refresh_token: expect.stringMatching(/^[\w-]{40,}$/),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'public',
    })
    expect(answer.headers.get('cache-control')).toContain('no-store')
    const caller = await server.oauth.authenticate(answer.body.access_token)
    expect(caller).toMatchObject({ clientId: client.id, scopes: new Set(['public']), client: { name: 'Tower' } })
  })

  it('[OA1] takes the secret by HTTP Basic', async () => {
    const { client_id: _id, client_secret: _secret, ...form } = exchange(client, await freshCode())
    const answer = await server.post('/oauth/token', form, { authorization: basic(client) })
    expect(answer.status).toBe(200)
  })

  it('[OA1] refuses a wrong secret, in the body and by Basic', async () => {
    const wrong = { ...client, secret: 'wrong' }
    const inBody = await server.post('/oauth/token', exchange(wrong, await freshCode()))
    expect(inBody).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
    const form = { grant_type: 'authorization_code', code: 'x', redirect_uri: REDIRECT_URI }
    const byBasic = await server.post('/oauth/token', form, { authorization: basic(wrong) })
    expect(byBasic).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
    expect(byBasic.headers.get('www-authenticate')).toMatch(/^Basic /)
  })

  it('[OA1] sends state back as it came, and iss beside it', async () => {
    const state = `a b&c=d%20é"'<>+/\\\u{1f3b2}`
    const location = await signIn(server, client, { state })
    expect(location.searchParams.get('state')).toBe(state)
    expect(location.searchParams.get('iss')).toBe(server.publicUrl)
    expect(`${location.origin}${location.pathname}`).toBe(REDIRECT_URI)
  })

  it('[OA1] leaves iss out for a client registered without it, also after Deny', async () => {
    const strict = await server.register({ iss: false })
    expect([...(await signIn(server, strict, { state: 's' })).searchParams.keys()]).toEqual(['code', 'state'])
    const browser = new Browser(server.origin)
    const consent = await createAccount(browser, authorizeUrl(strict, { state: 's' }))
    const denied = departed(await browser.press(consent, 'Deny'))
    expect(denied.search).toBe('?error=access_denied&state=s')
  })

  it('[OA1] keeps the query that a redirect URI has of its own', async () => {
    const redirectUri = `${REDIRECT_URI}?game=7`
    const own = { ...(await server.register({ redirect_uris: [redirectUri] })), redirectUri }
    const location = await signIn(server, own)
    expect(location.searchParams.get('game')).toBe('7')
    expect((await server.post('/oauth/token', exchange(own, codeOf(location)))).status).toBe(200)
  })

  it('[OA2] takes a code once; used again it revokes what it gave', async () => {
    const form = exchange(client, await freshCode())
    const first = await server.post('/oauth/token', form)
    expect(await server.oauth.authenticate(first.body.access_token)).not.toBeNull()
    expect(await server.post('/oauth/token', form)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    expect(await server.oauth.authenticate(first.body.access_token)).toBeNull()
    const refreshed = await server.post('/oauth/token', refresh(client, first.body.refresh_token))
    expect(refreshed).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })

  it('[OA2] answers one of ten redemptions at once', async () => {
    const form = exchange(client, await freshCode())
    const paths = Array.from({ length: 10 }, (_, index) => (index % 2 ? '/oauth/token' : '/api/v1/oauth/token'))
    const answers = await Promise.all(paths.map((path) => server.post(path, form)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(400)])
    const refused = answers.filter(({ status }) => status === 400)
    expect(new Set(refused.map(({ body }) => body.error))).toEqual(new Set(['invalid_grant']))
  })

  it('[OA2] lets a code live for 60 seconds', async () => {
    const forms = [exchange(client, await freshCode()), exchange(client, await freshCode())]
    server.advance(58)
    expect((await server.post('/oauth/token', forms[0] ?? {})).status).toBe(200)
    server.advance(3)
    expect(await server.post('/oauth/token', forms[1] ?? {})).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    })
  })

  it('[OA2] gives nothing for the code of another client, and leaves the code to its owner', async () => {
    const thief = await server.register()
    const code = await freshCode()
    const stolen = await server.post('/oauth/token', exchange(thief, code))
    expect(stolen).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    expect((await server.post('/oauth/token', exchange(client, code))).status).toBe(200)
  })

  it('[OA2] wants the redirect URI that the code was asked with', async () => {
    const other = 'https://game.example/other'
    const two = { ...(await server.register({ redirect_uris: [REDIRECT_URI, other] })), redirectUri: REDIRECT_URI }
    const code = codeOf(await signIn(server, two))
    const mixed = await server.post('/oauth/token', exchange({ ...two, redirectUri: other }, code))
    expect(mixed).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    const { redirect_uri: _, ...without } = exchange(two, code)
    expect(await server.post('/oauth/token', without)).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    })
  })

  it('[OA3] honours PKCE of a client with a secret, and refuses a verifier that has no challenge', async () => {
    const { verifier, challenge } = createPkce()
    const bound = exchange(client, await freshCode(challenge))
    const without = await server.post('/oauth/token', bound)
    expect(without).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    const wrong = await server.post('/oauth/token', { ...bound, code_verifier: createPkce().verifier })
    expect(wrong).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    expect((await server.post('/oauth/token', { ...bound, code_verifier: verifier })).status).toBe(200)

    const unbound = { ...exchange(client, await freshCode()), code_verifier: verifier }
    expect(await server.post('/oauth/token', unbound)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })

  it('[OA4] tells the application of a Deny, and gives no code', async () => {
    const browser = new Browser(server.origin)
    const consent = await createAccount(browser, authorizeUrl(client, { state: 'x y' }))
    const location = departed(await browser.press(consent, 'Deny'))
    const { iss, ...rest } = Object.fromEntries(location.searchParams)
    expect(rest).toEqual({ error: 'access_denied', state: 'x y' })
    expect(iss).toBe(server.publicUrl)
    expect(location.hash).toBe('')
  })

  it('[OA4] tells the application of a request that cannot be met', async () => {
    const browser = new Browser(server.origin)
    const errorOf = async (more: Record<string, string>) => {
      const location = departed(await browser.open(authorizeUrl(client, { state: 's', ...more })))
      expect(location.searchParams.get('state')).toBe('s')
      return location.searchParams.get('error')
    }
    expect(await errorOf({ scope: 'nothing-of-ours' })).toBe('invalid_scope')
    expect(await errorOf({ prompt: 'none' })).toBe('login_required')
    for (const response_mode of ['form_post', 'fragment', 'web_message', 'jwt']) {
      expect(await errorOf({ response_mode })).toBe('unsupported_response_mode')
    }
    expect(await errorOf({ code_challenge: 'a'.repeat(43), code_challenge_method: 'plain' })).toBe('invalid_request')
    expect(await errorOf({ code_challenge: 'a'.repeat(43) })).toBe('invalid_request')
  })

  it.each([
    ['an unknown client', { client_id: 'nobody' }, 'not known here'],
    ['no client', { client_id: '' }, 'cannot begin'],
    ['a foreign redirect URI', { redirect_uri: 'https://evil.example/' }, 'cannot be returned to'],
    ['a longer redirect URI', { redirect_uri: `${REDIRECT_URI}/more` }, 'cannot be returned to'],
    ['another case', { redirect_uri: REDIRECT_URI.toUpperCase() }, 'cannot be returned to'],
    ['a script as redirect URI', { redirect_uri: 'javascript:alert(1)' }, 'cannot be returned to'],
    ['no redirect URI', { redirect_uri: '' }, 'cannot begin'],
    [
      'a foreign redirect URI and an error',
      { redirect_uri: 'https://evil.example/', response_type: 'token' },
      'returned to',
    ],
  ])('[OA5] shows a page for %s, and never redirects', async (_, more, words) => {
    const page = loaded(await new Browser(server.origin).open(authorizeUrl(client, more)))
    expect(page.status).toBe(400)
    expect(page.headers.get('content-type')).toContain('text/html')
    expect(page.text).toContain(words)
    expect(page.text).toContain('role="alert"')
  })

  it('[OA5] never answers with a token in the redirect', async () => {
    const location = departed(await new Browser(server.origin).open(authorizeUrl(client, { response_type: 'token' })))
    expect(location.href).toContain('unsupported_response_type')
    expect(location.href).not.toContain('access_token')
  })

  it('[OA8] asks for `public` where an application says nothing', async () => {
    const answer = await server.post('/oauth/token', exchange(client, await freshCode({ scope: '' })))
    expect(answer.body.scope).toBe('public')
  })

  it('[OA8] grants what is ticked, and remembers what was not', async () => {
    const browser = new Browser(server.origin)
    const url = authorizeUrl(client, { scope: 'public wallet profile' })
    const consent = loaded(await createAccount(browser, url))
    expect(consent.text).toContain('May put up stakes for you')
    const location = departed(await browser.press(consent, 'Allow', { untick: ['May see your wallet'] }))
    const { body } = await server.post('/oauth/token', exchange(client, codeOf(location)))
    expect(body.scope).toBe('public profile')
    expect(location.hash).toBe('')
    const caller = await server.oauth.authenticate(body.access_token)
    expect(caller?.scopes).toEqual(new Set(['public', 'profile']))
    const again = departed(await browser.open(url))
    expect((await server.post('/oauth/token', exchange(client, codeOf(again)))).body.scope).toBe('public profile')
  })

  it('[OA8] cannot be made to grant what was not asked for', async () => {
    const browser = new Browser(server.origin)
    const consent = await createAccount(browser, authorizeUrl(client))
    const location = departed(await browser.press(consent, 'Allow', { raw: { scope: 'wallet' } }))
    expect((await server.post('/oauth/token', exchange(client, codeOf(location)))).body.scope).toBe('public')
  })

  it('[OA8] treats an Allow with nothing ticked as a Deny', async () => {
    const browser = new Browser(server.origin)
    const consent = await createAccount(browser, authorizeUrl(client, { scope: 'wallet' }))
    const location = departed(await browser.press(consent, 'Allow', { untick: ['May see your wallet'] }))
    expect(location.searchParams.get('error')).toBe('access_denied')
  })

  it('[OA8] refuses a scope that the client is not registered for', async () => {
    const plain = await server.register({ scopes: ['public'] })
    const landing = await new Browser(server.origin).open(authorizeUrl(plain, { scope: 'public wallet' }))
    expect(departed(landing).searchParams.get('error')).toBe('invalid_scope')
    const odd = await server.register({ scopes: ['wallet'] })
    const unsaid = await new Browser(server.origin).open(authorizeUrl(odd, { scope: '' }))
    expect(departed(unsaid).searchParams.get('error')).toBe('invalid_scope')
  })

  it('[OA11] fills in the redirect URI for a client with a secret and exactly one, at the second path', async () => {
    const { redirect_uri: _, ...form } = exchange(client, await freshCode())
    expect((await server.post('/api/v1/oauth/token', form)).status).toBe(200)
    const { client_id: _id, client_secret: _secret, ...bare } = form
    const byBasic = { ...bare, code: await freshCode() }
    expect((await server.post('/api/v1/oauth/token', byBasic, { authorization: basic(client) })).status).toBe(200)
    const atFirst = { ...form, code: await freshCode() }
    expect(await server.post('/oauth/token', atFirst)).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    })
  })

  it('[OA11] fills in nothing for a client with two redirect URIs, or without a secret', async () => {
    const two = await server.register({ redirect_uris: [REDIRECT_URI, 'https://game.example/other'] })
    const { redirect_uri: _, ...form } = exchange(two, codeOf(await signIn(server, two)))
    expect(await server.post('/api/v1/oauth/token', form)).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    })
    const game = await server.register({ type: 'public' })
    const { verifier, challenge } = createPkce()
    const code = codeOf(await signIn(server, game, challenge))
    const open = { grant_type: 'authorization_code', client_id: game.id, code, code_verifier: verifier }
    expect(await server.post('/api/v1/oauth/token', open)).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    })
  })
})
