import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connectGame, hiddenField, holds, newPerson, signedInPerson } from '../../support/oauth/account.ts'
import { Browser, type Landing, loaded } from '../../support/oauth/browser-jar.ts'
import { PASSWORD, startOAuth, type TestClient, type TestOAuth } from '../../support/oauth/oauth-server.ts'
import { startIssuer, type TestIssuer } from '../../support/oauth/token-issuer.ts'

let issuer: TestIssuer
let server: TestOAuth
let game: TestClient
beforeAll(async () => {
  issuer = await startIssuer()
})
afterAll(() => issuer.close())
beforeEach(() => start())
afterEach(() => server.close())

async function start(fields: Record<string, unknown> = {}): Promise<void> {
  server = await startOAuth({ issuers: [issuer.settings({ name_claim: 'nick', ...fields })] })
  game = await server.register()
}

const current = { fields: { 'Current password': PASSWORD } }

/** What the page does that a game has opened: it posts the token of its fragment. */
async function bring(browser: Browser, token: string): Promise<Landing> {
  const csrf_token = hiddenField(await browser.open('/account/add'), 'csrf_token')
  return browser.open('/account/add-token', new URLSearchParams({ csrf_token, subject_token: token }))
}

/** The player of an exchanged token. */
async function playerBehind(token: string): Promise<number | undefined> {
  const { body } = await server.post('/oauth/token', {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: token,
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    client_id: game.id,
    client_secret: game.secret,
  })
  return body.access_token && (await server.oauth.authenticate(body.access_token))?.playerId
}

describe('an account at an issuer', () => {
  it('[OA125] is linked after signing in again, and games there play as that player', async () => {
    const { id, username, browser } = await signedInPerson(server)
    const elsewhere = await connectGame(server, browser, game)
    const page = await bring(browser, await issuer.token({ sub: 'p-1', nick: 'Ann <3' }))
    expect(loaded(page).text).toContain('<strong>Ann &#60;3</strong>')
    expect(loaded(page).text).toContain(`play as <strong>${username}</strong>, with the money of this account`)
    const wrong = loaded(await browser.press(page, 'Add Portal', { fields: { 'Current password': 'wrong password' } }))
    expect(wrong.status).toBe(422)
    const done = loaded(await browser.press(wrong, 'Add Portal', current))
    expect(done.text).toContain('Added.')
    expect(await holds(server, elsewhere.access)).toBe(false)
    expect(await playerBehind(await issuer.token({ sub: 'p-1' }))).toBe(id)
    expect(await playerBehind(await issuer.token({ sub: 'p-2' }))).not.toBe(id)
  })

  it('[OA125] waits while its player signs in', async () => {
    const { id, username, browser } = await newPerson(server)
    const signIn = await bring(browser, await issuer.token({ sub: 'p-3' }))
    const mistyped = await browser.press(signIn, 'Sign in', {
      fields: { Username: username, Password: 'wrong password' },
    })
    const form = await browser.press(mistyped, 'Sign in', { fields: { Username: username, Password: PASSWORD } })
    await browser.press(form, 'Add Portal', current)
    expect(await playerBehind(await issuer.token({ sub: 'p-3' }))).toBe(id)
  })

  it('[OA125] that has a player here already is not merged with another one', async () => {
    const token = await issuer.token({ sub: 'p-4' })
    const first = await playerBehind(token)
    const { id, browser } = await signedInPerson(server)
    const refused = loaded(await browser.press(await bring(browser, token), 'Add Portal', current))
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('never merged')])
    expect(await playerBehind(token)).toBe(first)
    expect(await server.identities.of(id as never)).toEqual([])
  })

  it('[OA125] is linked once, within ten minutes, by a form of the same session', async () => {
    const [ada, grace] = [await signedInPerson(server), await signedInPerson(server)]
    const page = await bring(ada.browser, await issuer.token({ sub: 'p-5' }))
    const { url } = loaded(page)
    const foreign = await grace.browser.open('/account/add', new URLSearchParams({ pending: url.split('=')[1] ?? '' }))
    expect(loaded(foreign).status).toBe(403)
    server.advance(601)
    expect(loaded(await ada.browser.open(url)).text).toContain('This took too long')
    const again = await bring(
      ada.browser,
      await issuer.token({ sub: 'p-5', exp: Math.floor(Date.now() / 1000) + 3600 }),
    )
    await ada.browser.press(again, 'Add Portal', current)
    expect(loaded(await ada.browser.open(loaded(again).url)).text).toContain('This took too long')
    expect(server.logged()).not.toContain(loaded(again).url.split('=')[1])
  })

  it.each([
    ['an unsigned one', async () => 'not-a-token', 400],
    ['an expired one', () => issuer.token({ exp: 1 }), 400],
    ['one for another game', () => issuer.token({ aud: 'another' }), 400],
  ])('[OA125] is not taken from %s', async (_case, token, status) => {
    const page = loaded(await bring((await signedInPerson(server)).browser, await token()))
    expect([page.status, page.text]).toEqual([status, expect.stringContaining('could not be confirmed')])
  })

  it('[OA125] counts a token once where its issuer says so', async () => {
    await server.close()
    await start({ single_use: true })
    const { browser } = await signedInPerson(server)
    const token = await issuer.token({ jti: 'once' })
    expect(loaded(await bring(browser, token)).status).toBe(200)
    expect(loaded(await bring(browser, token)).status).toBe(400)
    expect(await playerBehind(token)).toBeUndefined()
  })

  it('[OA125] is for players with a name: a guest chooses one first', async () => {
    const guest = new Browser(server.origin)
    await guest.press(
      await guest.open(
        '/oauth/authorize?' +
          new URLSearchParams({
            client_id: game.id,
            redirect_uri: game.redirectUri,
            response_type: 'code',
          }),
      ),
      'Play as guest',
    )
    expect(loaded(await bring(guest, await issuer.token({ sub: 'p-6' }))).url).toMatch(/\/account\/keep$/)
  })
})

it('[OA126] shows where an account is linked, and removes it', async () => {
  const { id, browser } = await signedInPerson(server)
  const token = await issuer.token({ sub: 'p-7', nick: 'Ann' })
  await browser.press(await bring(browser, token), 'Add Portal', current)
  const account = loaded(await browser.open('/account'))
  expect(account.text).toContain('Its games play with this account, as Ann')
  const form = await browser.open(/href="(\/account\/unlink\/[\w-]+)"/.exec(account.text)?.[1] ?? '')
  expect(loaded(form).text).toContain('Games at Portal will not play with this account any more.')
  await browser.press(form, 'Remove Portal', current)
  expect(loaded(await browser.open('/account')).text).not.toContain('Portal')
  expect(await playerBehind(token)).not.toBe(id)
})

it('[OA126] a token alone does not open the account page', async () => {
  const token = await issuer.token({ sub: 'p-8' })
  await playerBehind(token)
  const browser = new Browser(server.origin)
  const page = loaded(await bring(browser, token))
  expect(page.text).toContain('<h1>Sign in</h1>')
  expect(browser.cookieNames().filter((name) => name.endsWith('_session'))).toEqual([])
})

it('[OA126] without an issuer the page is not there', async () => {
  await server.close()
  server = await startOAuth()
  const { browser } = await signedInPerson(server)
  expect(loaded(await browser.open('/account/add')).status).toBe(404)
  expect(loaded(await bring(browser, 'token')).status).toBe(404)
})
