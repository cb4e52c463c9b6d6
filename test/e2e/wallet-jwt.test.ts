import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { build } from 'esbuild'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startAnte, type TestAnte } from '../support/ante.ts'
import { launchChromium } from '../support/chromium.ts'

const root = new URL('../..', import.meta.url).pathname

/** The game's callback page: it finds the JWT in its own address, and verifies it with the published keys. */
const PAGE_SCRIPT = `
import { createRemoteJWKSet, jwtVerify } from 'jose'
const jwt = new URLSearchParams(location.hash.slice(1)).get('wallet_jwt')
const { server, client } = JSON.parse(document.body.dataset.game)
const keys = createRemoteJWKSet(new URL('/oauth/jwks', server))
const check = (options) => jwtVerify(jwt, keys, { issuer: server, audience: client, typ: 'wallet+jwt', ...options })
  .then(({ payload }) => ({ payload }), (error) => ({ error: error.code }))
window.verified = Promise.all([check(), check({ audience: 'another-game' }), check({ issuer: 'https://other.example' })])
`

describe('the wallet JWT in a page', { tags: ['chromium'] }, () => {
  let ante: TestAnte
  let browser: Browser
  let game: Server
  let asked: string[]
  let client = ''

  beforeAll(async () => {
    ante = await startAnte({ ANTE_DEMO: '1' })
    browser = await launchChromium()
    const [script] = (
      await build({ stdin: { contents: PAGE_SCRIPT, resolveDir: root }, bundle: true, format: 'esm', write: false })
    ).outputFiles
    asked = []
    game = createServer((req, res) => {
      asked.push(req.url ?? '')
      const data = JSON.stringify({ server: ante.url, client }).replaceAll('"', '&quot;')
      res.setHeader('content-type', 'text/html')
      res.end(`<body data-game="${data}"><script type="module">${script?.text}</script>`)
    }).listen(0, '127.0.0.1')
    await once(game, 'listening')
  })
  afterAll(async () => {
    game.close()
    await browser.close()
    await ante.close()
  })

  it('[EE23] is read from location.hash and verified with the published keys; no server is sent it', async () => {
    const callback = `http://127.0.0.1:${(game.address() as AddressInfo).port}/callback`
    client = (await ante.client({ redirect_uris: [callback] })).id
    const page = await browser.newPage()
    const query = {
      client_id: client,
      redirect_uri: callback,
      response_type: 'code',
      scope: 'public wallet',
      state: 's',
    }
    await page.goto(`${ante.url}/oauth/authorize?${new URLSearchParams(query)}`)
    await page.getByLabel('Username').fill(`ada-${randomBytes(4).toString('hex')}`)
    await page.getByLabel('Password').fill('correct horse battery')
    await page.getByRole('button', { name: 'Create account' }).click()
    await page.getByText('May see your wallet').waitFor()
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.waitForURL(`${callback}**`)
    const [right, foreign, other] =
      await page.evaluate<{ payload?: { sub: string; scope: string }; error?: string }[]>('verified')
    expect(right?.payload).toMatchObject({ sub: expect.stringMatching(/^\d+$/), scope: 'public wallet' })
    expect([foreign?.error, other?.error]).toEqual(Array(2).fill('ERR_JWT_CLAIM_VALIDATION_FAILED'))
    expect(asked.join()).not.toContain('wallet_jwt')

    // Refused alone, it does not come, and the game still gets its code.
    await page.context().clearCookies()
    await page.goto(`${ante.url}/oauth/authorize?${new URLSearchParams(query)}`)
    await page.getByRole('button', { name: 'Play as guest' }).click()
    await page.getByLabel('May see your wallet').uncheck()
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.waitForURL(`${callback}**`)
    const landed = new URL(page.url())
    expect([landed.hash, landed.searchParams.has('code')]).toEqual(['', true])
  })
})
