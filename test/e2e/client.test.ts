import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startAnte, type TestAnte } from '../support/ante.ts'
import { launchChromium, launchWithBackForwardCache, launchWithoutSiteData } from '../support/chromium.ts'
import { aGameSite, type GameSite } from '../support/client/game-page.ts'
import { eventually } from '../support/eventually.ts'

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
    page.evaluate(async (id) => {
      const attempt = await window.game.play({ gameId: id, stake: 500, currency: 'GBP' })
      Object.assign(window, { attempt })
      return attempt.role
    }, gameId)
  const submit = (page: Page, score: number) => page.evaluate((points) => window.attempt.submit(points), score)

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

  it('[CL18] plays where the browser blocks the site’s data', async () => {
    const blocking = await launchWithoutSiteData(site.origin)
    const page = await site.open(blocking, await site.player())
    const denied = await page.evaluate(async () => {
      const lock = await navigator.locks.request('any', () => 'held').catch((error: Error) => error.name)
      try {
        return [lock, localStorage.length]
      } catch (error) {
        return [lock, String(error).includes('SecurityError')]
      }
    })
    expect(denied).toEqual(['SecurityError', true])
    await listen(page)
    expect(await play(page)).toBe('challenger')
    await submit(page, 5)
    await hears(page, 'submitted')
    await blocking.close()
  })

  it('[CL19] reads what is in a storage that is full, and sends the score that is there', async () => {
    const player = await site.player()
    const page = await site.open(context, player)
    await play(page)
    await context.setOffline(true)
    await page.evaluate(() => void window.attempt.submit(7))
    await page.evaluate(() => {
      for (let size = 1 << 20; size > 0; size = Math.floor(size / 2)) {
        try {
          for (let count = 0; ; count++) localStorage.setItem(`filler-${size}-${count}`, 'x'.repeat(size))
        } catch {}
      }
    })
    await context.setOffline(false)
    await page.close()
    const later = await site.open(context, player)
    expect(await later.evaluate(() => Object.keys(localStorage).some((key) => key.includes('outbox:')))).toBe(true)
    await listen(later)
    await later.evaluate(() => window.game.completeLogin())
    await hears(later, 'submitted')
    expect(await play(later)).toBe('challenger')
    await submit(later, 8)
  })

  it('[CL24] sends the score when the page is left', async () => {
    const player = await site.player()
    const page = await site.open(context, player)
    await play(page)
    await listen(page)
    let refused = 0
    await context.route('**/result.json', (route) => {
      refused++
      return route.abort()
    })
    await page.evaluate(() => void window.attempt.submit(9))
    await hears(page, 'unsent')
    const { matchId } = await page.evaluate(() => ({ matchId: window.attempt.matchId }))
    // The next attempt is several seconds away.
    await eventually(async () => (refused === 5 ? true : null))
    await context.unroute('**/result.json')
    await page.goto('about:blank')
    const result = await eventually(async () => {
      const { body } = await player.call('GET', `/api/gaming-async/v1/matches/${matchId}/result.json`)
      return body.match_result.challenger_score === null ? null : body.match_result
    })
    expect(result.challenger_score).toBe(9)
  })

  it('[CL24] sends the score, and hears again, when the player comes back to the page', async () => {
    const keeping = await launchWithBackForwardCache()
    const visit = await keeping.newContext()
    const page = await site.open(visit, await site.player())
    await listen(page)
    await isConnected(page, 'live')
    await play(page)
    await visit.route('**/result.json', (route) => route.abort())
    await page.evaluate(() => void window.attempt.submit(9))
    await hears(page, 'unsent')
    await page.goto(`${site.origin}/elsewhere`)
    await visit.unroute('**/result.json')
    await page.goBack({ waitUntil: 'commit' })
    expect(await page.evaluate(() => window.heard)).toContain('unsent')
    await hears(page, 'submitted')
    await isConnected(page, 'live')
    await keeping.close()
  })

  it('[CL20] plays in a browser that has nothing newer than the spring of 2021', async () => {
    await context.addInitScript(WITHOUT_NEWER)
    const page = await site.open(context, await site.player())
    expect(await page.evaluate(() => [typeof AbortSignal.timeout, typeof navigator.locks, typeof reportError])).toEqual(
      Array(3).fill('undefined'),
    )
    await listen(page)
    await isConnected(page, 'live')
    expect(await play(page)).toBe('challenger')
    const other = await site.open(context, await site.player())
    expect(await play(other)).toBe('challenged')
    await submit(page, 5)
    await submit(other, 4)
    await hears(page, 'settled')
  })

  it('[CL21] plays beside a tab that hangs and holds the lock', async () => {
    const player = await site.player()
    const hung = await site.open(context, player)
    await hung.evaluate(async () => {
      const held = (await navigator.locks.query()).held?.length
      const { key } = await new Promise<{ key: string }>((resolve) => {
        const request = navigator.locks.request.bind(navigator.locks)
        Object.assign(navigator.locks, {
          request: (name: string, ...rest: [LockOptions, LockGrantedCallback<unknown>]) => {
            resolve({ key: name })
            return request(name, ...rest)
          },
        })
        void window.game.play({ gameId: 0, stake: 1, currency: 'GBP' }).catch(() => {})
      })
      await new Promise((resolve) => setTimeout(resolve, 500))
      void navigator.locks.request(key, () => new Promise(() => {}))
      return held
    })
    const page = await site.open(context, player)
    expect(await page.evaluate(async () => (await navigator.locks.query()).held?.length)).toBe(1)
    expect(await play(page)).toBe('challenger')
  })

  it('[CL22] knows the server’s time in a browser whose clock is wrong', async () => {
    await context.addInitScript(`{ const now = Date.now; Date.now = () => now() - 30 * 86_400_000 }`)
    const page = await site.open(context, await site.player())
    for (let call = 0; call < 5; call++) await page.evaluate(() => window.game.me())
    const difference = (await page.evaluate(() => window.game.now())) - Date.now()
    expect(Math.abs(difference)).toBeLessThan(1500)
  })
})

/** Takes away what browsers got later than those that the client supports. */
const WITHOUT_NEWER = `
delete AbortSignal.timeout
delete AbortSignal.any
delete Object.hasOwn
delete Object.groupBy
delete Array.prototype.at
delete Array.prototype.findLast
delete Array.prototype.toSorted
delete String.prototype.at
delete window.structuredClone
delete window.reportError
delete window.BroadcastChannel
delete Crypto.prototype.randomUUID
Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })
`
