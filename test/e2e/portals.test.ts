import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { MATCHES, startAnte, type TestAnte } from '../support/ante.ts'
import { launchWithPartitionedStorage } from '../support/chromium.ts'
import { eventually } from '../support/eventually.ts'
import { belowPath, startPathProxy } from '../support/path-proxy.ts'
import { freePort } from '../support/ports.ts'

const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }
/** What a page needs to be shown in the frame of an isolated one. */
const EMBEDDABLE = { 'cross-origin-embedder-policy': 'require-corp', 'cross-origin-resource-policy': 'cross-origin' }
const PATH = '/games/ante'
const SANDBOX = 'allow-scripts allow-same-origin allow-forms'

/** A game that signs in by a click, or at once where its address says so, and tells what came of it. */
const GAME = `<!doctype html><title>Game</title><link rel="icon" href="data:,"><button>Sign in</button><output>Welcome</output>
<script src="SERVER/ante.js"></script>
<script>
window.game = Ante.createAnte({ server: 'SERVER', clientId: 'CLIENT' })
const say = (text) => { document.querySelector('output').textContent = text }
const signIn = async () => {
  try {
    await game.login()
    say('signed in, with ' + (await game.me()).balances.GBP)
  } catch (error) { say(error.code + ': ' + error.message + ' ' + JSON.stringify(error.tried)) }
}
document.querySelector('button').onclick = signIn
if (location.hash === '#at-once') setTimeout(signIn)
</script>`

interface PortalOptions {
  /** Headers of the portal's page. */
  readonly portal?: Record<string, string>
  /** Headers of the game's page. */
  readonly game?: Record<string, string>
  /** The frame's attribute; without it the frame is not sandboxed. */
  readonly sandbox?: string
  readonly hash?: string
  /** Whether the game is in no portal, but the page itself. */
  readonly isAlone?: boolean
  /** Whether the player moves over the game before the click, as people do, so that the code is there in time. */
  readonly isTouchedBefore?: boolean
}

