import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startAnte, type TestAnte } from '../support/ante.ts'
import { launchChromium } from '../support/chromium.ts'
import { readSource } from '../support/project/sources.ts'

const PASSWORD = 'correct horse battery'

/** An HTML block of a document, the first one by default. */
function htmlIn(document: string, index = 0): string {
  const html = [...readSource(document).matchAll(/```html\n([\s\S]*?)```/g)][index]?.[1]
  if (html === undefined) throw new Error(`${document} has no page to copy`)
  return html
}

describe('what the documents tell a game to copy', { tags: ['chromium'] }, () => {
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

  /** The page as its reader would fill it in: the runtime's address, and the client and game that were registered. */
  const fillIn = (page: string, clientId: string, gameId: number) =>
    page
      .replaceAll('http://localhost:4000', ante.url)
      .replaceAll('YOUR_CLIENT_ID', clientId)
      .replaceAll('gameId: 1', `gameId: ${gameId}`)

  /** A new player with £10.00, in front of the page, in a window of their own. */
  async function visitor(username: string, script = ''): Promise<Page> {
    const { body } = await ante.operator('POST', '/admin/v1/players', { username, password: PASSWORD })
    const payment = { amount: 1000, currency: 'GBP', reference: `first-${username}` }
    await ante.operator('POST', `/admin/v1/players/${body.id}/deposits`, payment)
    const context = await browser.newContext({ locale: 'en-GB' })
    await context.addInitScript(script)
    const page = await context.newPage()
    await page.goto(origin)
    return page
  }

  async function signIn(page: Page, username: string): Promise<void> {
    const [popup] = await Promise.all([page.waitForEvent('popup'), page.getByRole('button').first().click()])
    await popup.getByLabel('Username').fill(username)
    await popup.getByLabel('Password').fill(PASSWORD)
    await popup.getByRole('button', { name: 'Sign in' }).click()
    await popup.getByRole('button', { name: 'Allow' }).click()
  }

  it("[DC11] README's lines, in a page of a registered origin, play a match to its verdict", async () => {
    const client = await ante.client({ type: 'public', redirect_uris: [], allowed_origins: [origin] })
    html = fillIn(htmlIn('README.md'), client.id, await ante.game({ max_score: 1000 }))
    const verdicts = ['ada', 'grace'].map(async (username, index) => {
      const page = await visitor(username, `window.playYourGame = async () => ${1000 - index}`)
      const verdict = page.waitForEvent('dialog').then(async (dialog) => {
        await dialog.accept()
        return dialog.message()
      })
      await signIn(page, username)
      return verdict
    })
    expect(await Promise.all(verdicts)).toEqual(['won', 'lost'])
  })

  it("[DC12] the embedding guide's page, registered as it says, plays a match to the payout", async () => {
    const guide = readSource('docs/embedding.md').replaceAll('http://localhost:8000', origin)
    const [client = '', game = ''] = [...guide.matchAll(/^operator \w+ '([\s\S]*?)'$/gm)].map((match) => match[1])
    const registered = await ante.operator('POST', '/admin/v1/clients', client)
    const created = await ante.operator('POST', '/admin/v1/games', game)
    html = fillIn(htmlIn('docs/embedding.md'), registered.body.client_id, created.body.game.id)

    const endings = ['ada', 'grace'].map(async (username, index) => {
      const page = await visitor(username)
      const complaints: string[] = []
      page.on('console', (message) => complaints.push(message.text()))
      await signIn(page, username)
      await page.getByText('£10.00 to play with').waitFor()
      await page.getByRole('button', { name: 'Play for £5.00' }).click()
      for (let hits = 0; hits < 3 + index; hits++) await page.locator('.lit').click()
      await page.getByText(index === 0 ? 'You lost £5.00, 3 to 4' : 'You won £5.00, 4 to 3').waitFor()
      return complaints
    })
    expect(await Promise.all(endings)).toEqual([[], []])
  })

  it('[DC14] the page with the lobby, registered as the guide says, plays a match to the payout', async () => {
    const client = await ante.client({ type: 'public', redirect_uris: [], allowed_origins: [origin] })
    const gameId = await ante.game({ max_score: 200, stakes: [500, 1000] })
    html = fillIn(htmlIn('docs/embedding.md', 1), client.id, gameId).replace('game="1"', `game="${gameId}"`)
    const endings = ['ada', 'grace'].map(async (username, index) => {
      const page = await visitor(username)
      const complaints: string[] = []
      page.on('console', (message) => complaints.push(message.text()))
      await signIn(page, username)
      await page.getByRole('button', { name: '£5.00', exact: true }).click()
      for (let taps = 0; taps < 3 + index; taps++) await page.getByRole('button', { name: 'Tap' }).click()
      await page.getByRole('heading', { name: index === 0 ? 'You lost £5.00' : 'You won £5.00' }).waitFor()
      return complaints
    })
    expect(await Promise.all(endings)).toEqual([[], []])
  })
})
