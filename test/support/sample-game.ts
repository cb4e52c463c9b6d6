import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { startAnte } from './ante.ts'
import { launchChromium } from './chromium.ts'

/** A person with a browser of their own, in front of the sample game. */
export interface Visitor {
  context: BrowserContext
  page: Page
  /** Everything that the browser's console said as an error or a warning. */
  complaints: string[]
}

/** How well the game plays by itself. */
type Play = 'strong' | 'weak'

/** A server with the sample game, and a browser for its visitors. */
export interface OpenSampleGame {
  readonly url: string
  visit(autoplay: Play, own?: BrowserContext): Promise<Visitor>
  /** Two visitors who are signed in. */
  signedIn(one: Play, other: Play): Promise<[Visitor, Visitor]>
  close(): Promise<void>
}

export async function openSampleGame(): Promise<OpenSampleGame> {
  const ante = await startAnte({ ANTE_DEMO: '1' })
  const browser: Browser = await launchChromium()
  const url = `http://localhost:${ante.config.demoPort}/`

  async function visit(autoplay: Play, own?: BrowserContext): Promise<Visitor> {
    const context = own ?? (await browser.newContext({ viewport: { width: 1280, height: 800 } }))
    const page = await context.newPage()
    const complaints: string[] = []
    watchConsole(page, complaints)
    context.on('page', (popup) => watchConsole(popup, complaints))
    await page.goto(`${url}?autoplay=${autoplay}`)
    return { context, page, complaints }
  }

  return {
    url,
    visit,
    async signedIn(one, other) {
      const visitors: [Visitor, Visitor] = [await visit(one), await visit(other)]
      for (const visitor of visitors) await signIn(visitor)
      return visitors
    },
    async close() {
      await browser.close()
      await ante.close()
    },
  }
}

export async function signIn({ page }: Visitor): Promise<void> {
  const [popup] = await Promise.all([page.waitForEvent('popup'), page.getByRole('button', { name: 'Sign in' }).click()])
  await popup.getByRole('button', { name: 'Play as guest' }).click()
  await popup.getByRole('button', { name: 'Allow' }).click()
  await page.getByRole('button', { name: 'Play for £5.00' }).waitFor()
  await expectClosed(popup)
}

export const play = ({ page }: Visitor) => page.getByRole('button', { name: 'Play for £5.00' }).click()

export const sees = ({ page }: Visitor, text: string | RegExp) =>
  page.getByRole('heading', { name: text }).waitFor({ timeout: 45_000 })

/** Visitors go, and nothing was wrong in their browsers. */
export async function leave(...visitors: Visitor[]): Promise<void> {
  for (const { context, complaints } of visitors) {
    await context.close()
    expect(complaints).toEqual([])
  }
}

export async function expectClosed(popup: Page): Promise<void> {
  if (!popup.isClosed()) await popup.waitForEvent('close', { timeout: 10_000 })
}

function watchConsole(page: Page, complaints: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      complaints.push(`${message.type()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`))
}
