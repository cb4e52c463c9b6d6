import { once } from 'node:events'
import { request } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '../../../server/config/environment.ts'
import { ADMIN_TOKEN, MATCHES, startAnte, type TestAnte } from '../../support/ante.ts'
import { Browser, departed, loaded } from '../../support/oauth/browser-jar.ts'
import { routesOf } from '../../support/oauth/mounted-routes.ts'
import { type OAuthOptions, startOAuth } from '../../support/oauth/oauth-server.ts'
import { belowPath, type PathProxy, startPathProxy } from '../../support/path-proxy.ts'
import { freePort } from '../../support/ports.ts'
import { runAnte } from '../../support/run-cli.ts'
import { startProvider } from '../../support/upstream/provider.ts'
import { followProvider, linkOf } from '../../support/upstream/sign-in-through.ts'

const PATH = '/games/ante'

let ante: TestAnte
let proxy: PathProxy
afterEach(async () => {
  await proxy.close()
  await ante.close()
})

/** A server whose public URL is at a proxy that keeps the path, or strips it. */
async function startBehind(way: 'keeps' | 'strips', env: Record<string, string> = {}): Promise<void> {
  const port = await freePort()
  proxy = await startPathProxy(port, () => ante.config.port, belowPath(PATH, way))
  const ownPort = await freePort()
  const surroundings = { PORT: String(ownPort), PUBLIC_URL: `http://127.0.0.1:${port}${PATH}`, ...env }
  ante = await startAnte(surroundings, {}, `http://127.0.0.1:${ownPort}`)
}

/** Of a request to the server itself that offers HTTP/2: it is put back on its connection and read again. */
async function statusOfUpgrade(path: string): Promise<number | undefined> {
  const headers = { connection: 'Upgrade', upgrade: 'h2c', authorization: `Bearer ${ADMIN_TOKEN}` }
  const sent = request({ host: '127.0.0.1', port: ante.config.port, path, headers }).end()
  const [answer] = await once(sent, 'response')
  answer.resume()
  return answer.statusCode
}

