import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { MATCHES, startAnte, type TestAnte } from '../support/ante.ts'
import { filledIn, htmlIn } from '../support/docs/examples.ts'
import { type Firefox, launchFirefox } from '../support/firefox/firefox.ts'
import type { FirefoxTab } from '../support/firefox/tab.ts'
import { type PathProxy, startPathProxy } from '../support/path-proxy.ts'
import { freePort } from '../support/ports.ts'

const PASSWORD = 'correct horse battery'

/** The game's page: it says what happens, and scores what the test tells it. */
const PAGE = `<!doctype html><title>Game</title><link rel="icon" href="data:,">
<button id="go">Sign in</button><ol></ol>
<script src="SERVER/ante.js"></script>
<script>
const ante = Ante.createAnte({ server: 'SERVER', clientId: 'YOUR_CLIENT_ID' })
const say = (text) => document.querySelector('ol').insertAdjacentHTML('beforeend', '<li>' + text + '</li>')
ante.on('connection', ({ state }) => say('connection ' + state))
ante.on('unsent', ({ kept }) => say('kept in the ' + kept))
ante.on('submitted', ({ score }) => say('arrived: ' + score))
ante.on('settled', ({ result }) => say('settled: ' + result.verdict))
go.onclick = async () => {
  try {
    if (!ante.player) await ante.login()
    else { window.attempt = await ante.play({ gameId: 1, stake: 500, currency: 'GBP' }); say('playing') }
  } catch (error) { say(error.code + ' ' + error.message) }
  go.textContent = ante.player ? 'Play' : 'Sign in'
}
ante.completeLogin().then((player) => { if (player) go.textContent = 'Play' })
</script>`

describe('Firefox', { tags: ['firefox'] }, () => {
  let firefox: Firefox
  let ante: TestAnte
  let network: PathProxy
  let publicPort: number
  let site: Server
  let game: string
  let html = ''
  let gameId: number
  let clientId: string
  let count = 0
  let username = ''

  const serve = (page: () => string) =>
    createServer((_req, res) => void res.setHeader('content-type', 'text/html').end(page())).listen(0, '127.0.0.1')
  const connect = () =>
    startPathProxy(
      publicPort,
      () => ante.config.port,
      (path) => path,
    )

  beforeAll(async () => {
    const [port, own] = [await freePort(), await freePort()]
    publicPort = port
    ;[firefox, ante] = await Promise.all([
      launchFirefox(),
      startAnte({ PORT: String(own), PUBLIC_URL: `http://localhost:${port}` }, {}, `http://127.0.0.1:${own}`),
    ])
    network = await connect()
    site = serve(() => html)
    await once(site, 'listening')
    game = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
    gameId = await ante.game({ stakes: [500] })
    clientId = (await ante.client({ type: 'public', redirect_uris: [], allowed_origins: [game] })).id
    html = filledIn(PAGE.replaceAll('SERVER', ante.url), { server: ante.url, clientId, gameId })
  }, 120_000)
  afterAll(async () => {
    await firefox.close()
    await network.close()
    site.close()
    await ante.close()
  })
  beforeEach(async () => {
    username = `firefox-${++count}`
    const { body } = await ante.operator('POST', '/admin/v1/players', { username, password: PASSWORD })
    await ante.operator('POST', `/admin/v1/players/${body.id}/deposits`, {
      amount: 1000,
      currency: 'GBP',
      reference: username,
    })
  })

  /** Signs in from a page or a frame. */
  async function signIn(page: FirefoxTab): Promise<void> {
    const window = await firefox.windowOpenedBy(() => page.press('Sign in'))
    await window.type('Username', username)
    await window.type('Password', PASSWORD)
    await window.press('Sign in')
    await window.press('Allow')
  }

  /** Somebody else accepts the open match, and scores. */
  async function opponentScores(score: number): Promise<void> {
    const { call } = await ante.player()
    const { body } = await call('POST', `${MATCHES}/matches/join.json`, {
      match: { stake: 500, currency: 'GBP', game_id: gameId },
    })
    const { id, secret } = body.match
    await call('POST', `${MATCHES}/matches/${id}/result.json`, { match_score: { score, secret } })
  }

  it('[EE32] signs in by popup, plays, and hears the verdict live', async () => {
    const page = await firefox.open(game)
    // Windows are blocked without a click, as they are for people.
    expect(await page.evaluate(`open('about:blank') === null`)).toBe(true)
    await signIn(page)
    await page.press('Play')
    await page.untilText('playing')
    await page.untilText('connection live')
    await page.evaluate('attempt.submit(100).then(() => 1)')
    await page.untilText('arrived: 100')
    await opponentScores(7)
    await page.untilText('settled: won')
  })

  it('[EE33] keeps a score while the server is away, over a reload, and sends it once', async () => {
    const page = await firefox.open(game)
    await signIn(page)
    await page.press('Play')
    await page.untilText('playing')
    await network.close()
    await page.evaluate('void attempt.submit(55)')
    await page.untilText('kept in the browser')
    await page.goto(`${game}/?again`)
    network = await connect()
    await page.goto(`${game}/?and-again`)
    await page.untilText('arrived: 55')
    expect(await page.evaluate('ante.unsent.length')).toBe(0)
    await opponentScores(99)
    await page.untilText('settled: lost')
  })

  it("[EE34] plays in a portal's frame, whose storage is kept apart", async () => {
    const lobby = filledIn(htmlIn('docs/embedding.md', 1), { server: ante.url, clientId, gameId }).replace(
      '500,1000',
      '500',
    )
    const own = html
    html = lobby
    const portal = serve(() => htmlIn('docs/examples.md', 1).replace('http://localhost:8000', game))
    await once(portal, 'listening')
    const page = await firefox.open(`http://localhost:${(portal.address() as AddressInfo).port}`)
    const frame = await page.frame()
    await signIn(frame)
    await frame.press('£5.00')
    await frame.press('Tap for ten seconds!')
    await frame.untilText('Waiting')
    await opponentScores(0)
    await frame.untilText('You won £5.00')
    const alone = await firefox.openBeside(page, game)
    await alone.untilText('Sign in')
    portal.close()
    html = own
  })

  it('[EE44] signs in by the code where the portal cuts the window off', async () => {
    const portal = createServer((_req, res) => {
      res.setHeader('cross-origin-opener-policy', 'same-origin')
      res
        .setHeader('content-type', 'text/html')
        .end(`<title>Portal</title><iframe width="480" height="640" src="${game}"></iframe>`)
    }).listen(0, '127.0.0.1')
    await once(portal, 'listening')
    const page = await firefox.open(`http://localhost:${(portal.address() as AddressInfo).port}`)
    const frame = await page.frame()
    // As people do, the mouse comes some time before the click.
    await frame.evaluate(`void dispatchEvent(new Event('pointerover'))`)
    await frame.until(
      `performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/oauth/device_authorization'))`,
    )
    const window = await firefox.windowOpenedBy(() => frame.press('Sign in'))
    await window.type('Username', username)
    await window.type('Password', PASSWORD)
    await window.press('Sign in')
    await window.press('Allow')
    await window.untilText('Is this your code?')
    await frame.untilText('Finish signing in')
    await window.press('Continue')
    await window.untilText('All done')
    await frame.press('Play')
    await frame.untilText('playing')
    portal.close()
  })
})
