import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startAnte, type TestAnte } from '../support/ante.ts'
import { launchChromium } from '../support/chromium.ts'
import { filledIn, htmlIn, openAsPlayer, signInFrom } from '../support/docs/examples.ts'
import { belowPath, type PathProxy, startPathProxy } from '../support/path-proxy.ts'
import { freePort } from '../support/ports.ts'

const PATH = '/games/ante'
const PASSWORD = 'correct horse battery'

/** The game's page: it signs in, or has a token, plays and says what it hears. */
const PAGE = `<!doctype html><title>Game</title><link rel="icon" href="data:,">
<button>Sign in</button><ol></ol>
<script src="SERVER/ante.js"></script>
<script>
const { token, score, ...options } = JSON.parse(decodeURIComponent(location.hash.slice(1)))
const ante = Ante.createAnte({ server: 'SERVER', ...options, ...(token && { accessToken: async () => token }) })
const say = (text) => document.querySelector('ol').insertAdjacentHTML('beforeend', '<li>' + text + '</li>')
ante.on('connection', ({ state }) => say(state))
ante.on('settled', ({ result }) => say('settled: ' + result.verdict))
document.querySelector('button').onclick = async () => {
  try {
    if (!token) await ante.login()
    const attempt = await ante.play({ gameId: GAME, stake: 500, currency: 'GBP' })
    say(attempt.role)
    await attempt.submit(score)
    say('sent')
    const { result } = await attempt.settled()
    say('verdict: ' + result.verdict)
  } catch (error) { say(error.code + ' ' + error.message) }
}
</script>`

