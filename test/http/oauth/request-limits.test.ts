import { afterAll, beforeAll, expect, it } from 'vitest'
import { hiddenField, signedInPerson } from '../../support/oauth/account.ts'
import { Browser, departed, loaded } from '../../support/oauth/browser-jar.ts'
import {
  authorizeUrl,
  codeOf,
  exchange,
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
  client = await server.register()
})
afterAll(() => server.close())

it.each(['state', 'login_hint', 'ui_locales'])(
  '[OA111] a long %s goes back as an error, and nothing of it is kept',
  async (name) => {
    const long = `${name}-is-too-long-`.padEnd(1025, 'x')
    const location = departed(await new Browser(server.origin).open(authorizeUrl(client, { [name]: long })))
    expect(location.origin + location.pathname).toBe('https://game.example/callback')
    expect(location.searchParams.get('error')).toBe('invalid_request')
    expect(location.searchParams.get('error_description')).toBe(`${name} must be at most 1024 characters long`)
    expect(await server.stored()).not.toContain(long.slice(0, 40))
  },
)

it('[OA111] a state of 1024 characters comes back as it was sent', async () => {
  const state = 's'.repeat(1024)
  expect((await signIn(server, client, { state })).searchParams.get('state')).toBe(state)
})

it('[OA112] answers with tokens in them are kept by no cache, whatever version of HTTP it knows', async () => {
  const tokens = await server.post('/oauth/token', exchange(client, codeOf(await signIn(server, client))))
  const renewed = await server.post('/oauth/token', refresh(client, tokens.body.refresh_token))
  const refused = await server.post('/oauth/token', refresh(client, 'made-up'))
  expect([tokens.status, renewed.status, refused.status]).toEqual([200, 200, 400])
  for (const { headers } of [tokens, renewed, refused]) {
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('pragma')).toBe('no-cache')
  }
})

it('[OA113] there is no OpenID Connect metadata, as the server is no OpenID provider', async () => {
  const answer = await fetch(`${server.origin}/.well-known/openid-configuration`)
  expect(await answer.json()).toEqual({ fell: 'through' })
})

it('[OA114] a form that is sent as multipart is refused with the reason', async () => {
  const { browser } = await signedInPerson(server)
  const account = await browser.open('/account')
  const form = new FormData()
  form.set('csrf_token', hiddenField(account, 'csrf_token'))
  form.set('nickname', 'Ada')
  const cookie = browser.cookiesFor('/')
  const answer = await fetch(`${server.origin}/account/profile`, { method: 'POST', body: form, headers: { cookie } })
  expect(answer.status).toBe(415)
  expect(await answer.text()).toContain('It was sent as multipart/form-data')
  expect(loaded(await browser.open('/account')).text).not.toContain('Ada')
})

it('[OA114] a token call that is sent as multipart is refused with the reason', async () => {
  const form = new FormData()
  for (const [name, value] of Object.entries(refresh(client, 'made-up'))) form.set(name, value)
  const answer = await fetch(`${server.origin}/oauth/token`, { method: 'POST', body: form })
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({
    error: 'invalid_request',
    error_description: expect.stringContaining('only application/x-www-form-urlencoded'),
  })
})
