import * as oauth from 'oauth4webapi'
import { AuthorizationCode } from 'simple-oauth2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser, departed } from '../../support/oauth/browser-jar.ts'
import {
  authorizeUrl,
  codeOf,
  createAccount,
  REDIRECT_URI,
  startOAuth,
  type TestOAuth,
} from '../../support/oauth/oauth-server.ts'
import { serve } from '../../support/stub-server.ts'

let server: TestOAuth
beforeAll(async () => {
  server = await startOAuth()
})
afterAll(() => server.close())

/** A person who allows or denies everything that this address asks for. */
async function answer(url: string, button: 'Allow' | 'Deny' = 'Allow'): Promise<URL> {
  const browser = new Browser(server.origin)
  return departed(await browser.press(await createAccount(browser, url), button))
}

const isAlive = async (token: unknown) => (await server.oauth.authenticate(String(token))) !== null
const TOKEN_PATHS = ['/oauth/token', '/api/v1/oauth/token'] as const

describe('simple-oauth2 as it is', () => {
  const library = (client: { id: string; secret: string }, tokenPath: string, method: 'body' | 'header') =>
    new AuthorizationCode({
      client: { id: client.id, secret: client.secret },
      auth: { tokenHost: server.origin, authorizePath: '/oauth/authorize', tokenPath, revokePath: '/oauth/revoke' },
      options: { authorizationMethod: method },
    })
  const ways = TOKEN_PATHS.flatMap((path) => (['body', 'header'] as const).map((method) => [path, method] as const))

  it.each(ways)('[OA13] signs in, refreshes and revokes (%s, secret in the %s)', async (path, method) => {
    const at = library(await server.register(), path, method)
    const location = await answer(at.authorizeURL({ redirect_uri: REDIRECT_URI, scope: 'public', state: 'q' }))
    expect(location.searchParams.get('state')).toBe('q')
    const tokens = await at.getToken({ code: codeOf(location), redirect_uri: REDIRECT_URI })
    expect(tokens.expired()).toBe(false)
    const renewed = await tokens.refresh()
    expect(renewed.token.refresh_token).toBe(tokens.token.refresh_token)
    expect([await isAlive(tokens.token.access_token), await isAlive(renewed.token.access_token)]).toEqual([true, true])
    await renewed.revokeAll()
    expect([await isAlive(tokens.token.access_token), await isAlive(renewed.token.access_token)]).toEqual([
      false,
      false,
    ])
    await expect(renewed.refresh()).rejects.toMatchObject({ output: { statusCode: 400 } })
  })

  it.each(['access_token', 'refresh_token'] as const)('[OA13] ends a sign-in by revoking its %s', async (kind) => {
    const at = library(await server.register(), '/oauth/token', 'body')
    const location = await answer(at.authorizeURL({ redirect_uri: REDIRECT_URI, scope: 'public' }))
    const tokens = await at.getToken({ code: codeOf(location), redirect_uri: REDIRECT_URI })
    await tokens.revoke(kind)
    expect(await isAlive(tokens.token.access_token)).toBe(false)
    await expect(tokens.refresh()).rejects.toMatchObject({ data: { payload: { error: 'invalid_grant' } } })
  })

  it('[OA13] signs in at the second path, without a redirect URI', async () => {
    const at = library(await server.register(), '/api/v1/oauth/token', 'body')
    const location = await answer(at.authorizeURL({ redirect_uri: REDIRECT_URI, scope: 'public' }))
    const { token } = await at.getToken({ code: codeOf(location) } as Parameters<typeof at.getToken>[0])
    expect(await isAlive(token.access_token)).toBe(true)
  })

  it('[OA13] is told a no in JSON that it understands', async () => {
    const at = library(await server.register(), '/oauth/token', 'body')
    await expect(at.getToken({ code: 'nothing', redirect_uri: REDIRECT_URI })).rejects.toMatchObject({
      data: { payload: { error: 'invalid_grant' } },
    })
  })
})