describe('an address with a path', { tags: ['chromium'] }, () => {
  let ante: TestAnte
  let proxy: PathProxy
  let browser: Browser
  let game: Server
  let origin: string
  let html = ''

  beforeAll(async () => {
    browser = await launchChromium()
    game = createServer((_req, res) => void res.setHeader('content-type', 'text/html').end(html)).listen(0, '127.0.0.1')
    await once(game, 'listening')
    origin = `http://127.0.0.1:${(game.address() as AddressInfo).port}`
  })
  afterAll(async () => {
    await browser.close()
    game.close()
  })
  afterEach(async () => {
    await proxy.close()
    await ante.close()
  })

  async function playerNamed(username: string): Promise<BrowserContext> {
    const { body } = await ante.operator('POST', '/admin/v1/players', { username, password: PASSWORD })
    const payment = { amount: 1000, currency: 'GBP', reference: username }
    await ante.operator('POST', `/admin/v1/players/${body.id}/deposits`, payment)
    return browser.newContext()
  }

  async function openGame(context: BrowserContext, address: string, options: object): Promise<Page> {
    const page = await context.newPage()
    await page.goto(`${address}/#${encodeURIComponent(JSON.stringify(options))}`)
    return page
  }

  it.each(['keeps', 'strips'] as const)('[EE30] works behind a proxy that %s it', async (way) => {
    const [port, ownPort] = [await freePort(), await freePort()]
    proxy = await startPathProxy(port, () => ownPort, belowPath(PATH, way))
    const env = { PORT: String(ownPort), PUBLIC_URL: `http://localhost:${port}${PATH}` }
    ante = await startAnte(env, {}, `http://127.0.0.1:${ownPort}`)
    const gameId = await ante.game()
    const { id: clientId } = await ante.client({ type: 'public', redirect_uris: [], allowed_origins: [origin] })
    html = PAGE.replaceAll('SERVER', ante.url).replace('GAME', String(gameId))

    const contexts: BrowserContext[] = []
    for (const [index, username] of ['ada', 'grace'].entries()) {
      const context = await playerNamed(username)
      const page = await openGame(context, origin, { clientId, score: 100 + index })
      const [popup] = await Promise.all([page.waitForEvent('popup'), page.getByRole('button').click()])
      await popup.getByLabel('Username').fill(username)
      await popup.getByLabel('Password').fill(PASSWORD)
      await popup.getByRole('button', { name: 'Sign in' }).click()
      expect(new URL(popup.url()).pathname).toMatch(`${PATH}/oauth/interaction/`)
      await popup.getByRole('button', { name: 'Allow' }).click()
      await page.getByText('sent').waitFor()
      await page.getByText('live').waitFor()
      contexts.push(context)
    }
    const [ada, grace] = contexts.map((context) => context.pages()[0])
    await ada?.getByText('settled: lost').waitFor()
    await grace?.getByText('verdict: won').waitFor()

    const account = await (contexts[1] as BrowserContext).newPage()
    await account.goto(`${ante.url}/`)
    await account.getByRole('link', { name: 'Your account' }).click()
    await account.getByLabel('Display name').fill('Amazing Grace')
    await account.getByRole('button', { name: 'Save' }).click()
    await account.getByText('Saved.').waitFor()
    await account.getByRole('button', { name: 'Disconnect' }).click()
    await account.getByText('Disconnected.').waitFor()
    expect(new URL(account.url()).pathname).toBe(`${PATH}/account`)
    const cookies = await (contexts[1] as BrowserContext).cookies()
    expect(cookies.every(({ path, httpOnly }) => path === '/' && httpOnly)).toBe(true)
    expect(proxy.refused).toEqual([])
    await Promise.all(contexts.map((context) => context.close()))
  })

  it('[EE31] has the socket elsewhere for a lobby too', async () => {
    const [port, ownPort] = [await freePort(), await freePort()]
    proxy = await startPathProxy(
      port,
      () => ownPort,
      (path) => (path.startsWith('/socket.io/') ? null : path.replace(/^\/live\//, '/socket.io/')),
    )
    const env = { PORT: String(ownPort), PUBLIC_URL: `http://localhost:${port}` }
    ante = await startAnte(env, {}, `http://127.0.0.1:${ownPort}`)
    const { id: clientId } = await ante.client({ type: 'public', redirect_uris: [], allowed_origins: [origin] })
    const values = { server: ante.url, clientId, gameId: await ante.game({ stakes: [500] }) }
    html = filledIn(htmlIn('docs/embedding.md', 1), values).replace('<ante-lobby', '<ante-lobby socket-path="/live/"')
    const page = await openAsPlayer({ ante, browser, address: origin, username: 'ada' })
    const ready = new Promise<string>((resolve) => {
      page.on('websocket', (socket) => {
        socket.on('framereceived', ({ payload }) => String(payload).includes('"ready"') && resolve(socket.url()))
      })
    })
    await signInFrom(page, 'ada')
    expect(new URL(await ready).pathname).toBe('/live/')
    expect(proxy.refused).toEqual([])
    await page.context().close()
  })

  it('[EE31] is reached by a path of the page itself, where a portal maps hosts', async () => {
    ante = await startAnte()
    const port = await freePort()
    const gamePort = Number(new URL(origin).port)
    const mapped = `http://127.0.0.1:${port}`
    // One host for everything: the page is the game's, two prefixes lead to Ante.
    proxy = await startPathProxy(
      port,
      (path) => (path.startsWith('/.proxy/') ? ante.config.port : gamePort),
      (path) => path.replace('/.proxy/ante-live/', '/socket.io/').replace('/.proxy/ante/', '/'),
    )
    const gameId = await ante.game()
    const client = await ante.client({ allowed_origins: [mapped] })
    html = PAGE.replaceAll('SERVER', `${mapped}/.proxy/ante`).replace('GAME', String(gameId))
    // As a portal's policy has it: nothing but the page's own origin can be reached.
    const context = await browser.newContext()
    const elsewhere: string[] = []
    context.on('request', (request) => {
      if (new URL(request.url()).origin !== mapped && !request.url().startsWith('data:')) elsewhere.push(request.url())
    })
    const pages: Page[] = []
    for (const score of [100, 101]) {
      const { token } = await ante.player({ client })
      const options = { clientId: client.id, token, score, ...(score === 101 && { socketPath: '/.proxy/ante-live/' }) }
      const page = await openGame(context, mapped, options)
      await page.getByRole('button').click()
      await page.getByText('sent').waitFor()
      await page.getByText('live').waitFor()
      pages.push(page)
    }
    await pages[0]?.getByText('settled: lost').waitFor()
    await pages[1]?.getByText('verdict: won').waitFor()
    expect(elsewhere).toEqual([])
    await context.close()
  })
})
