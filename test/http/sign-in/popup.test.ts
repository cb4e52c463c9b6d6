import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserContext, Browser as Chromium } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchChromium } from '../../support/chromium.ts'
import { Browser, departed, loaded } from '../../support/oauth/browser-jar.ts'
import {
  authorizeUrl,
  createPkce,
  newName,
  PASSWORD,
  startOAuth,
  type TestClient,
  type TestOAuth,
} from '../../support/oauth/oauth-server.ts'

/** A game's page, on an origin of its own, that keeps every message it gets. */
async function serveGame(): Promise<{ server: Server; origin: string }> {
  const server = createServer((_req, res) => {
    res.setHeader('content-type', 'text/html')
    res.end(`<script>
      window.messages = []
      addEventListener('message', ({ origin, data, source }) => messages.push({ origin, data, ours: source === window.popup }))
    </script>`)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

let server: TestOAuth
let game: { server: Server; origin: string }
let client: TestClient

beforeAll(async () => {
  server = await startOAuth()
  game = await serveGame()
  const allowed_origins = [game.origin, 'https://other-home-of-the-game.example']
  client = await server.register({ type: 'public', redirect_uris: [], allowed_origins, scopes: ['public', 'wallet'] })
})
afterAll(async () => {
  game.server.close()
  await server.close()
})

describe("the popup's page", () => {
  it('[OA23] has one script, which its policy names, and writes nothing of a request', async () => {
    const query = new URLSearchParams({
      code: '</script><script>alert(1)</script>',
      state: '"onload="alert(1)',
      error: 'x',
    })
    const path = `/oauth/popup/${client.id}`
    const page = loaded(await new Browser(server.origin).open(`${path}?${query}`))
    const plain = loaded(await new Browser(server.origin).open(path))
    expect(page.status).toBe(200)
    expect(page.text).toBe(plain.text)
    const script = /<script>([\s\S]*?)<\/script>/.exec(page.text)?.[1] ?? ''
    const hash = createHash('sha256').update(script).digest('base64')
    expect(page.headers.get('content-security-policy')).toContain(`script-src 'sha256-${hash}';`)
    expect(page.text).not.toMatch(/postMessage\([^)]*'\*'/)
  })

  it('[OA23] exists for games with web origins alone', async () => {
    const confidential = await server.register()
    for (const id of ['unknown', confidential.id]) {
      const page = loaded(await new Browser(server.origin).open(`/oauth/popup/${id}`))
      expect(page).toMatchObject({ status: 404, text: expect.stringContaining('role="alert"') })
    }
  })
})

describe('a popup sign-in', { tags: ['chromium'] }, () => {
  let chromium: Chromium
  let context: BrowserContext
  beforeAll(async () => {
    chromium = await launchChromium()
  })
  afterAll(() => chromium.close())
  beforeEach(async () => {
    context = await chromium.newContext()
  })
  afterEach(() => context.close())

  /** Opens the game, which opens the sign-in, and gives both pages. */
  async function openFrom(origin: string) {
    const page = await context.newPage()
    await page.goto(origin)
    const url =
      server.origin + authorizeUrl(client, { ...createPkce().challenge, state: 'st&te', scope: 'public wallet' })
    const opened = context.waitForEvent('page')
    await page.evaluate(
      (address) => void Object.assign(window, { popup: window.open(address, 'sign-in', 'popup') }),
      url,
    )
    return { page, popup: await opened }
  }

  it('[OA23] hands the answer to the game at its own origin, and closes', async () => {
    const { page, popup } = await openFrom(game.origin)
    const errors: string[] = []
    popup.on('pageerror', (error) => errors.push(error.message))
    await popup.getByLabel('Username').fill(newName())
    await popup.getByLabel('Password').fill(PASSWORD)
    await popup.getByRole('button', { name: 'Create account', exact: true }).click()
    const closed = popup.waitForEvent('close')
    await popup.getByRole('button', { name: 'Allow', exact: true }).click()
    await page.waitForFunction('messages.length > 0')
    const messages = await page.evaluate('messages')
    expect(messages).toEqual([
      {
        origin: server.origin,
        ours: true,
        data: {
          type: 'ante:authorization',
          state: 'st&te',
          code: expect.stringMatching(/^[\w-]{43}$/),
          iss: server.publicUrl,
          wallet_jwt: expect.stringMatching(/^ey[\w-]+\.[\w-]+\.[\w-]+$/),
        },
      },
    ])
    await closed
    expect(errors).toEqual([])
  })

  it('[OA23] hands over a Deny', async () => {
    const { page, popup } = await openFrom(game.origin)
    await popup.getByRole('button', { name: 'Play as guest' }).click()
    await popup.getByRole('button', { name: 'Deny', exact: true }).click()
    await page.waitForFunction('messages.length > 0')
    const data = await page.evaluate('messages[0].data')
    expect(data).toEqual({ type: 'ante:authorization', state: 'st&te', error: 'access_denied', iss: server.publicUrl })
  })

  it('[OA23] tells nothing to a page that is not of the game', async () => {
    const thief = await serveGame()
    const { page, popup } = await openFrom(thief.origin)
    const closed = popup.waitForEvent('close')
    await popup.getByRole('button', { name: 'Play as guest' }).click()
    await popup.getByRole('button', { name: 'Allow', exact: true }).click()
    await closed
    expect(await page.evaluate('messages')).toEqual([])
    thief.server.close()
  })

  it('[OA23] says what to do where no game opened it, and takes the code out of the address', async () => {
    const page = await context.newPage()
    await page.goto(`${server.origin}/oauth/popup/${client.id}?code=abc&state=s#wallet_jwt=x`)
    await page.getByRole('heading', { name: 'One more step' }).waitFor()
    expect(page.url()).toBe(`${server.origin}/oauth/popup/${client.id}`)
  })

  it('[OA134] goes on to the code of the sign-in, which is still to be confirmed', async () => {
    const { body } = await server.post('/oauth/device_authorization', { client_id: client.id, scope: 'public' })
    const page = await context.newPage()
    await page.goto(`${server.origin}/oauth/popup/${client.id}?code=abc&state=secret.${body.user_code}`)
    await page.getByRole('heading', { name: 'Is this your code?' }).waitFor()
    await page.getByText(body.user_code, { exact: true }).waitFor()
    expect(server.logged()).not.toContain(body.user_code)
    const form = {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      client_id: client.id,
      device_code: body.device_code,
    }
    expect((await server.post('/oauth/token', form)).body).toMatchObject({ error: 'authorization_pending' })
  })

  it('[OA134] keeps the code that a sign-in has in its state out of the store', async () => {
    const browser = new Browser(server.origin)
    const state = 'secret.BCDF-GHJK'
    const page = await browser.open(authorizeUrl(client, { ...createPkce().challenge, state }))
    expect(await server.stored()).not.toContain(state)
    const consent = await browser.press(page, 'Play as guest')
    const back = departed(await browser.press(consent, 'Allow'))
    expect(back.searchParams.get('state')).toBe(state)
  })

  it('[OA134] asks for the code where the sign-in has none, or something else', async () => {
    const page = await context.newPage()
    for (const state of ['secret', 'secret.bcdf-ghjk', 'secret.BCDF-GHJK&x=', '//evil.example']) {
      await page.goto(`${server.origin}/oauth/popup/${client.id}?code=abc&state=${encodeURIComponent(state)}`)
      await page.getByText('shows a code: enter it here.').waitFor()
    }
    await page.getByRole('link', { name: 'Enter the code' }).click()
    await page.getByLabel('Code').waitFor()
  })

  it('[OA134] says that nothing was allowed', async () => {
    const page = await context.newPage()
    await page.goto(`${server.origin}/oauth/popup/${client.id}?error=access_denied&state=secret.BCDF-GHJK`)
    await page.getByRole('heading', { name: 'Not signed in' }).waitFor()
  })
})
