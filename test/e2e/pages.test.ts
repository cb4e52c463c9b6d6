import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startAnte, type TestAnte } from '../support/ante.ts'
import { launchChromium } from '../support/chromium.ts'
import { authorizeUrl, newName, type TestClient } from '../support/oauth/oauth-server.ts'
import { type Served, serve } from '../support/stub-server.ts'

const PASSWORD = 'four quiet green lamps'

const SCREENS = [
  { name: 'a phone by day', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  { name: 'a phone at night', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
  { name: 'a desktop by day', viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  { name: 'a desktop at night', viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
] as const

/** Where the focus is: what it is called, whether it and all of its outline can be seen, and how far down the page. */
const FOCUSED = `(() => {
  const focused = document.activeElement
  if (!focused || focused === document.body) return null
  const { outlineStyle, outlineWidth, outlineOffset } = getComputedStyle(focused)
  const outline = parseFloat(outlineWidth) + parseFloat(outlineOffset)
  const box = focused.getBoundingClientRect()
  const label = focused.labels?.[0]?.querySelector('strong') ?? focused.labels?.[0] ?? focused
  return {
    name: label.textContent.trim(),
    seen: outlineStyle === 'solid' && parseFloat(outlineWidth) >= 2 && box.top >= outline && box.bottom + outline <= innerHeight,
    large: box.height >= 24 || getComputedStyle(focused).display === 'inline' || focused.type === 'checkbox',
    top: box.top + scrollY,
  }
})()`

interface Focused {
  readonly name: string
  readonly seen: boolean
  readonly large: boolean
  readonly top: number
}

describe('the sign-in pages', { tags: ['chromium'] }, () => {
  let ante: TestAnte
  let browser: Browser
  let game: Served
  let client: TestClient

  beforeAll(async () => {
    ante = await startAnte({ ANTE_DEMO: '1', ANTE_GRANT_STAKE_LIMIT: '{"GBP":5000}' })
    browser = await launchChromium()
    game = await serve(() => ({ status: 200, headers: { 'content-type': 'text/html' } }))
    const redirectUri = `${game.origin}/callback`
    client = { ...(await ante.client({ redirect_uris: [redirectUri] })), redirectUri }
  })
  afterAll(async () => {
    await browser.close()
    await game.close()
    await ante.close()
  })

  /** Walks through a page by Tab alone, from its start; what comes in which order. */
  async function walk(page: Page): Promise<string[]> {
    await page.evaluate('document.body.tabIndex = -1; document.body.focus(); scrollTo(0, 0)')
    const names: string[] = []
    let before = -1
    for (;;) {
      await page.keyboard.press('Tab')
      const focused = await page.evaluate<Focused | null>(FOCUSED)
      if (!focused || names.length > 20) break
      expect(focused, page.url()).toMatchObject({ seen: true, large: true })
      expect(focused.top, `${focused.name} comes after what is above it`).toBeGreaterThanOrEqual(before - 12)
      before = focused.top
      names.push(focused.name)
    }
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), page.url()).toBe(true)
    return names
  }

  /** Presses Tab until that has the focus. */
  async function tabTo(page: Page, name: string): Promise<void> {
    for (let times = 0; times < 20; times++) {
      if ((await page.evaluate<Focused | null>(FOCUSED))?.name === name) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`no way to "${name}"`)
  }

  async function visit(screen: (typeof SCREENS)[number]): Promise<{ context: BrowserContext; page: Page }> {
    const context = await browser.newContext({ viewport: screen.viewport, colorScheme: screen.colorScheme })
    return { context, page: await context.newPage() }
  }
  const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).waitFor()

  it.each(SCREENS)('[EE24] lead to the game by keyboard alone, on $name', async (screen) => {
    const { context, page } = await visit(screen)
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      // Chromium says it of every page with such a status, as those are that show what was wrong.
      if (message.type() === 'error' && !message.text().includes('status of 422')) complaints.push(message.text())
    })
    const name = newName()
    await page.goto(`${ante.url}${authorizeUrl(client, { scope: 'public wallet profile', state: 'kept' })}`)

    // A wrong password first: what is typed goes where the cursor is.
    await page.keyboard.type(name)
    await page.keyboard.press('Tab')
    await page.keyboard.type('not the password')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    expect(await page.evaluate<Focused | null>(FOCUSED)).toMatchObject({ name: 'Password' })
    expect(await walk(page)).toEqual(['Username', 'Password', 'Sign in', 'Create account', 'Play as guest'])

    // Then an account, with a password that is too short at first.
    await tabTo(page, 'Create account')
    await page.keyboard.press('Enter')
    await heading(page, 'Create your account')
    await page.keyboard.type('short')
    await page.keyboard.press('Enter')
    await page.getByText('Must be at least 8 characters long.').waitFor()
    expect(await walk(page)).toEqual([
      ...['Username', 'Password', 'Display name (optional)', 'Create account', 'Back to sign-in'],
    ])
    await tabTo(page, 'Password')
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press('Enter')

    // Consent, but for the wallet.
    await heading(page, 'Allow Tower?')
    expect(await walk(page)).toEqual([
      ...['Use another account', 'May see your wallet', 'May change your display name', 'Limit in GBP'],
      ...['Deny', 'Allow', 'your account'],
    ])
    await tabTo(page, 'May see your wallet')
    await page.keyboard.press('Space')
    await tabTo(page, 'Allow')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${client.redirectUri}?**`)
    const back = new URL(page.url())
    expect([back.searchParams.get('state'), back.hash]).toEqual(['kept', ''])
    expect(complaints).toEqual([])
    await context.close()
  })

  it.each(SCREENS)('[EE24] and those of an account and of errors can be walked through, on $name', async (screen) => {
    const { context, page } = await visit(screen)
    await page.goto(`${ante.url}${authorizeUrl(client)}`)
    await tabTo(page, 'Play as guest')
    await page.keyboard.press('Enter')
    await heading(page, 'Allow Tower?')
    await tabTo(page, 'Allow')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${client.redirectUri}?**`)
    await page.goto(`${ante.url}/account`)
    expect(await walk(page)).toEqual([
      ...['Keep your account', 'Display name', 'Save', 'Disconnect', 'Limit in GBP', 'Set the limit'],
      ...['Sign out here', 'Sign out everywhere'],
    ])
    await tabTo(page, 'Keep your account')
    await page.keyboard.press('Enter')
    await heading(page, 'Keep your account')
    expect(await walk(page)).toEqual([
      ...['Username', 'Password', 'Display name', 'Keep your account', 'Back to your account'],
    ])
    await page.goto(`${ante.url}/account/link/none`)
    expect(await walk(page)).toEqual(['Back to your account'])
    await page.goto(`${ante.url}/oauth/authorize?client_id=nobody`)
    expect(await walk(page)).toEqual([])
    await context.close()
  })
})
