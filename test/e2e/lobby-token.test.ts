import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, FrameLocator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startAnte, type TestAnte } from '../support/ante.ts'
import { launchWithPartitionedStorage } from '../support/chromium.ts'
import { startIssuer, type TestIssuer } from '../support/oauth/token-issuer.ts'

const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }
const EMBEDDABLE = { 'cross-origin-embedder-policy': 'require-corp', 'cross-origin-resource-policy': 'cross-origin' }

describe('the lobby of a game whose players a portal signs in', { tags: ['chromium'] }, () => {
  let ante: TestAnte
  let issuer: TestIssuer
  let browser: Browser
  let game: Server
  let portal: Server
  let clientId: string
  let gameId: number
  const contexts: BrowserContext[] = []

  const originOf = (server: Server, host: string) => `http://${host}:${(server.address() as AddressInfo).port}`
  const site = async (headers: Record<string, string>, body: () => string) => {
    const server = createServer((_req, res) => {
      res.writeHead(200, { 'content-type': 'text/html', ...headers }).end(body())
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    return server
  }

  /** The portal's token is in the address; without one nobody is signed in there. A round is over at once, with the score there. */
  const page = () => `<!doctype html><title>Game</title><link rel="icon" href="data:,">
<script src="${ante.url}/ante-lobby.js" crossorigin></script>
<ante-lobby server="${ante.url}" client="${clientId}" game="${gameId}" currency="GBP" stakes="500"></ante-lobby>
<script>
const lobby = document.querySelector('ante-lobby')
const [score, token] = location.hash.slice(1).split(',')
window.signedInAtThePortal = token
lobby.subjectToken = async () => { if (!window.signedInAtThePortal) throw new Error('signed out'); return window.signedInAtThePortal }
lobby.addEventListener('ante-attempt', ({ detail: { attempt } }) => attempt.submit(Number(score)))
</script>`

  beforeAll(async () => {
    issuer = await startIssuer()
    const { audience, issuer: iss, algorithms } = issuer.settings()
    const entry = { id: 'portal', name: 'Portal', issuer: iss, audience, algorithms, jwks_uri: `${issuer.origin}/jwks` }
    ante = await startAnte({ ANTE_DEMO: '1', ANTE_ISSUERS: JSON.stringify([{ ...entry, name_claim: 'nick' }]) })
    browser = await launchWithPartitionedStorage()
    game = await site(EMBEDDABLE, page)
    portal = await site(ISOLATED, () => '')
    clientId = (
      await ante.client({ type: 'public', redirect_uris: [], allowed_origins: [originOf(game, '127.0.0.1')] })
    ).id
    gameId = await ante.game({ stakes: [500] })
  })
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close()
  })
  afterAll(async () => {
    await browser.close()
    game.close()
    portal.close()
    await ante.close()
    await issuer.close()
  })

  /** The game in the portal's frame, for a player of the portal. */
  async function visit(score: number, token: string): Promise<{ context: BrowserContext; lobby: FrameLocator }> {
    const context = await browser.newContext({ locale: 'en-GB' })
    contexts.push(context)
    const tab = await context.newPage()
    await tab.goto(originOf(portal, 'portal.localhost'))
    await tab.setContent(
      `<iframe width="420" height="700" sandbox="allow-scripts allow-same-origin" src="${originOf(game, '127.0.0.1')}/#${score},${token}"></iframe>`,
    )
    return { context, lobby: tab.frameLocator('iframe') }
  }

  it('[CL34] plays to the payout without any page of Ante', async () => {
    const visits = [
      await visit(70, await issuer.token({ sub: 'ann', nick: 'Ann' })),
      await visit(30, await issuer.token({ sub: 'bob', nick: 'Bob' })),
    ]
    for (const { lobby } of visits) {
      await lobby.getByRole('heading', { name: 'Choose your stake' }).waitFor()
      expect(await lobby.getByRole('button', { name: /^Sign/ }).count()).toBe(0)
      await lobby.getByRole('button', { name: '£5.00', exact: true }).click()
    }
    await visits[0]?.lobby.getByRole('heading', { name: 'You won £5.00' }).waitFor()
    await visits[1]?.lobby.getByRole('heading', { name: 'You lost £5.00' }).waitFor()
    for (const { context } of visits) expect(context.pages()).toHaveLength(1)
  })

  it('[CL34] says where to sign in, and goes on when the player has done so', async () => {
    const { lobby } = await visit(70, '')
    await lobby.getByRole('heading', { name: 'Sign in on this site to play' }).waitFor()
    const token = await issuer.token({ sub: 'cy', nick: 'Cy' })
    await lobby.locator('body').evaluate((_body, given) => Object.assign(window, { signedInAtThePortal: given }), token)
    await lobby.getByRole('button', { name: 'Try again' }).click()
    await lobby.getByRole('heading', { name: 'Choose your stake' }).waitFor()
  })
})
