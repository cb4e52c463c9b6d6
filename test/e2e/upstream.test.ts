import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { type Served, serve } from '../support/stub-server.ts'
import { ADDRESS } from '../support/upstream/provider.ts'
import { startUpstream, type UpstreamWorld } from '../support/upstream/sign-in-through.ts'
import { startTwoAntes, type TwoAntes } from '../support/upstream/two-antes.ts'

/** A game that is returned to. */
async function startGame(): Promise<Served & { redirectUri: string }> {
  const game = await serve(() => ({ status: 200, headers: { 'content-type': 'text/html' } }))
  return { ...game, redirectUri: `${game.origin}/callback` }
}

describe('signing in through a provider, in a browser', { tags: ['chromium'] }, () => {
  let browser: Browser
  let game: Awaited<ReturnType<typeof startGame>>
  const complaints: string[] = []

  beforeAll(async () => {
    browser = await launchChromium()
    game = await startGame()
  })
  afterAll(async () => {
    await browser.close()
    await game.close()
  })

  async function visit(): Promise<{ context: BrowserContext; page: Page }> {
    const context = await browser.newContext({ viewport: { width: 480, height: 720 } })
    const page = await context.newPage()
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    return { context, page }
  }

  function authorizeUrl(origin: string, clientId: string): string {
    const query = { client_id: clientId, redirect_uri: game.redirectUri, response_type: 'code', state: 'kept' }
    return `${origin}/oauth/authorize?${new URLSearchParams(query)}`
  }

  async function expectReturned(page: Page): Promise<void> {
    await page.waitForURL(`${game.redirectUri}?**`)
    const back = new URL(page.url())
    expect(back.searchParams.get('state')).toBe('kept')
    expect(back.searchParams.get('code')).toMatch(/^[\w-]{20,}$/)
    expect(back.hash).toBe('')
    expect(complaints).toEqual([])
  }

  describeWallet('wallet_jwt')
  describeWallet('wallet')

  function describeWallet(parameter: string): void {
    it(`[OA69] reads the wallet JWT from the fragment (#${parameter}=), and forgets it`, async () => {
      const world: UpstreamWorld = await startUpstream((provider) => [
        provider.settings({ kind: 'ultiverse', jwksUrl: `${provider.origin}/oauth/jwks` }),
      ])
      world.provider.wallet = { parameter }
      const client = await world.server.register({ redirect_uris: [game.redirectUri] })
      const { context, page } = await visit()
      const urls: string[] = []
      page.on('request', (request) => urls.push(request.url()))

      await page.goto(authorizeUrl(world.server.origin, client.id))
      await page.getByRole('link', { name: 'Continue with Ulti & Co' }).click()
      await page.getByRole('heading', { name: 'Allow Tower?' }).waitFor()
      await page.getByText('Signed in as ada').waitFor()
      expect(await page.evaluate('location.hash')).toBe('')
      const identity = await world.server.storage.identity({ provider: 'ulti', subject: 'u-1' })
      expect(identity?.wallet?.claims).toEqual({ address: ADDRESS })
      const jwt = world.provider.given.find((text) => text.startsWith('ey')) ?? ''
      expect(urls.filter((url) => url.includes(jwt))).toEqual([])

      await page.getByRole('button', { name: 'Allow' }).click()
      await expectReturned(page)
      // The second time nothing is asked: the page's own form leads on to the game, which its policy has to let it.
      await page.goto(`${authorizeUrl(world.server.origin, client.id)}&prompt=login`)
      await page.getByRole('link', { name: 'Continue with Ulti & Co' }).click()
      await expectReturned(page)
      await context.close()
      await world.close()
    })
  }

  it('[OA69] leaves a wallet JWT that no page reads in no address: not the game’s, not that of the account', async () => {
    const world: UpstreamWorld = await startUpstream((provider) => [
      provider.settings({ kind: 'ultiverse' }),
      provider.settings({
        id: 'wallets',
        name: 'Wallets',
        kind: 'ultiverse',
        jwksUrl: `${provider.origin}/oauth/jwks`,
      }),
    ])
    world.provider.wallet = {}
    const client = await world.server.register({ redirect_uris: [game.redirectUri] })
    const { context, page } = await visit()
    const landed: string[] = []
    page.on('framenavigated', (frame) => landed.push(frame.url()))
    const start = authorizeUrl(world.server.origin, client.id)
    await page.goto(start)
    await page.getByRole('link', { name: 'Continue with Ulti & Co' }).click()
    await page.getByRole('button', { name: 'Allow' }).click()
    await expectReturned(page)
    // The second time nothing is asked: one redirect follows the other, from the provider to the game.
    await page.goto(`${start}&prompt=login`)
    await page.getByRole('link', { name: 'Continue with Ulti & Co' }).click()
    await expectReturned(page)

    await page.goto(`${world.server.origin}/account/link/wallets`)
    await page.getByRole('link', { name: 'Continue with Ulti & Co' }).click()
    await page.getByRole('button', { name: 'Continue to Wallets' }).click()
    await page.getByRole('status').filter({ hasText: 'Added.' }).waitFor()
    await page.getByRole('button', { name: 'Sign out here' }).click()
    await page.getByRole('link', { name: 'Continue with Wallets' }).click()
    await page.getByRole('heading', { name: 'Your account' }).waitFor()
    expect(world.provider.given.filter((text) => text.startsWith('ey')).length).toBeGreaterThan(3)
    expect(landed.filter((url) => url.includes('wallet_jwt'))).toEqual([])
    await context.close()
    await world.close()
  })

  it('[OA63] goes through another Ante on the same host, and neither disturbs the other', async () => {
    const antes: TwoAntes = await startTwoAntes({ ANTE_DEMO: '1' })
    const { id } = await antes.ante.client({ redirect_uris: [game.redirectUri] })
    const { context, page } = await visit()
    await page.goto(authorizeUrl(antes.ante.url, id))
    await page.getByRole('link', { name: 'Continue with Ultiverse' }).click()
    await page.getByLabel('Username').fill('ada')
    await page.getByLabel('Password').fill('correct horse battery')
    await page.getByRole('button', { name: 'Create account' }).click()
    await page.getByRole('heading', { name: 'Allow The other Ante?' }).waitFor()
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.getByRole('heading', { name: 'Allow Tower?' }).waitFor()
    await page.getByText('Signed in as ada').waitFor()
    await page.getByRole('button', { name: 'Allow' }).click()
    await expectReturned(page)
    expect(antes.ante.logged()).toContain('a wallet JWT was verified')

    // Both sessions go on: the other Ante asks for nothing but its consent, and this one for nothing at all.
    await page.goto(authorizeUrl(antes.ante.url, id))
    await expectReturned(page)
    await context.close()
    await antes.close()
  })

  it('[OA68] comes back to the same sign-in by the keyboard alone, after the provider failed', async () => {
    const world: UpstreamWorld = await startUpstream()
    const client = await world.server.register({ redirect_uris: [game.redirectUri] })
    const { context, page } = await visit()
    world.provider.trouble.token = (res) => res.destroy()
    await page.goto(authorizeUrl(world.server.origin, client.id))
    await page.getByRole('link', { name: 'Continue with Ulti & Co' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Ulti & Co cannot be reached' }).waitFor()
    complaints.length = 0
    delete world.provider.trouble.token
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'Continue with Ulti & Co' }).click()
    await page.getByRole('button', { name: 'Allow' }).click()
    await expectReturned(page)
    await context.close()
    await world.close()
  })
})
