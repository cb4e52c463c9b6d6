import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startAnte, type TestAnte } from '../support/ante.ts'
import { describeInBrowser, launchChromium } from '../support/chromium.ts'
import { readSource } from '../support/sources.ts'

const PASSWORD = 'correct horse battery'

/** The first HTML block of a document. */
function htmlIn(document: string): string {
  const html = /```html\n([\s\S]*?)```/.exec(readSource(document))?.[1]
  if (html === undefined) throw new Error(`${document} has no page to copy`)
  return html
}

describeInBrowser('what the documents tell a game to copy', () => {
  let ante: TestAnte
  let browser: Browser
  let site: Server
  let origin: string
  let html = ''

  beforeEach(async () => {
    ante = await startAnte()
    browser = await launchChromium()
    site = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end(html))
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
  })
  afterEach(async () => {
    await browser.close()
    site.close()
    await ante.close()
  })

  /** The page as its reader would fill it in: the runtime's address, and the game and client registered for its origin. */
  async function fillIn(page: string): Promise<string> {
    const client = await ante.client({ type: 'public', redirect_uris: [], allowed_origins: [origin] })
    const gameId = await ante.game({ max_score: 1_000_000 })
    return page
      .replaceAll('http://localhost:4000', ante.url)
      .replaceAll('YOUR_CLIENT_ID', client.id)
      .replaceAll('gameId: 1', `gameId: ${gameId}`)
  }

  async function signIn(page: Page, username: string): Promise<void> {
    const { body } = await ante.operator('POST', '/admin/v1/players', { username, password: PASSWORD })
    const payment = { amount: 1000, currency: 'GBP', reference: `first-${username}` }
    await ante.operator('POST', `/admin/v1/players/${body.id}/deposits`, payment)
    const [popup] = await Promise.all([page.waitForEvent('popup'), page.getByRole('button').first().click()])
    await popup.getByLabel('Username').fill(username)
    await popup.getByLabel('Password').fill(PASSWORD)
    await popup.getByRole('button', { name: 'Sign in' }).click()
    await popup.getByRole('button', { name: 'Allow' }).click()
  }

  it("[DC11] README's lines, in a page of a registered origin, play a match to its verdict", async () => {
    html = await fillIn(htmlIn('README.md'))
    const verdicts = ['ada', 'grace'].map(async (username, index) => {
      const context = await browser.newContext()
      await context.addInitScript(`window.playYourGame = async () => ${1000 - index}`)
      const page = await context.newPage()
      const verdict = page.waitForEvent('dialog').then(async (dialog) => {
        await dialog.accept()
        return dialog.message()
      })
      await page.goto(origin)
      await signIn(page, username)
      return verdict
    })
    expect(await Promise.all(verdicts)).toEqual(['won', 'lost'])
  })
})
