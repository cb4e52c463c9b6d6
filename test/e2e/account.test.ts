import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startAnte, type TestAnte } from '../support/ante.ts'
import { launchChromium } from '../support/chromium.ts'
import { eventually } from '../support/eventually.ts'

const PASSWORD = 'four quiet green lamps'

describe('the account page in a browser', { tags: ['chromium'] }, () => {
  let ante: TestAnte
  let browser: Browser
  let context: BrowserContext
  const complaints: string[] = []

  beforeAll(async () => {
    ante = await startAnte({ ANTE_DEMO: '1' })
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser.close()
    await ante.close()
  })
  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 375, height: 720 } })
    complaints.length = 0
    context.on('page', (page) => {
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(error.message))
    })
  })
  afterEach(() => context.close())

  /** The sample game, signed in as a guest. */
  async function playAsGuest(): Promise<Page> {
    const game = await context.newPage()
    await game.goto(`http://localhost:${ante.config.demoPort}/`)
    const [popup] = await Promise.all([
      game.waitForEvent('popup'),
      game.getByRole('button', { name: 'Sign in' }).click(),
    ])
    await popup.getByRole('button', { name: 'Play as guest' }).click()
    await popup.getByRole('button', { name: 'Allow' }).click()
    await game.getByRole('button', { name: 'Play for £5.00' }).waitFor()
    return game
  }

  async function openAccount(): Promise<Page> {
    const page = await context.newPage()
    await page.goto(`${ante.url}/account`)
    return page
  }

  it('[EE20] turns a guest into a player who can come back, with the same money, by keyboard alone', async () => {
    const game = await playAsGuest()
    const page = await openAccount()
    await page.getByRole('link', { name: 'Keep your account' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Keep your account' }).waitFor()
    const name = `keeper-${Date.now() % 1_000_000}`
    await page.keyboard.type(name)
    await page.keyboard.press('Tab')
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByRole('status').filter({ hasText: 'yours to keep' }).waitFor()
    await page.getByText(`Signed in as ${name}`).waitFor()

    // The guest's token has ended with the change: the game asks to sign in again, and finds the same player.
    await game.reload()
    const [popup] = await Promise.all([
      game.waitForEvent('popup'),
      game.getByRole('button', { name: 'Sign in' }).click(),
    ])
    await popup.getByRole('button', { name: 'Allow' }).click()
    await game.getByRole('button', { name: 'Play for £5.00' }).waitFor()
    await game.getByText('£1,000.00').first().waitFor()
  })

  it('[EE21] disconnects the sample game, which is signed out at once', async () => {
    const game = await playAsGuest()
    const page = await openAccount()
    await page.getByRole('listitem').filter({ hasText: 'Stackhouse' }).first().waitFor()
    await page.getByRole('button', { name: 'Disconnect' }).click()
    await page.getByRole('status').filter({ hasText: 'Disconnected' }).waitFor()
    await page.getByText('None. A game is listed here').waitFor()
    await game.getByRole('button', { name: 'Sign in' }).waitFor()
    expect(complaints.filter((line) => !/status of 40[01]|WebSocket/.test(line))).toEqual([])
  })

  it('[EE22] cannot be put in a frame, and shows each thing that can be pressed when it has the focus', async () => {
    await playAsGuest()
    const page = await openAccount()
    const controls = page.locator('main a, main button, main input:not([type=hidden])')
    const count = await controls.count()
    expect(count).toBeGreaterThan(4)
    for (let index = 0; index < count; index++) {
      await page.keyboard.press('Tab')
      const outline = await page.evaluate(() => {
        const focused = document.activeElement
        return focused && focused !== document.body ? getComputedStyle(focused).outlineStyle : 'nothing focused'
      })
      expect(outline).toBe('solid')
    }
    const framing = await context.newPage()
    await framing.goto(`${ante.url}/healthz`)
    await framing.setContent(`<iframe src="${ante.url}/account"></iframe>`)
    const frame = await framing.waitForSelector('iframe')
    const inside = await frame.contentFrame()
    await eventually(async () => (inside?.url().startsWith('chrome-error:') ? true : null))
  })
})