describe('oauth4webapi as it is', () => {
  const options = { [oauth.allowInsecureRequests]: true }

  async function discovered(tokenPath = '/oauth/token'): Promise<oauth.AuthorizationServer> {
    const issuer = new URL(server.origin)
    const response = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...options })
    const metadata = await oauth.processDiscoveryResponse(issuer, response)
    return { ...metadata, token_endpoint: `${server.origin}${tokenPath}` }
  }

  const secretBy = { body: oauth.ClientSecretPost, header: oauth.ClientSecretBasic }
  const ways = TOKEN_PATHS.flatMap((path) => [
    [path, 'confidential', 'body', true] as const,
    [path, 'confidential', 'header', true] as const,
    [path, 'confidential', 'body', false] as const,
    [path, 'public', 'none', true] as const,
    [path, 'native', 'none', true] as const,
  ])

  it.each(ways)(
    '[OA13] signs in, refreshes, introspects and revokes (%s, a %s client, secret in: %s, PKCE: %s)',
    async (path, type, method, pkce) => {
      // A native game listens wherever there is a port; its registration names none.
      const loopback = type === 'native' ? await serve(() => ({ status: 200 })) : null
      const redirectUri = loopback ? `${loopback.origin}/callback` : REDIRECT_URI
      const registered = loopback ? 'http://127.0.0.1/callback' : REDIRECT_URI
      const client = await server.register({ type, redirect_uris: [registered], scopes: ['public', 'wallet'] })
      const as = await discovered(path)
      const own: oauth.Client = { client_id: client.id }
      const auth = method === 'none' ? oauth.None() : secretBy[method](client.secret)
      const [verifier, state] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState()]
      const challenge = {
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      }
      const asked = { state, scope: 'public wallet', ...(pkce && challenge) }
      const location = await answer(authorizeUrl({ ...client, redirectUri }, asked))
      if (loopback) {
        await fetch(location)
        expect(loopback.requests.map(({ path: at }) => at)).toEqual(['/callback'])
        await loopback.close()
      }

      const params = oauth.validateAuthResponse(as, own, location, state)
      const proof = pkce ? verifier : oauth.nopkce
      const tokens = await oauth.processAuthorizationCodeResponse(
        as,
        own,
        await oauth.authorizationCodeGrantRequest(as, own, auth, params, redirectUri, proof, options),
      )
      expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 3600, scope: 'public wallet' })
      const renewed = await oauth.processRefreshTokenResponse(
        as,
        own,
        await oauth.refreshTokenGrantRequest(as, own, auth, tokens.refresh_token ?? '', options),
      )
      expect(renewed.refresh_token === tokens.refresh_token).toBe(type === 'confidential')
      const introspect = async (token: string) =>
        oauth.processIntrospectionResponse(as, own, await oauth.introspectionRequest(as, own, auth, token, options))
      expect(await introspect(renewed.access_token)).toMatchObject({ active: true, client_id: client.id })
      await oauth.processRevocationResponse(
        await oauth.revocationRequest(as, own, auth, renewed.refresh_token ?? '', options),
      )
      expect([await isAlive(tokens.access_token), await isAlive(renewed.access_token)]).toEqual([false, false])
      expect(await introspect(renewed.access_token)).toEqual({ active: false })
    },
  )

  it('[OA13] is told of a Deny by the right server, with its state', async () => {
    const client = await server.register()
    const location = await answer(authorizeUrl(client, { state: 's' }), 'Deny')
    const as = await discovered()
    const check = (at: URL, state: string) => () => oauth.validateAuthResponse(as, { client_id: client.id }, at, state)
    expect(check(location, 's')).toThrow(expect.objectContaining({ error: 'access_denied' }))
    expect(check(location, 'another')).toThrow(/state/)
    const mixedUp = new URL(location)
    mixedUp.searchParams.set('iss', 'https://other.example')
    expect(check(mixedUp, 's')).toThrow(/iss/)
  })

  it('[OA13] is told a no, and by whom', async () => {
    const client = await server.register()
    const [as, own] = [await discovered(), { client_id: client.id }]
    const wrong = await oauth.refreshTokenGrantRequest(as, own, oauth.ClientSecretPost('wrong'), 'x', options)
    await expect(oauth.processRefreshTokenResponse(as, own, wrong)).rejects.toMatchObject({ error: 'invalid_client' })
    const header = await oauth.refreshTokenGrantRequest(as, own, oauth.ClientSecretBasic('wrong'), 'x', options)
    await expect(oauth.processRefreshTokenResponse(as, own, header)).rejects.toMatchObject({ status: 401 })
  })
})
