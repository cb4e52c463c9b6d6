import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Ante } from '../../client/index.ts'
import { startAnte, type TestAnte } from '../support/ante.ts'
import { launchChromium } from '../support/chromium.ts'
import { newName } from '../support/oauth/oauth-server.ts'

const PASSWORD = 'correct horse battery'

/** What the game's page keeps where a test finds it. */
declare global {
  interface Window {
    readonly game: Ante
    /** The sign-in that the page came back from, as the game learns of it. */
    readonly back: Promise<string>
    windowsOpened: number
    locksTaken: string[]
  }
}

const PAGE_SCRIPT = `
window.game = Ante.createAnte(JSON.parse(document.body.dataset.options))
window.back = game.completeLogin().then((player) => player?.username ?? 'nobody', (error) => error.code)
`

/** Counts what the page does behind its back. */
const WATCH = `
window.windowsOpened = 0
const open = window.open
window.open = (...args) => { window.windowsOpened++; return open.apply(window, args) }
window.locksTaken = []
if (navigator.locks) {
  const request = navigator.locks.request.bind(navigator.locks)
  navigator.locks.request = (name, ...rest) => { window.locksTaken.push(name); return request(name, ...rest) }
}
`

describe('signing in without any popup, and staying so', { tags: ['chromium'] }, () => {
  let ante: TestAnte
  let browser: Browser
  let context: BrowserContext
  let game: Server
  let home: string
  let clientId: string

  beforeAll(async () => {
    ante = await startAnte()
    browser = await launchChromium()
    game = createServer((_req, res) => {
      const options = JSON.stringify({ server: ante.url, clientId }).replaceAll('"', '&quot;')
      res.setHeader('content-type', 'text/html')
      res.end(
        `<link rel="icon" href="data:,"><body data-options="${options}"><script src="${ante.url}/ante.js"></script><script>${PAGE_SCRIPT}</script>`,
      )
    }).listen(0, '127.0.0.1')
    await once(game, 'listening')
    const origin = `http://127.0.0.1:${(game.address() as AddressInfo).port}`
    home = `${origin}/play?level=2`
    const registered = await ante.client({
      type: 'public',
      redirect_uris: [`${origin}/play`],
      allowed_origins: [origin],
    })
    clientId = registered.id
  })
  afterAll(async () => {
    game.close()
    await browser.close()
    await ante.close()
  })
  beforeEach(async () => {
    context = await browser.newContext()
    await context.addInitScript(WATCH)
  })
  afterEach(() => context.close())

  /** Leaves the game for the sign-in pages, as somebody who has just created an account there. */
  async function leave(page: Page, name = newName()): Promise<string> {
    await page.goto(home)
    await page.evaluate(() => void window.game.login({ mode: 'redirect' }))
    await page.getByLabel('Username').fill(name)
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Create account' }).click()
    return name
  }

  async function signIn(): Promise<{ page: Page; name: string }> {
    const page = await context.newPage()
    const name = await leave(page)
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.waitForURL(home)
    expect(await page.evaluate(() => window.back)).toBe(name)
    return { page, name }
  }

  const nameIn = (page: Page) => page.evaluate(async () => (await window.game.me()).username)

  /** Every call that asks for another token, of all pages. */
  function refreshes(): string[] {
    const tokens: string[] = []
    context.on('request', (request) => {
      const form = new URLSearchParams(request.postData() ?? '')
      if (form.get('grant_type') === 'refresh_token') tokens.push(form.get('refresh_token') ?? '')
    })
    return tokens
  }

  it('[OA105] leads by one page there and back to where the game was, with nothing left in the address', async () => {
    const urls: string[] = []
    context.on('request', (request) => urls.push(request.url()))
    const { page, name } = await signIn()
    expect(page.url()).toBe(home)
    expect(context.pages()).toHaveLength(1)
    expect(await page.evaluate(() => window.windowsOpened)).toBe(0)
    expect(await nameIn(page)).toBe(name)
    expect(urls.filter((url) => /access_token|refresh_token|code_verifier/.test(url))).toEqual([])
    await page.reload()
    expect([await page.evaluate(() => window.back), await nameIn(page)]).toEqual([name, name])
    const tab = await context.newPage()
    await tab.goto(home)
    expect(await nameIn(tab)).toBe(name)
  })

  it('[OA105] says so when the player denies, and works the next time', async () => {
    const page = await context.newPage()
    const name = await leave(page)
    await page.getByRole('button', { name: 'Deny' }).click()
    await page.waitForURL(home)
    expect(await page.evaluate(() => window.back)).toBe('denied')
    await page.evaluate(() => void window.game.login({ mode: 'redirect' }))
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.waitForURL(home)
    expect(await page.evaluate(() => window.back)).toBe(name)
  })

  it('[OA105] takes no answer that was not asked for', async () => {
    const page = await context.newPage()
    await page.goto(`${home}&code=of-somebody-else&state=made-up`)
    expect(await page.evaluate(() => window.back)).toBe('nobody')
    expect(await page.evaluate(() => window.game.player)).toBeNull()
  })

  it('[OA106] two tabs renew in turn, under a lock of the browser', async () => {
    const { page, name } = await signIn()
    const other = await context.newPage()
    await other.goto(home)
    const tokens = refreshes()
    for (let round = 1; round <= 3; round++) {
      ante.clock.advance(3_601_000)
      const names = await Promise.all([page, other, page, other].map(nameIn))
      expect(names).toEqual(Array(4).fill(name))
      // A tab may read what the other one wrote a moment late, and repeat its call: the grace is for that, too.
      expect(new Set(tokens).size).toBe(round)
    }
    const locks = await other.evaluate(() => window.locksTaken)
    expect(locks.filter((lock) => lock.includes('refresh')).length).toBeGreaterThan(0)
  })

  it('[OA106] two tabs of a browser that has no locks stay signed in, by the server’s grace', async () => {
    await context.addInitScript("Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })")
    const { page, name } = await signIn()
    const other = await context.newPage()
    await other.goto(home)
    const tokens = refreshes()
    // Both have sent their call before one is answered.
    let arrived = 0
    let go = () => {}
    const both = new Promise<void>((resolve) => {
      go = resolve
    })
    await context.route('**/oauth/token', async (route) => {
      if (++arrived === 2) go()
      await both
      await route.continue()
    })
    ante.clock.advance(3_601_000)
    expect(await Promise.all([page, other].map(nameIn))).toEqual([name, name])
    expect([tokens.length, new Set(tokens).size]).toEqual([2, 1])
    await context.unroute('**/oauth/token')
    ante.clock.advance(3_601_000)
    expect([await nameIn(page), await nameIn(other)]).toEqual([name, name])
  })

  it('[OA106] a lost answer signs nobody out: asked again, it is the same one', async () => {
    const { page, name } = await signIn()
    const tokens = refreshes()
    let lost = 0
    await context.route('**/oauth/token', async (route) => {
      if (lost++ > 0) return route.continue()
      await route.fetch()
      await route.abort('connectionreset')
    })
    ante.clock.advance(3_601_000)
    expect(await nameIn(page)).toBe(name)
    expect([tokens.length, new Set(tokens).size]).toEqual([2, 1])
    await context.unroute('**/oauth/token')

    // Also where the page is gone before it could ask again.
    ante.clock.advance(3_601_000)
    const before = tokens.length
    await context.route('**/oauth/token', async (route) => {
      await route.fetch()
      await route.abort('connectionreset')
      await page.goto('about:blank')
    })
    await nameIn(page).catch(() => null)
    await context.unroute('**/oauth/token')
    await page.goto(home)
    expect(await nameIn(page)).toBe(name)
    expect(new Set(tokens.slice(before)).size).toBe(1)
  })
})
