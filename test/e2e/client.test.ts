import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startAnte, type TestAnte } from '../support/ante.ts'
import { launchChromium } from '../support/chromium.ts'
import { aGameSite, type GameSite } from '../support/client/game-page.ts'

describe('the client in a game’s page', { tags: ['chromium'] }, () => {
  let ante: TestAnte
  let browser: Browser
  let site: GameSite
  let context: BrowserContext
  let gameId: number

  beforeAll(async () => {
    ante = await startAnte()
    browser = await launchChromium()
    site = await aGameSite(ante)
  })
  afterAll(async () => {
    await site.close()
    await browser.close()
    await ante.close()
  })
  beforeEach(async () => {
    site.headers = {}
    gameId = await ante.game()
    context = await browser.newContext()
  })
  afterEach(() => context.close())

  const listen = (page: Page) => page.evaluate('listen()')
  const isConnected = (page: Page, state: string) =>
    page.waitForFunction((expected) => window.game.connection === expected, state)
  const hears = (page: Page, event: string) => page.waitForFunction((name) => window.heard.includes(name), event)
  const play = (page: Page) =>
    page.evaluate(
      (id) => window.game.play({ gameId: id, stake: 500, currency: 'GBP' }).then(({ role }) => role),
      gameId,
    )

  /** The path of everything that the pages ask the server for. */
  function requests(): string[] {
    const paths: string[] = []
    context.on('request', (request) => paths.push(new URL(request.url()).pathname))
    return paths
  }

  it('[CL16] loads the socket’s code from the server when an event is wanted', async () => {
    const paths = requests()
    const page = await site.open(context, await site.player())
    expect(await page.evaluate(() => window.game.me().then(({ guest }) => guest))).toBe(false)
    expect(paths).not.toContain('/ante-realtime.js')
    await listen(page)
    await isConnected(page, 'live')
    expect(paths.filter((path) => path === '/ante-realtime.js')).toHaveLength(1)
  })

  it('[CL16] polls where the page’s policy forbids that code, and asks for it at most five times', async () => {
    site.headers = {
      'content-security-policy': `script-src ${ante.url}/ante.js 'unsafe-inline'; connect-src ${ante.url}`,
    }
    const page = await site.open(context, await site.player())
    const blocked: string[] = []
    page.on('console', (message) => {
      if (message.text().includes('ante-realtime.js')) blocked.push(message.text())
    })
    await listen(page)
    await isConnected(page, 'polling')
    expect(await play(page)).toBe('challenger')
    const other = await site.open(context, await site.player())
    expect(await play(other)).toBe('challenged')
    await hears(page, 'matched')
    expect(blocked.length).toBeGreaterThan(0)
  })
})
