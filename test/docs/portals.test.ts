import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startAnte, type TestAnte } from '../support/ante.ts'
import { launchChromium } from '../support/chromium.ts'
import { codeIn } from '../support/docs/examples.ts'
import { startIssuer, type TestIssuer } from '../support/oauth/token-issuer.ts'

const PAGE = 'docs/portals.md'

/** What the page's code expects to be there. Windows are blocked. */
const SURROUNDINGS = `
window.open = () => null
const portal = { user: { getToken: async () => window.token } }
const codeScreen = { show: (shown) => { window.shown = shown }, hide: () => { window.shown = null } }
`

declare global {
  interface Window {
    /** What the game's own screen shows of a code. */
    shown?: { code: string; link: string; until: Date; onCancel: () => void } | null
  }
}

describe('the portals page', { tags: ['chromium'] }, () => {
  let ante: TestAnte
  let issuer: TestIssuer
  let browser: Browser
  let site: Server
  let origin: string
  let clientId: string
  let html = ''

  beforeAll(async () => {
    issuer = await startIssuer()
    const { audience, issuer: iss, algorithms } = issuer.settings()
    const entry = { id: 'portal', name: 'Portal', issuer: iss, audience, algorithms, jwks_uri: `${issuer.origin}/jwks` }
    ante = await startAnte({ ANTE_DEMO: '1', ANTE_ISSUERS: JSON.stringify([entry]) })
    browser = await launchChromium()
    site = createServer((_req, res) => res.setHeader('content-type', 'text/html').end(html))
    await once(site.listen(0, '127.0.0.1'), 'listening')
    origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
    clientId = (await ante.client({ type: 'public', redirect_uris: [], allowed_origins: [origin] })).id
  })
  afterAll(async () => {
    await browser.close()
    site.close()
    await ante.close()
    await issuer.close()
  })

  /** A page of a game with this body. */
  async function open(body: string): Promise<Page> {
    html = `<!doctype html><link rel="icon" href="data:,"><script src="${ante.url}/ante.js"></script>${body}`
    const page = await (await browser.newContext({ locale: 'en-GB' })).newPage()
    await page.addInitScript(`window.token = ${JSON.stringify(await issuer.token())}`)
    await page.goto(origin)
    return page
  }
  const settings = () => `const [server, clientId] = ${JSON.stringify([ante.url, clientId])}`

  it('[DC19] shows how a game has the code on a screen of its own', async () => {
    const page = await open(`<button>Sign in</button><output></output><script>
${SURROUNDINGS}
${settings()}
const ante = Ante.createAnte({ server, clientId })
document.querySelector('button').onclick = async () => {
${codeIn(PAGE, 'js')}
document.querySelector('output').textContent = 'signed in: ' + player.guest + ' ' + window.shown
}</script>`)
    await page.getByRole('button').click()
    await page.waitForFunction(() => window.shown)
    const link = await page.evaluate(() => window.shown?.link ?? '')
    const phone = await (await browser.newContext()).newPage()
    await phone.goto(link)
    await phone.getByRole('button', { name: 'Continue' }).click()
    await phone.getByRole('button', { name: 'Play as guest' }).click()
    await phone.getByRole('button', { name: 'Allow' }).click()
    await page.getByText('signed in: true null').waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  it('[DC19] shows how a game has its player by a token of the portal, in a lobby too', async () => {
    const page = await open(`<output></output><script>
${SURROUNDINGS}
${settings()}
const signIn = async () => {
${codeIn(PAGE, 'js', 1)}
document.querySelector('output').textContent = 'player ' + player.id
}
signIn()</script>`)
    await page.getByText(/^player \d+$/).waitFor()

    const lobby = await open(`<script src="${ante.url}/ante-lobby.js"></script>
<ante-lobby server="${ante.url}" client="${clientId}" game="${await ante.game()}" currency="GBP" stakes="500"></ante-lobby>
<script>
${SURROUNDINGS}
${codeIn(PAGE, 'js', 2)}</script>`)
    await lobby.getByRole('heading', { name: 'Choose your stake' }).waitFor()
  })
})
