import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startAnte, type TestAnte } from '../support/ante.ts'
import { launchChromium } from '../support/chromium.ts'

describe('the lobby in a game’s page', { tags: ['chromium'] }, () => {
  let ante: TestAnte
  let browser: Browser
  let site: Server
  let origin: string
  let clientId: string
  let gameId: number
  /** In front of the lobby's tag. */
  let head = ''
  const contexts: BrowserContext[] = []

  /** A whole game: whoever presses the button has 70 points, or what the address says. */
  const page = () => `<!doctype html>
<title>A game</title><link rel="icon" href="data:,">${head}
<script src="${ante.url}/ante-lobby.js"></script>
<ante-lobby server="${ante.url}" client="${clientId}" game="${gameId}" currency="GBP" stakes="100,500"></ante-lobby>
<button id="finish" hidden>Finish</button>
<script>
const finish = document.querySelector('#finish')
document.querySelector('ante-lobby').addEventListener('ante-attempt', ({ detail: { attempt } }) => {
  finish.hidden = false
  finish.onclick = () => { finish.hidden = true; attempt.submit(Number(location.hash.slice(1) || 70)) }
})
</script>`

  beforeAll(async () => {
    ante = await startAnte({ ANTE_DEMO: '1' })
    browser = await launchChromium()
    site = createServer((_req, res) => res.setHeader('content-type', 'text/html').end(page())).listen(0, '127.0.0.1')
    await once(site, 'listening')
    origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
    clientId = (await ante.client({ type: 'public', redirect_uris: [], allowed_origins: [origin] })).id
    gameId = await ante.game({ stakes: [100, 500] })
  })
  afterEach(async () => {
    head = ''
    for (const context of contexts.splice(0)) await context.close()
  })
  afterAll(async () => {
    site.close()
    await browser.close()
    await ante.close()
  })

  async function visit(score = 70, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ locale: 'en-GB', ...options })
    contexts.push(context)
    const visited = await context.newPage()
    await visited.goto(`${origin}/#${score}`)
    return visited
  }
  async function signIn(visited: Page, button = 'Sign in'): Promise<void> {
    const [popup] = await Promise.all([
      visited.waitForEvent('popup'),
      visited.getByRole('button', { name: button }).click(),
    ])
    await popup.getByRole('button', { name: 'Play as guest' }).click()
    await popup.getByRole('button', { name: 'Allow' }).click()
  }
  const press = (visited: Page, name: string) => visited.getByRole('button', { name, exact: true }).click()
  const sees = (visited: Page, name: string) => visited.getByRole('heading', { name, exact: true }).waitFor()

  it('[CL26] signs in, plays a match to the payout, and plays again', async () => {
    const [strong, weak] = [await visit(70), await visit(30)]
    for (const visitor of [strong, weak]) {
      await signIn(visitor)
      await sees(visitor, 'Choose your stake')
      await visitor.getByText('£1,000.00').waitFor()
    }
    await press(strong, '£1.00')
    await sees(strong, 'Your turn')
    await press(strong, 'Finish')
    await sees(strong, 'Waiting for an opponent')
    await press(weak, '£1.00')
    await sees(weak, 'Your turn')
    await weak.getByText(/^\d+:\d\d$/).waitFor()
    await press(weak, 'Finish')
    await sees(weak, 'You lost £1.00')
    await sees(strong, 'You won £1.00')
    await strong.getByText('£1,001.00').waitFor()
    await weak.getByText('£999.00').waitFor()
    await press(weak, 'Play again for £1.00')
    await sees(weak, 'Your turn')
    await press(weak, 'Finish')
    await sees(weak, 'Waiting for an opponent')
    await press(strong, 'Back')
    await strong.getByRole('list').getByText('You won £1.00').waitFor()
    await press(strong, 'Sign out')
    await strong.getByRole('button', { name: 'Sign in' }).waitFor()
  })

  it('[CL26] continues a round after a reload, and says what a lost connection does to the score', async () => {
    const visitor = await visit()
    await signIn(visitor)
    await press(visitor, '£5.00')
    await sees(visitor, 'Your turn')
    await visitor.reload()
    await sees(visitor, 'Your turn')
    await press(visitor, 'Continue')
    await visitor.context().setOffline(true)
    await press(visitor, 'Finish')
    await visitor.getByText('Saved here, not sent yet.').waitFor()
    await visitor.context().setOffline(false)
    await sees(visitor, 'Waiting for an opponent')
  })

  it('[CL26] works by keyboard alone', async () => {
    const visitor = await visit()
    await signIn(visitor)
    await visitor.getByRole('button', { name: '£1.00', exact: true }).focus()
    await visitor.keyboard.press('Tab')
    await visitor.keyboard.press('Enter')
    await sees(visitor, 'Your turn')
    const focused = await visitor.evaluate(
      () => document.querySelector('ante-lobby')?.shadowRoot?.activeElement?.textContent,
    )
    expect(focused).toBe('Your turn')
  })

  it('[CL27] speaks the page’s language, or the browser’s, and the page’s own words', async () => {
    const german = await visit(70, { locale: 'de-AT' })
    await german.getByRole('button', { name: 'Anmelden' }).waitFor()
    const french = await visit()
    await french.evaluate(() => document.documentElement.setAttribute('lang', 'fr'))
    await french.evaluate(() => document.body.append(document.querySelector('ante-lobby') ?? ''))
    await french.getByRole('button', { name: 'Se connecter' }).waitFor()
    head = `<script>addEventListener('DOMContentLoaded', () => { document.querySelector('ante-lobby').words = { signIn: 'Let me in' } })</script>`
    const own = await visit()
    await own.evaluate(() => document.body.append(document.querySelector('ante-lobby') ?? ''))
    await own.getByRole('button', { name: 'Let me in' }).waitFor()
  })

  it('[CL27] is themed by the page, under a policy that allows no style of its own', async () => {
    head = `<meta http-equiv="content-security-policy" content="style-src 'nonce-own'"><style nonce="own">
      ante-lobby { --ante-accent: rgb(1, 2, 3) }
      ante-lobby::part(heading) { letter-spacing: 7px }
    </style>`
    const visitor = await visit()
    const button = visitor.getByRole('button', { name: 'Sign in' })
    expect(await button.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe('rgb(1, 2, 3)')
    const heading = visitor.getByRole('heading').first()
    expect(await heading.evaluate((element) => getComputedStyle(element).letterSpacing)).toBe('7px')
  })

  it.each([
    [320, 'ltr'],
    [1280, 'ltr'],
    [320, 'rtl'],
  ])('[CL27] fits a page of %i pixels, %s', async (width, direction) => {
    const visitor = await visit(70, { viewport: { width, height: 640 } })
    await visitor.evaluate((dir) => document.documentElement.setAttribute('dir', dir), direction)
    await signIn(visitor)
    await sees(visitor, 'Choose your stake')
    expect(await visitor.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  })
})