describe('signing in from a portal’s frame', { tags: ['chromium'] }, () => {
  let ante: TestAnte
  let browser: Browser
  let game: Server
  let portal: Server
  let gameHeaders: Record<string, string> = {}
  let portalHeaders: Record<string, string> = {}
  let frameTag = ''
  let html = ''
  const contexts: BrowserContext[] = []

  const originOf = (server: Server, host: string) => `http://${host}:${(server.address() as AddressInfo).port}`
  const gameOrigin = () => originOf(game, '127.0.0.1')
  const site = async (page: () => { headers: Record<string, string>; body: string }) => {
    const server = createServer((_req, res) => {
      const { headers, body } = page()
      res.writeHead(200, { 'content-type': 'text/html', ...headers }).end(body)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    return server
  }

  beforeAll(async () => {
    browser = await launchWithPartitionedStorage()
    game = await site(() => ({ headers: gameHeaders, body: html }))
    portal = await site(() => ({ headers: portalHeaders, body: `<title>Portal</title>${frameTag}` }))
    ante = await startAnte({ ANTE_DEMO: '1' })
    await useGameOf(ante)
  })
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close()
  })
  afterAll(async () => {
    await browser.close()
    game.close()
    portal.close()
    await ante.close()
  })

  async function useGameOf(server: TestAnte): Promise<void> {
    const { id } = await server.client({ type: 'public', redirect_uris: [], allowed_origins: [gameOrigin()] })
    html = GAME.replaceAll('SERVER', server.url).replace('CLIENT', id)
  }

  async function newContext(options = {}): Promise<BrowserContext> {
    const context = await browser.newContext(options)
    contexts.push(context)
    return context
  }

  /** The portal in a browser of its own. */
  async function visit(options: PortalOptions = {}): Promise<{ context: BrowserContext; page: Page; frame: Frame }> {
    portalHeaders = options.portal ?? {}
    gameHeaders = options.game ?? {}
    const sandbox = options.sandbox === undefined ? '' : ` sandbox="${options.sandbox}"`
    frameTag = `<iframe width="420" height="640" src="${gameOrigin()}/${options.hash ?? ''}"${sandbox}></iframe>`
    const context = await newContext()
    const page = await context.newPage()
    await page.goto(options.isAlone ? gameOrigin() : originOf(portal, 'portal.localhost'))
    const frame = page.frames()[options.isAlone ? 0 : 1]
    if (!frame) throw new Error('the portal has no frame')
    await frame.waitForLoadState()
    if (options.isTouchedBefore) {
      const started = context.waitForEvent('response', (answer) => answer.url().endsWith('/oauth/device_authorization'))
      await frame.getByRole('status').hover()
      await started
    }
    return { context, page, frame }
  }

  /** Clicks the game's button; the window that opens. */
  async function openWindow(context: BrowserContext, frame: Frame): Promise<Page> {
    const [opened] = await Promise.all([
      context.waitForEvent('page'),
      frame.getByRole('button', { name: 'Sign in' }).click(),
    ])
    return opened
  }

  async function playAsGuest(opened: Page): Promise<void> {
    await opened.getByRole('button', { name: 'Play as guest' }).click()
    await opened.getByRole('button', { name: 'Allow' }).click()
  }

  /** Another player joins the game's match, and loses it. */
  async function playAgainst(gameId: number): Promise<void> {
    const { call } = await ante.player()
    const query = `stake=500&currency=GBP&game_id=${gameId}`
    const [open] = await eventually(async () => {
      const { matches } = (await call('GET', `${MATCHES}/matches.json?${query}`)).body
      return matches.length > 0 ? matches : null
    })
    const { match } = (await call('PUT', `${MATCHES}/matches/${open.id}/accept.json`)).body
    const match_score = { score: 30, secret: match.secret }
    expect((await call('POST', `${MATCHES}/matches/${match.id}/result.json`, { match_score })).status).toBeLessThan(300)
  }

  const signedIn = (frame: Frame) => frame.getByText('signed in, with 100000').waitFor()
  const notice = (frame: Frame) => frame.getByRole('dialog', { name: 'Finish signing in' })
  const codeIn = async (frame: Frame) => (await notice(frame).locator('.code').textContent()) ?? ''

  it.each([
    ['a plain portal', {}],
    [
      'a portal with Cross-Origin-Opener-Policy: same-origin-allow-popups',
      { portal: { 'cross-origin-opener-policy': 'same-origin-allow-popups' } },
    ],
    ['a sandbox with allow-popups', { sandbox: `${SANDBOX} allow-popups allow-popups-to-escape-sandbox` }],
    ['a sandbox that its window inherits', { sandbox: `${SANDBOX} allow-popups` }],
  ])('[EE40] arrives by the window’s message in %s', async (_name, options) => {
    const { context, frame } = await visit(options)
    const opened = await openWindow(context, frame)
    await playAsGuest(opened)
    await signedIn(frame)
    expect(await notice(frame).count()).toBe(0)
  })

  it.each<[string, PortalOptions]>([
    ['an isolated page of its own', { game: ISOLATED, isAlone: true }],
    [
      'a portal with Cross-Origin-Opener-Policy: same-origin',
      { portal: { 'cross-origin-opener-policy': 'same-origin' } },
    ],
    ['an isolated portal', { portal: ISOLATED, game: EMBEDDABLE }],
  ])('[EE41] arrives by the code in %s, which keeps the window apart', async (_name, options) => {
    const { context, frame } = await visit({ ...options, isTouchedBefore: true })
    const opened = await openWindow(context, frame)
    await playAsGuest(opened)
    const code = await codeIn(frame)
    await opened.getByRole('heading', { name: 'Is this your code?' }).waitFor()
    await opened.getByText(code, { exact: true }).waitFor()
    await opened.getByRole('button', { name: 'Continue' }).click()
    await opened.getByRole('heading', { name: 'All done' }).waitFor()
    await signedIn(frame)
    expect(await notice(frame).count()).toBe(0)

    const gameId = await ante.game({ max_score: 1000 })
    const verdict = frame.evaluate(async (id) => {
      const attempt = await window.game.play({ gameId: id, stake: 500, currency: 'GBP' })
      await attempt.submit(70)
      return (await attempt.settled()).result.verdict
    }, gameId)
    await playAgainst(gameId)
    expect(await verdict).toBe('won')
  })

  it('[EE41] arrives by the code that the player types where the click came too soon', async () => {
    const { context, frame } = await visit({ portal: { 'cross-origin-opener-policy': 'same-origin' } })
    const opened = await openWindow(context, frame)
    await playAsGuest(opened)
    const code = await codeIn(frame)
    await opened.getByRole('link', { name: 'Enter the code' }).click()
    await opened.getByLabel('Code').fill(code)
    await opened.getByRole('button', { name: 'Continue' }).click()
    await opened.getByRole('button', { name: 'Continue' }).click()
    await opened.getByRole('heading', { name: 'All done' }).waitFor()
    await signedIn(frame)
  })

  it('[EE41] arrives by the notice’s link when the player has closed the window', async () => {
    const { context, frame } = await visit()
    const opened = await openWindow(context, frame)
    await opened.getByRole('button', { name: 'Play as guest' }).waitFor()
    await opened.close()
    const [again] = await Promise.all([
      context.waitForEvent('page'),
      notice(frame).getByRole('link', { name: 'Open the page' }).click(),
    ])
    await again.getByText(await codeIn(frame), { exact: true }).waitFor()
    await again.getByRole('button', { name: 'Continue' }).click()
    await playAsGuest(again)
    await signedIn(frame)
  })

  it.each<[string, PortalOptions]>([
    ['a sandbox without allow-popups', { sandbox: SANDBOX }],
    ['a page that signs in without a click', { hash: '#at-once' }],
  ])('[EE42] arrives by the code that is typed in another browser in %s', async (_name, options) => {
    const { context, frame } = await visit(options)
    if (!options.hash) await frame.getByRole('button', { name: 'Sign in' }).click()
    const code = await codeIn(frame)
    const address = await notice(frame).locator('.type strong').textContent()
    expect(context.pages()).toHaveLength(1)
    const phone = await (await newContext({ userAgent: 'A phone', viewport: { width: 390, height: 844 } })).newPage()
    await phone.goto(`http://${address}`)
    await phone.getByLabel('Code').fill(code.toLowerCase().replace('-', ' '))
    await phone.getByRole('button', { name: 'Continue' }).click()
    await phone.getByText('started in another browser or on another network').waitFor()
    await phone.getByRole('checkbox').check()
    await phone.getByRole('button', { name: 'Continue' }).click()
    await playAsGuest(phone)
    await phone.getByRole('heading', { name: 'All done' }).waitFor()
    await signedIn(frame)
  })

  it('[EE43] says that nothing can arrive in a frame without an origin', async () => {
    const { context, frame } = await visit({ sandbox: 'allow-scripts allow-forms allow-popups' })
    await frame.getByRole('button', { name: 'Sign in' }).click()
    await frame.getByText(/^refused: The page has no origin .*"way":"window".*"way":"code"/).waitFor()
    expect(context.pages()).toHaveLength(1)
  })

  it('[EE42] ends when the player cancels, by keyboard', async () => {
    const { page, frame } = await visit({ sandbox: SANDBOX })
    await frame.getByRole('button', { name: 'Sign in' }).click()
    await notice(frame).getByRole('link').waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await frame.getByText(/^closed: /).waitFor()
    expect(await notice(frame).count()).toBe(0)
    expect(await frame.evaluate(() => document.activeElement?.textContent)).toBe('Sign in')
  })

  it('[EE41] arrives by the code where a page on the way, such as a provider’s, cuts the window off', async () => {
    const { context, frame } = await visit({ isTouchedBefore: true })
    await context.route('**/oauth/interaction/**', async (route) => {
      const answer = await route.fetch({ maxRedirects: 0 })
      const headers = { ...answer.headers(), 'cross-origin-opener-policy': 'same-origin' }
      await route.fulfill({ response: answer, headers })
    })
    const opened = await openWindow(context, frame)
    await playAsGuest(opened)
    await opened.getByRole('button', { name: 'Continue' }).click()
    await signedIn(frame)
  })

  it('[EE41] arrives by the code at an address with a path', async () => {
    const [port, ownPort] = [await freePort(), await freePort()]
    const mapped = await startPathProxy(port, () => ownPort, belowPath(PATH, 'strips'))
    const env = { ANTE_DEMO: '1', PORT: String(ownPort), PUBLIC_URL: `http://localhost:${port}${PATH}` }
    const below = await startAnte(env, {}, `http://127.0.0.1:${ownPort}`)
    await useGameOf(below)
    const { context, frame } = await visit({ portal: ISOLATED, game: EMBEDDABLE, isTouchedBefore: true })
    const opened = await openWindow(context, frame)
    await playAsGuest(opened)
    await opened.getByRole('button', { name: 'Continue' }).click()
    expect(new URL(opened.url()).pathname).toBe(`${PATH}/device`)
    await signedIn(frame)
    expect(mapped.refused).toEqual([])
    await useGameOf(ante)
    await mapped.close()
    await below.close()
  })
})
