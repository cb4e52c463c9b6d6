import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startAnte, type TestAnte } from '../support/ante.ts'
import { launchChromium, launchWithoutSiteData } from '../support/chromium.ts'

/** A person with a browser of their own, in front of the sample game. */
interface Visitor {
  context: BrowserContext
  page: Page
  /** Everything that the browser's console said as an error or a warning. */
  complaints: string[]
}

describe('the sample game in a browser', { tags: ['chromium'] }, () => {
  let ante: TestAnte
  let browser: Browser
  let sample: string

  beforeAll(async () => {
    ante = await startAnte({ ANTE_DEMO: '1' })
    sample = `http://localhost:${ante.config.demoPort}/`
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser.close()
    await ante.close()
  })

  async function visit(autoplay: 'strong' | 'weak', own?: BrowserContext): Promise<Visitor> {
    const context = own ?? (await browser.newContext({ viewport: { width: 1280, height: 800 } }))
    const page = await context.newPage()
    const complaints: string[] = []
    for (const watched of [page]) watchConsole(watched, complaints)
    context.on('page', (popup) => watchConsole(popup, complaints))
    await page.goto(`${sample}?autoplay=${autoplay}`)
    return { context, page, complaints }
  }

  async function signIn({ page }: Visitor): Promise<void> {
    const [popup] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('button', { name: 'Sign in' }).click(),
    ])
    await popup.getByRole('button', { name: 'Play as guest' }).click()
    await popup.getByRole('button', { name: 'Allow' }).click()
    await page.getByRole('button', { name: 'Play for £5.00' }).waitFor()
    await expectClosed(popup)
  }

  const play = (visitor: Visitor) => visitor.page.getByRole('button', { name: 'Play for £5.00' }).click()
  const sees = (visitor: Visitor, text: string | RegExp) =>
    visitor.page.getByRole('heading', { name: text }).waitFor({ timeout: 45_000 })
  const leave = async (...visitors: Visitor[]) => {
    for (const { context, complaints } of visitors) {
      await context.close()
      expect(complaints).toEqual([])
    }
  }

  it('[EE1] lets two people sign in by popup, stake, play and see the payout by themselves', async () => {
    const [strong, weak] = [await visit('strong'), await visit('weak')]
    await signIn(strong)
    await signIn(weak)
    await play(strong)
    await sees(strong, 'Waiting for an opponent')
    await play(weak)
    await Promise.all([sees(strong, 'You won £5.00'), sees(weak, 'You lost £5.00')])
    await strong.page.getByText('£1,005.00').first().waitFor()
    await weak.page.getByText('£995.00').first().waitFor()
    await leave(strong, weak)
  })

  it('[EE2] tells both of a draw, and returns both stakes', async () => {
    const [first, second] = [await visit('strong'), await visit('strong')]
    await signIn(first)
    await signIn(second)
    await play(first)
    await sees(first, 'Waiting for an opponent')
    await play(second)
    await Promise.all([sees(first, "It's a draw"), sees(second, "It's a draw")])
    await second.page.getByText('£1,000.00').first().waitFor()
    await leave(first, second)
  })

  it('[EE3] plays on without a connection, and sends the score when it is back', async () => {
    const [strong, weak] = [await visit('strong'), await visit('weak')]
    await signIn(strong)
    await signIn(weak)
    await play(weak)
    await sees(weak, 'Waiting for an opponent')
    await play(strong)
    await strong.page
      .getByText(/press space or tap/i)
      .first()
      .waitFor()
    await strong.context.setOffline(true)
    await sees(strong, 'Sending your score')
    await strong.page.getByText('Saved here, not sent yet').waitFor()
    await strong.context.setOffline(false)
    await Promise.all([sees(strong, 'You won £5.00'), sees(weak, 'You lost £5.00')])
    // A lost connection is what Chromium itself reports; nothing else may be.
    strong.complaints.splice(
      0,
      strong.complaints.length,
      ...strong.complaints.filter((line) => !/ERR_INTERNET_DISCONNECTED|WebSocket/.test(line)),
    )
    await leave(strong, weak)
  })

  it('[EE4] says plainly that consent was denied, and lets one try again', async () => {
    const visitor = await visit('weak')
    const { page } = visitor
    const [popup] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('button', { name: 'Sign in' }).click(),
    ])
    await popup.getByRole('button', { name: 'Play as guest' }).click()
    await popup.getByRole('button', { name: 'Deny' }).click()
    await page
      .getByRole('alert')
      .filter({ hasText: /did not allow/ })
      .waitFor()
    await expectClosed(popup)
    const [again] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('button', { name: 'Sign in' }).click(),
    ])
    await again.getByRole('button', { name: 'Allow' }).click()
    await page.getByRole('button', { name: 'Play for £5.00' }).waitFor()
    await leave(visitor)
  })

  it('[EE5] is where it was after a reload while waiting, and learns how it ended', async () => {
    const [waiting, other] = [await visit('strong'), await visit('weak')]
    await signIn(waiting)
    await signIn(other)
    await play(waiting)
    await sees(waiting, 'Waiting for an opponent')
    await waiting.page.reload()
    await sees(waiting, 'Waiting for an opponent')
    await play(other)
    await Promise.all([sees(waiting, 'You won £5.00'), sees(other, 'You lost £5.00')])
    await leave(waiting, other)
  })

  it('[EE6] goes on with the same round after a reload in the middle of it', async () => {
    const [playing, other] = [await visit('strong'), await visit('weak')]
    await signIn(playing)
    await signIn(other)
    await play(playing)
    await playing.page
      .getByText(/press space or tap/i)
      .first()
      .waitFor()
    await playing.page.waitForTimeout(2_000)
    await playing.page.reload()
    await sees(playing, 'Waiting for an opponent')
    await play(other)
    await Promise.all([sees(playing, 'You won £5.00'), sees(other, 'You lost £5.00')])
    await leave(playing, other)
  })

  it('[EE7] works by keyboard alone', async () => {
    const visitor = await visit('weak')
    const { page } = visitor
    await page.getByRole('button', { name: 'Sign in' }).focus()
    const [popup] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('Enter')])
    await popup.getByLabel('Username').fill(`keys-${Date.now() % 100_000}`)
    await popup.getByRole('button', { name: 'Play as guest' }).focus()
    await popup.keyboard.press('Enter')
    await popup.getByRole('button', { name: 'Allow' }).focus()
    await popup.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Play for £5.00' }).focus()
    await page.keyboard.press('Enter')
    await sees(visitor, 'Waiting for an opponent')
    await leave(visitor)
  })

  it('[EE8] is played where the browser blocks the site’s data', async () => {
    const visitor = await visit('weak', await launchWithoutSiteData(new URL(sample).origin))
    expect(
      await visitor.page.evaluate(() => navigator.locks.request('any', () => 'held').catch(({ name }) => name)),
    ).toBe('SecurityError')
    await signIn(visitor)
    await play(visitor)
    await visitor.page.locator('body[data-screen="match"]').waitFor({ timeout: 45_000 })
    await leave(visitor)
  })

  it('[EE9] keeps a round to one tab, and lets another tab take it over', async () => {
    const visitor = await visit('weak')
    await signIn(visitor)
    await play(visitor)
    await visitor.page
      .getByText(/press space or tap|plays itself/i)
      .first()
      .waitFor()
    const other: Visitor = { ...visitor, page: await visitor.context.newPage() }
    await other.page.goto(`${sample}?autoplay=weak`)
    await sees(other, 'Your round is open in another tab')
    await other.page.getByRole('button', { name: 'Play here instead' }).click()
    await sees(visitor, 'Your round is open in another tab')
    // The end of the match, or the wait for an opponent: matches of other tests may be open.
    await other.page.locator('body[data-screen="match"]').waitFor({ timeout: 45_000 })
    await leave(visitor)
  })
})

function watchConsole(page: Page, complaints: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      complaints.push(`${message.type()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`))
}

async function expectClosed(popup: Page): Promise<void> {
  if (!popup.isClosed()) await popup.waitForEvent('close', { timeout: 10_000 })
}
