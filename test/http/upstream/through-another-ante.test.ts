import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestAnte } from '../../support/ante.ts'
import { Browser, departed, type Input, loaded } from '../../support/oauth/browser-jar.ts'
import { REDIRECT_URI } from '../../support/oauth/oauth-server.ts'
import { linkOf, nameOn } from '../../support/upstream/sign-in-through.ts'
import { startTwoAntes, type TwoAntes } from '../../support/upstream/two-antes.ts'

let antes: TwoAntes

beforeAll(async () => {
  antes = await startTwoAntes({ ANTE_DEMO: '1' })
})
afterAll(() => antes.close())

const authorize = (ante: TestAnte, state: string) =>
  `/oauth/authorize?${new URLSearchParams({ client_id: ante.clientId, redirect_uri: REDIRECT_URI, response_type: 'code', state })}`

/** From the sign-in page to the other Ante, and through its pages; where it sends the browser then. */
async function throughTheOther(browser: Browser, provider: string, username: string, allow: Input = {}): Promise<URL> {
  const page = await browser.open(authorize(antes.ante, 'kept'))
  const away = departed(await browser.open(linkOf(page, `Continue with ${provider}`)))
  const there = new Browser(antes.upstream.url)
  const signIn = await there.open(away.href)
  const fields = { Username: username, Password: 'correct horse battery' }
  const created = await there.press(signIn, 'Create account', { fields })
  const consent = loaded(created).text.includes('Allow The other Ante?')
    ? created
    : await there.press(await there.open(away.href), 'Sign in', { fields })
  return departed(await there.press(consent, 'Allow', allow))
}

/** Allows the game what it asked for; what its token says about the player. */
async function playerOf(browser: Browser, consent: Awaited<ReturnType<Browser['open']>>) {
  const back = departed(await browser.press(consent, 'Allow'))
  expect(back.searchParams.get('state')).toBe('kept')
  const response = await fetch(`${antes.ante.url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: REDIRECT_URI,
      client_id: antes.ante.clientId,
      client_secret: antes.ante.clientSecret,
    }),
  })
  const { access_token } = (await response.json()) as { access_token: string }
  const me = await antes.ante.anonymous('GET', '/api/gaming-async/v1/me.json', undefined, {
    authorization: `Bearer ${access_token}`,
  })
  return me.body.me
}

const newName = () => `ada-${randomBytes(4).toString('hex')}`

describe('another Ante as the provider', () => {
  it('[OA63] of the kind cashplay signs a player in who can play at once', async () => {
    const name = newName()
    const browser = new Browser(antes.ante.url)
    const back = await throughTheOther(browser, 'CashPlay', name)
    expect(back.searchParams.get('iss')).toBe(antes.upstream.url)
    expect(back.hash).toBe('')
    const consent = await browser.open(back.href)
    expect(nameOn(consent)).toBe(name)
    const me = await playerOf(browser, consent)
    expect(me).toMatchObject({ nickname: name, guest: false, balances: { GBP: 100_000 } })
    expect(me.username).toMatch(new RegExp(`^${name}-\\d{4}$`))

    const elsewhere = new Browser(antes.ante.url)
    const again = await elsewhere.open((await throughTheOther(elsewhere, 'CashPlay', name)).href)
    expect((await playerOf(elsewhere, again)).id).toBe(me.id)
  })

  it('[OA69] of the kind ultiverse brings a wallet JWT, which counts', async () => {
    const browser = new Browser(antes.ante.url)
    const back = await throughTheOther(browser, 'Ultiverse', newName())
    const page = loaded(await browser.open(back.href))
    expect(page.text).toContain('Signing you in…')
    const wallet_jwt = new URLSearchParams(back.hash.slice(1)).get('wallet_jwt') ?? ''
    expect(wallet_jwt.split('.')).toHaveLength(3)
    const before = antes.ante.logged().length
    const consent = await browser.press(page, 'Continue', { raw: { wallet_jwt } })
    expect((await playerOf(browser, consent)).guest).toBe(false)
    expect(antes.ante.logged().slice(before)).toContain('a wallet JWT was verified')
  })

  it('[OA69] signs in whoever unticks the wallet there', async () => {
    const browser = new Browser(antes.ante.url)
    const back = await throughTheOther(browser, 'Ultiverse', newName(), { untick: ['wallet'] })
    expect(back.hash).toBe('')
    const consent = await browser.press(await browser.open(back.href), 'Continue')
    expect((await playerOf(browser, consent)).balances.GBP).toBe(100_000)
  })

  it('[OA68] where the player denies', async () => {
    const browser = new Browser(antes.ante.url)
    const page = await browser.open(authorize(antes.ante, 's'))
    const away = departed(await browser.open(linkOf(page, 'Continue with CashPlay')))
    const there = new Browser(antes.upstream.url)
    const consent = await there.press(await there.open(away.href), 'Play as guest')
    const told = loaded(await browser.open(departed(await there.press(consent, 'Deny')).href))
    expect(told).toMatchObject({ status: 403, text: expect.stringContaining('You did not allow CashPlay') })
    expect(loaded(await browser.open(linkOf(told, 'Try again'))).text).toContain('Continue with CashPlay')
  })

  it('[OA63] still knows its players after a restart, also one in the middle of it', async () => {
    const name = newName()
    const browser = new Browser(antes.ante.url)
    const first = await playerOf(browser, await browser.open((await throughTheOther(browser, 'CashPlay', name)).href))
    const elsewhere = new Browser(antes.ante.url)
    const back = await throughTheOther(elsewhere, 'CashPlay', name)
    await antes.ante.restart()
    expect((await playerOf(elsewhere, await elsewhere.open(back.href))).id).toBe(first.id)
  })
})
