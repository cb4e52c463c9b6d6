import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { MATCHES, startAnte, type TestAnte } from '../support/ante.ts'
import { launchChromium } from '../support/chromium.ts'
import { newName } from '../support/oauth/oauth-server.ts'
import { linkWebLibrary } from '../support/unity/emscripten.ts'
import { type Harness, harnessOf } from '../support/unity/harness.ts'
import { aWebglSite, type WebglSite } from '../support/unity/webgl-site.ts'

const PASSWORD = 'correct horse battery'
const TERMS = { stake: 500, currency: 'GBP' }

describe.each([
  { build: 'without threads', threads: false },
  { build: 'with threads on an isolated page', threads: true },
])('a WebGL build $build', { tags: ['chromium', 'emscripten'] }, ({ threads }) => {
  let folder: string
  let ante: TestAnte
  let browser: Browser
  let site: WebglSite
  let context: BrowserContext
  let gameId: number
  let clientId: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ante-webgl-'))
    await linkWebLibrary(folder, { threads })
    ante = await startAnte()
    browser = await launchChromium()
    site = await aWebglSite({ server: ante.url, build: folder, threads })
    gameId = await ante.game({ fee_bps: 1000 })
    const registered = await ante.client({
      type: 'public',
      redirect_uris: [`${site.origin}/`],
      allowed_origins: [site.origin],
    })
    clientId = registered.id
  }, 180_000)
  afterAll(async () => {
    await site?.close()
    await browser?.close()
    await ante?.close()
    await rm(folder, { recursive: true, force: true })
  })
  beforeEach(async () => {
    context = await browser.newContext()
  })
  afterEach(() => context.close())

  /** The game's page with a client that has restored its session and listens. */
  async function started(page: Page): Promise<{ game: Harness; client: number }> {
    const game = harnessOf(page)
    await page.waitForFunction('window.harness')
    const client = await game.open({ server: ante.url, clientId, scope: 'public', asksForToken: false })
    return { game, client }
  }

  async function signUp(page: Page, consent: 'Allow' | 'Deny' = 'Allow'): Promise<string> {
    const name = newName()
    await page.getByLabel('Username').fill(name)
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Create account' }).click()
    await page.getByRole('button', { name: consent }).click()
    return name
  }

  async function openGame() {
    const page = await context.newPage()
    await page.goto(site.origin)
    return { page, ...(await started(page)) }
  }

  /** Signs a new player in as the build does: an isolated page has no popup, so it goes to the sign-in page itself. */
  async function signIn() {
    const opened = await openGame()
    const { page, game, client } = opened
    if (!threads) {
      const [popup, call] = await Promise.all([page.waitForEvent('popup'), clickToSignIn(page, game, client)])
      const name = await signUp(popup)
      expect((await game.answer(call)).message.value).toMatchObject({ username: name })
      return { ...opened, name }
    }
    await game.start(client, 'login', { mode: 'redirect' })
    const name = await signUp(page)
    await page.waitForURL(`${site.origin}/**`)
    const back = await started(page)
    expect((await back.game.call(back.client, 'completeLogin')).message.value).toMatchObject({ username: name })
    return { page, ...back, name }
  }

  /** Signs in as a game does: a click on its canvas is seen by the next frame. */
  async function clickToSignIn(page: Page, game: Harness, client: number): Promise<number> {
    const click = page.evaluate(() => {
      const canvas = document.querySelector('canvas')
      return new Promise((resolve) => canvas?.addEventListener('click', () => requestAnimationFrame(resolve)))
    })
    await page.locator('canvas').click()
    await click
    return game.start(client, 'login', {})
  }

  async function signInWithMoney(amount: number) {
    const opened = await signIn()
    const { id } = (await opened.game.call(opened.client, 'me')).message.value
    const payment = { amount, currency: 'GBP', reference: `start-${opened.name}` }
    expect((await ante.operator('POST', `/admin/v1/players/${id}/deposits`, payment)).status).toBe(201)
    return opened
  }

  it('[UN20] signs in, plays, reports a score and is told the payout, as the game’s state', async () => {
    const { game, client, name } = await signInWithMoney(10_000)
    await game.call(client, 'listen')
    const begun = (await game.call(client, 'play', { ...TERMS, gameId })).message
    expect(begun.value).toMatchObject({ role: 'challenger', resumed: false, stake: 500 })
    expect(begun.value.seed).toMatch(/^[0-9a-f]{64}$/)
    expect(begun.state.player).toMatchObject({ username: name })

    const opponent = await ante.player()
    const { match } = (await opponent.call('PUT', `${MATCHES}/matches/${begun.value.matchId}/accept.json`)).body
    await game.event('matched')
    const settled = await game.start(client, 'settled', match.id)
    const posted = (await game.call(client, 'submit', match.id, 700)).message
    expect(posted.value).toMatchObject({ ownScore: 700, opponentScore: null, outcome: null })
    const score = { match_score: { score: 500, secret: match.secret } }
    await opponent.call('POST', `${MATCHES}/matches/${match.id}/result.json`, score)

    const { value } = (await game.answer(settled)).message
    expect(value.result).toMatchObject({ verdict: 'won', ownScore: 700, opponentScore: 500, amountWon: 400 })
    expect((await game.call(client, 'me')).message.value.balances).toEqual({ GBP: 10_400 })
    await game.event('settled')
    expect((await game.told()).filter(({ inside }) => inside)).toEqual([])
  })

  it('[UN21] tells every failure with its code, and none of them during the call', async () => {
    const { game, client } = await signIn()
    const failures = [
      await game.call(client, 'play', { ...TERMS, gameId }),
      await game.call(client, 'play', { ...TERMS, gameId: 1 << 30 }),
      await game.call(client, 'submit', 'f'.repeat(32), 5),
      await game.call(client, 'result', 'f'.repeat(32)),
    ]
    expect(failures.map(({ message }) => [message.failure.name, message.failure.code, message.failure.status])).toEqual(
      [
        ['Problem', 'insufficient_funds', 422],
        ['Problem', 'unknown_game', 422],
        ['TypeError', undefined, undefined],
        ['Problem', 'not_found', 404],
      ],
    )
    expect((await game.told()).filter(({ inside }) => inside)).toEqual([])
  })

  it('[UN22] gives back every byte, and copies what it is given', async () => {
    const { page, game, client } = await openGame()
    await game.call(client, 'now')
    const before = await game.allocated()
    await page.evaluate((client) => {
      for (let call = 1000; call < 2000; call++) {
        window.harness.ccall(
          'harness_call',
          null,
          ['number', 'number', 'string', 'string'],
          [client, call, 'now', '[]'],
        )
      }
    }, client)
    await game.answer(1999)
    const values = (await game.told()).filter(({ number }) => number >= 1000).map(({ message }) => message.value)
    expect([values.length, values.every((value) => value > 0)]).toEqual([1000, true])
    expect(await game.allocated()).toBe(before)
  })

  it('[UN23] answers nothing any more once a client is closed', async () => {
    const { page, game, client } = await openGame()
    const other = await game.open({ server: ante.url, clientId, scope: 'public', asksForToken: false })
    const given = [client, 99, 'now', '[]']
    await page.evaluate(([client, ...given]) => {
      window.harness.ccall('harness_call', null, ['number', 'number', 'string', 'string'], [client, ...given])
      window.harness.ccall('harness_close', null, ['number'], [client])
    }, given)
    await game.call(other, 'now')
    expect((await game.told()).map(({ number }) => number)).toEqual([1])
  })

  it('[UN24] asks the game for access tokens, and says why there is none', async () => {
    const player = await ante.player({ client: await ante.client({ allowed_origins: [site.origin] }) })
    const { game } = await openGame()
    const client = await game.open({ server: ante.url, clientId, scope: 'public', asksForToken: true })
    const me = await game.start(client, 'me')
    await game.event('accessToken')
    await game.call(client, 'giveToken', player.token)
    expect((await game.answer(me)).message.value).toMatchObject({ username: player.username })

    const without = await game.open({ server: ante.url, clientId, scope: 'public', asksForToken: true })
    const refused = await game.start(without, 'me')
    await expect
      .poll(async () => (await game.told()).filter(({ number }) => number === without).length)
      .toBeGreaterThan(0)
    await game.call(without, 'refuseToken', 'the studio is closed')
    expect((await game.answer(refused)).message.failure.message).toContain('the studio is closed')
  })

  it('[UN25] opens no client where the page has no browser client, and the template says so', async () => {
    const page = await context.newPage()
    await page.route('**/ante.js', (route) => route.abort())
    await page.goto(site.origin)
    await page.getByRole('alert').waitFor()
    expect(await page.getByRole('alert').textContent()).toContain('could not reach its server')
    await page.evaluate('createUnityInstance(null, {}, () => {}).then(() => {})')
    expect(await harnessOf(page).open({ server: ante.url, clientId })).toBe(0)
  })

  it('[UN26] fills a phone’s window, and keeps its shape on a desktop', async () => {
    const { page } = await openGame()
    const box = () => page.locator('canvas').boundingBox()
    await page.setViewportSize({ width: 1000, height: 500 })
    expect(await box()).toEqual({ x: 100, y: 0, width: 800, height: 500 })
    await page.setViewportSize({ width: 480, height: 500 })
    expect(await box()).toEqual({ x: 0, y: 100, width: 480, height: 300 })
    const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })
    const mobile = await phone.newPage()
    await mobile.goto(site.origin)
    expect(await mobile.locator('canvas').boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 })
    await phone.close()
  })

  it('[UN27] says that the player denied or cancelled, and signs in by a code where no window answers', async () => {
    const { page, game, client } = await openGame()
    const notice = page.getByRole('dialog', { name: 'Finish signing in' })
    const cancelled = async (call: number) => {
      await notice.getByRole('button', { name: 'Cancel' }).click()
      expect((await game.answer(call)).message.failure).toMatchObject({ name: 'LoginError', code: 'closed' })
    }
    if (threads) {
      const [cutOff, first] = await Promise.all([context.waitForEvent('page'), clickToSignIn(page, game, client)])
      await cutOff.close()
      await cancelled(first)
      const [window, second] = await Promise.all([context.waitForEvent('page'), clickToSignIn(page, game, client)])
      const name = await signUp(window)
      await window.getByRole('button', { name: 'Continue' }).click()
      expect((await game.answer(second)).message.value).toMatchObject({ username: name })
      await game.call(client, 'logout')
      await game.start(client, 'login', { mode: 'redirect' })
      await page.getByRole('button', { name: 'Deny' }).click()
      await page.waitForURL(`${site.origin}/**`)
      const back = await started(page)
      const denied = await back.game.call(back.client, 'completeLogin')
      expect(denied.message.failure).toMatchObject({ name: 'LoginError', code: 'denied' })
      return
    }
    const [popup, denied] = await Promise.all([page.waitForEvent('popup'), clickToSignIn(page, game, client)])
    await signUp(popup, 'Deny')
    expect((await game.answer(denied)).message.failure).toMatchObject({ name: 'LoginError', code: 'denied' })
    const [second, closed] = await Promise.all([page.waitForEvent('popup'), clickToSignIn(page, game, client)])
    await second.close()
    await cancelled(closed)
  })
})