describe.each(['keeps', 'strips'] as const)('behind a proxy that %s the path', (way) => {
  it('[HT35] signs in, plays and pages below the public URL', async () => {
    await startBehind(way)
    const gameId = await ante.game()
    const [ada, grace] = [await ante.player(), await ante.player()]
    const match = { stake: 500, currency: 'GBP', game_id: gameId }
    for (let count = 0; count < 2; count++) await ada.call('POST', `${MATCHES}/matches.json`, { match })
    const query = `stake=500&currency=GBP&game_id=${gameId}&per_page=1`
    const { body } = await grace.call('GET', `${MATCHES}/matches.json?${query}`)
    expect(body.meta).toMatchObject({ count: 2, next_page: expect.stringContaining(`${ante.url}${MATCHES}/matches`) })
    const next = await fetch(body.meta.next_page, { headers: { authorization: `Bearer ${grace.token}` } })
    expect((await next.json()).matches).toHaveLength(1)
  })

  it('[HT35] every link, form and file of a page leads somewhere', async () => {
    await startBehind(way, { ANTE_DEMO: '1' })
    const browser = new Browser(ante.url)
    for (const path of ['', '/', '/account', '/docs']) {
      const page = loaded(await browser.open(ante.url + path))
      expect([path, page.status]).toEqual([path, 200])
      for (const [, link = ''] of page.text.matchAll(/<a [^>]*href="((?!#|http:\/\/localhost)[^"]+)"/g)) {
        expect([link, (await browser.request(new URL(link, page.url).href)).status]).toEqual([link, 200])
      }
      for (const [, action] of page.text.matchAll(/\baction="([^"]+)"/g)) expect(action).toMatch(`${PATH}/`)
    }
    for (const file of ['ante.js', 'ante-realtime.js', 'ante-lobby.js', 'ante.d.ts', 'ante-client.tgz', 'readyz']) {
      expect([file, (await fetch(`${ante.url}/${file}`)).status]).toEqual([file, 200])
    }
    expect(proxy.refused).toEqual([])
  })

  it('[HT35] redirects and error pages lead below the path', async () => {
    await startBehind(way)
    const browser = new Browser(ante.url)
    expect((await browser.request('/account/nothing')).headers.get('location')).toBe(`${PATH}/account`)
    const signedOut = loaded(await browser.open('/account/password'))
    expect([signedOut.status, signedOut.text]).toEqual([401, expect.stringContaining(`href="${PATH}/account"`)])
    const code = loaded(await browser.open('/device'))
    expect(code.text).toContain(`action="${PATH}/device"`)
  })

  it('[HT35] comes back from a provider, and confirms codes, below the path', async () => {
    const provider = await startProvider()
    const { id, name, kind, clientId, clientSecret, authorizeUrl, tokenUrl, profileUrl } = provider.settings()
    const addresses = { authorize_url: authorizeUrl, token_url: tokenUrl, profile_url: profileUrl, subject_path: 'id' }
    const entry = { id, name, kind, client_id: clientId, client_secret: clientSecret, pkce: true, ...addresses }
    await startBehind(way, { ANTE_PROVIDERS: JSON.stringify([entry]) })
    const browser = new Browser(ante.url)
    const account = loaded(await browser.open('/account'))
    const away = new URL(linkOf(account, `Continue with ${name}`), account.url)
    const there = departed(await browser.open(away.href))
    expect(there.searchParams.get('redirect_uri')).toBe(`${ante.url}/oauth/upstream/${id}/callback`)
    const back = loaded(await browser.open((await followProvider(there)).href))
    expect(new URL(back.url).pathname).toBe(`${PATH}/account/arrival`)
    await provider.close()

    const native = await ante.client({ type: 'native', redirect_uris: ['http://127.0.0.1/'] })
    const started = await fetch(`${ante.url}/oauth/device_authorization`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: native.id, scope: 'public' }),
    })
    const { verification_uri_complete: link } = await started.json()
    expect(link).toContain(`${ante.url}/device?user_code=`)
    const signIn = loaded(await browser.press(await browser.open(link), 'Continue'))
    expect(new URL(signIn.url).pathname).toContain(`${PATH}/oauth/interaction/`)
    expect(signIn.text).toContain(`action="${PATH}/oauth/interaction/`)
  })

  it('[HT36] has the metadata where clients look for it, with addresses that are there', async () => {
    await startBehind(way)
    const { origin } = new URL(ante.url)
    const [atRoot, below] = await Promise.all(
      [
        `${origin}/.well-known/oauth-authorization-server${PATH}`,
        `${ante.url}/.well-known/oauth-authorization-server`,
      ].map(async (address) => (await fetch(address)).json()),
    )
    expect(atRoot).toEqual(below)
    expect(atRoot.issuer).toBe(ante.url)
    const addresses = Object.entries<string>(atRoot).filter(([name]) => /_endpoint$|^jwks_uri$/.test(name))
    expect(addresses.length).toBeGreaterThan(5)
    for (const [name, address] of addresses) {
      expect([name, address]).toEqual([name, expect.stringContaining(`${ante.url}/`)])
      expect([name, (await fetch(address, { redirect: 'manual' })).status]).not.toEqual([name, 404])
    }
    const document = await (await fetch(`${ante.url}/openapi.json`)).json()
    expect(document.servers).toEqual([{ url: ante.url }])
  })

  it('[HT37] has the operator API where the path was stripped, and nowhere else', async () => {
    await startBehind(way)
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` }
    const statusAt = async (address: string) => (await fetch(address, { headers })).status
    const call = '/admin/v1/ledger/verify'
    expect(await statusAt(`${ante.url}${call}`)).toBe(way === 'strips' ? 200 : 404)
    for (const doubled of [`${PATH}${call}`, `${PATH}${PATH}${call}`, `/${call}`]) {
      expect([doubled, await statusAt(ante.url + doubled)]).toEqual([doubled, 404])
    }
    expect(await statusOfUpgrade(`${PATH}${PATH}${call}`)).toBe(404)
    expect(await statusOfUpgrade(`${PATH}/readyz`)).toBe(200)
    expect(await statusAt(`http://127.0.0.1:${ante.config.port}${call}`)).toBe(200)
    expect(await statusAt(`http://127.0.0.1:${ante.config.port}${PATH}${call}`)).toBe(404)
  })
})

it('[HT37] the command line calls the operator API below a path', async () => {
  await startBehind('strips')
  const env = { ANTE_ADMIN_TOKEN: ADMIN_TOKEN, ANTE_URL: `${ante.url}/` }
  const { code, out, err } = await runAnte(['client', 'list'], { env })
  expect([code, err]).toEqual([0, ''])
  expect(out).toContain('Tower')
})

it('[HT38] refuses a path that begins with one of its own', async () => {
  await startBehind('keeps')
  const document = await (await fetch(`${ante.url}/openapi.json`)).json()
  const oauth = await startOAuth({} satisfies OAuthOptions)
  const paths = [...Object.keys(document.paths), ...oauth.routers.flatMap(routesOf).map(({ path }) => path)]
  await oauth.close()
  const files = ['/docs', '/openapi.json', '/healthz', '/readyz', '/ante.js', '/ante-lobby.js', '/socket.io/']
  const firstParts = new Set([...paths, ...files].map((path) => path.split('/')[1] ?? ''))
  expect(firstParts.size).toBeGreaterThan(10)
  for (const part of firstParts) {
    expect(() => readConfig({ PUBLIC_URL: `https://games.example/${part}/ante` })).toThrow(ConfigError)
  }
})
