import { createHash } from 'node:crypto'
import { POPUP_MESSAGE } from '@ante/shared'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CodePrompt, LoginOptions } from '../../../client/index.ts'
import { ADA, type AuthorizationServer, anAuthorizationServer } from '../../support/client/authorization-server.ts'
import { openClient } from '../../support/client/open-client.ts'
import { aProfile, aTab, type Tab } from '../../support/client/tab.ts'
import { eventually } from '../../support/eventually.ts'

let server: AuthorizationServer
beforeEach(async () => {
  server = await anAuthorizationServer()
})
afterEach(() => server.close())

const clientOf = (tab: Tab) => openClient({ server: server.origin, clientId: 'a-game' }, tab)

const exchanges = () => server.requests.filter(({ path }) => path === '/oauth/token')

/** The address that the sign-in window was sent to. */
async function authorizeUrl(tab: Tab): Promise<URL> {
  return new URL(await eventually(async () => tab.popup?.url || null))
}

function answer(tab: Tab, url: URL, fields: Record<string, unknown> = { code: 'good-code' }) {
  const state = url.searchParams.get('state')
  return { origin: server.origin, source: tab.popup?.source, data: { type: POPUP_MESSAGE, state, ...fields } }
}

describe('a popup sign-in', () => {
  it('[CL1] opens the window at once and resolves with the player', async () => {
    const tab = aTab()
    const ante = clientOf(tab)
    const login = ante.login()
    expect(tab.popup).not.toBeNull()
    const url = await authorizeUrl(tab)
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'a-game',
      scope: 'public',
      redirect_uri: `${server.origin}/oauth/popup/a-game`,
      code_challenge_method: 'S256',
    })
    tab.fire('message', answer(tab, url))
    await expect(login).resolves.toEqual(ADA)
    expect(ante.player).toEqual(ADA)
    expect(tab.popup?.closed).toBe(true)
    const sent = new URLSearchParams(String(exchanges()[0]?.body))
    const challenge = createHash('sha256')
      .update(String(sent.get('code_verifier')))
      .digest('base64url')
    expect(challenge).toBe(url.searchParams.get('code_challenge'))
  })

  it('[CL1] leads an empty window to the sign-in, however soon that is ready', async () => {
    const tab = Object.assign(aTab(), { sha256: async () => new Uint8Array(32) })
    const ante = clientOf(tab)
    tab.fire('gesture', undefined)
    const login = ante.login()
    expect(tab.popup?.url).toBe('')
    tab.fire('message', answer(tab, await authorizeUrl(tab)))
    await expect(login).resolves.toEqual(ADA)
  })

  it('[CL1] listens to nobody else', async () => {
    const tab = aTab()
    const login = clientOf(tab).login()
    const url = await authorizeUrl(tab)
    const good = answer(tab, url)
    tab.fire('message', { ...good, origin: 'https://evil.example' })
    tab.fire('message', { ...good, source: {} })
    tab.fire('message', { ...good, data: { ...good.data, state: 'guessed' } })
    tab.fire('message', { ...good, data: { ...good.data, type: 'other' } })
    tab.fire('message', { ...good, data: 'noise' })
    expect(exchanges()).toEqual([])
    tab.fire('message', { ...good, data: { ...good.data, iss: 'https://other.example' } })
    await expect(login).rejects.toMatchObject({ name: 'LoginError', code: 'refused' })
    expect(exchanges()).toEqual([])
  })

  it('[CL1] accepts an answer that names this server as its issuer, and keeps the wallet assertion for this visit', async () => {
    const tab = aTab()
    const ante = clientOf(tab)
    const login = ante.login()
    const url = await authorizeUrl(tab)
    tab.fire('message', answer(tab, url, { code: 'good-code', iss: `${server.origin}/`, wallet_jwt: 'a.b.c' }))
    await login
    expect(ante.walletJwt).toBe('a.b.c')
    await ante.logout()
    expect(ante.walletJwt).toBeNull()
  })

  it('[CL2] says why nobody is signed in', async () => {
    await expect(clientOf(aTab({ blocksPopups: true })).login()).rejects.toMatchObject({ code: 'popup_blocked' })
    const insecure = aTab({ secure: false })
    await expect(clientOf(insecure).login()).rejects.toMatchObject({ code: 'insecure_context' })
    expect(insecure.popup).toBeNull()

    const denied = aTab()
    const denial = clientOf(denied).login()
    denied.fire('message', answer(denied, await authorizeUrl(denied), { error: 'access_denied' }))
    await expect(denial).rejects.toMatchObject({ code: 'denied' })

    const refused = aTab()
    const refusal = clientOf(refused).login()
    const error = { error: 'invalid_scope', error_description: 'no such scope' }
    refused.fire('message', answer(refused, await authorizeUrl(refused), error))
    await expect(refusal).rejects.toMatchObject({ code: 'refused', message: 'no such scope' })

    const bad = aTab()
    const badCode = clientOf(bad).login()
    bad.fire('message', answer(bad, await authorizeUrl(bad), { code: 'used-code' }))
    await expect(badCode).rejects.toMatchObject({ code: 'refused' })
  })

  it('[CL2] ends when the window is closed, and when nobody signs in', async () => {
    const closed = aTab()
    const abandoned = clientOf(closed).login()
    await authorizeUrl(closed)
    closed.popup?.close()
    await expect(abandoned).rejects.toMatchObject({ code: 'closed' })

    const idle = aTab()
    await expect(clientOf(idle).login({ timeoutSeconds: 20 })).rejects.toMatchObject({ code: 'timeout' })
    expect(idle.popup?.closed).toBe(true)
  })

  it('[CL22] goes on when somebody sets the device’s clock', async () => {
    const tab = aTab()
    const login = clientOf(tab).login()
    const url = await authorizeUrl(tab)
    tab.clockSetBy = 86_400_000
    await tab.sleep(2000)
    tab.fire('message', answer(tab, url))
    await expect(login).resolves.toEqual(ADA)
  })

  it('[CL2] takes the answer that arrives just after the window has closed', async () => {
    const tab = aTab()
    const login = clientOf(tab).login()
    const message = answer(tab, await authorizeUrl(tab))
    tab.popup?.close()
    await tab.sleep(600)
    tab.fire('message', message)
    await expect(login).resolves.toEqual(ADA)
  })

  it('[CL2] can be tried again, and a second click joins the first', async () => {
    const tab = aTab()
    const ante = clientOf(tab)
    const first = ante.login()
    await authorizeUrl(tab)
    expect(ante.login()).toBe(first)
    expect(tab.popup?.focused).toBe(1)
    tab.popup?.close()
    await expect(first).rejects.toMatchObject({ code: 'closed' })
    const second = ante.login()
    tab.fire('message', answer(tab, await authorizeUrl(tab)))
    await expect(second).resolves.toEqual(ADA)
  })
})

describe('a sign-in whose window does not answer', () => {
  const SLOW = { expiresIn: 300, interval: 1, error: 'authorization_pending' }
  beforeEach(() => {
    server.deviceGrant = { ...SLOW }
  })

  /** A click on "Sign in", some time after the first touch of the page; what the game is asked to show. */
  async function click(tab: Tab, options: LoginOptions = {}) {
    const ante = clientOf(tab)
    tab.fire('gesture', undefined)
    await eventually(async () => server.requests[0] ?? null)
    await tab.sleep(500)
    const prompts: CodePrompt[] = []
    const login = ante.login({ onCode: (prompt) => prompts.push(prompt), ...options })
    login.catch(() => {})
    const prompt = () => eventually(async () => prompts[0] ?? null)
    return { ante, login, prompt, prompts }
  }
  const questions = () => exchanges().filter(({ body }) => String(body).includes('device_code'))

  it('[CL28] begins a code at the first touch, and opens the window with it in the click', async () => {
    const tab = aTab()
    const { login, prompts } = await click(tab)
    const url = new URL(String(tab.popup?.url))
    expect(url.pathname).toBe('/oauth/authorize')
    expect(url.searchParams.get('state')).toMatch(/^[\w-]{43}\.BCDF-GHJK$/)
    await tab.sleep(20_000)
    // The window is there, so nobody sees a code and nobody asks for its tokens.
    expect([prompts, questions()]).toEqual([[], []])
    tab.fire('message', answer(tab, url))
    await expect(login).resolves.toEqual(ADA)
    expect(server.requests.filter(({ path }) => path.endsWith('device_authorization'))).toHaveLength(1)
  })

  it.each(['blocksPopups', 'cutsPopups'] as const)(
    '[CL29] gives the game a code where the browser %s',
    async (what) => {
      const tab = aTab({ [what]: true })
      const { login, prompt, ante } = await click(tab)
      const { code, url, expiresAt } = await prompt()
      expect([code, url]).toEqual(['BCDF-GHJK', `${server.origin}/device?user_code=BCDF-GHJK`])
      expect(expiresAt.getTime() - tab.now()).toBeGreaterThan(200_000)
      await eventually(async () => questions()[1] ?? null)
      server.deviceGrant = { ...SLOW, error: null }
      await expect(login).resolves.toEqual(ADA)
      expect([ante.player, ante.walletJwt]).toEqual([ADA, null])
    },
  )

  it('[CL29] does not take a closed window for a cancelled sign-in', async () => {
    const tab = aTab()
    const { login, prompt } = await click(tab)
    tab.popup?.close()
    await prompt()
    tab.fire('message', answer(tab, new URL(String(tab.popup?.url))))
    await expect(login).resolves.toEqual(ADA)
  })

  it('[CL29] takes the message of a window that the browser did not name', async () => {
    const tab = aTab({ cutsPopups: true })
    const { login } = await click(tab)
    const message = answer(tab, new URL(String(tab.popup?.url)))
    tab.fire('message', { ...message, origin: 'https://evil.example' })
    tab.fire('message', message)
    await expect(login).resolves.toEqual(ADA)
  })

  it('[CL29] opens the window again for another click', async () => {
    const tab = aTab()
    const { ante, prompt, login } = await click(tab)
    const first = tab.popup
    first?.close()
    ante.login()
    expect(tab.popup).not.toBe(first)
    expect(tab.popup?.url).toBe(first?.url)
    tab.popup?.close()
    const { url } = await prompt()
    expect(ante.login()).toBe(login)
    expect(tab.popup?.url).toBe(url)
  })

  it('[CL30] asks no more often than the server allows, and slower when told so', async () => {
    const tab = aTab({ blocksPopups: true })
    server.deviceGrant = { expiresIn: 300, error: 'slow_down' }
    const { login, prompt } = await click(tab)
    await prompt()
    const began = tab.elapsed()
    await eventually(async () => questions()[2] ?? null)
    // Five seconds where no interval is named, then ten, then fifteen.
    expect(tab.elapsed() - began).toBeGreaterThan(29_000)
    server.deviceGrant = { ...SLOW, error: null }
    await expect(login).resolves.toEqual(ADA)
  })

  it('[CL30] goes on when the server does not answer for a while', async () => {
    const tab = aTab({ blocksPopups: true })
    const { login, prompt } = await click(tab)
    await prompt()
    server.trouble = () => ({ status: 503 })
    await tab.sleep(5000)
    server.deviceGrant = { ...SLOW, error: null }
    server.trouble = null
    await expect(login).resolves.toEqual(ADA)
  })

  it.each([
    ['expired', { expiresIn: 70, error: 'authorization_pending' }],
    ['was ended by the server', { expiresIn: 300, error: 'expired_token' }],
    ['was forgotten by the server', { expiresIn: 300, error: 'invalid_grant' }],
  ])('[CL30] gives a new code when the code %s', async (_name, grant) => {
    const tab = aTab({ blocksPopups: true, speed: 500 })
    server.deviceGrant = { ...grant, interval: 1 }
    const { login, prompts } = await click(tab)
    await eventually(async () => prompts[1] ?? null)
    expect(prompts[1]?.code).not.toBe(prompts[0]?.code)
    server.deviceGrant = { ...SLOW, error: null }
    await expect(login).resolves.toEqual(ADA)
  })

  it('[CL30] ends when the player denies, and begins anew the next time', async () => {
    const tab = aTab({ blocksPopups: true })
    server.deviceGrant = { ...SLOW, error: 'access_denied' }
    const { ante, login, prompts } = await click(tab)
    await expect(login).rejects.toMatchObject({ code: 'denied', tried: [] })
    server.deviceGrant = { ...SLOW, error: null }
    await ante.login({ onCode: (prompt) => prompts.push(prompt) })
    expect(prompts.map(({ code }) => code)).toEqual(['BCDF-GHJK', 'BCDF-GHJL'])
  })

  it('[CL31] ends when the game cancels it, and asks no more', async () => {
    const tab = aTab({ cutsPopups: true })
    const { login, prompt } = await click(tab)
    const { cancel } = await prompt()
    cancel()
    await expect(login).rejects.toMatchObject({ code: 'closed', tried: [] })
    await tab.sleep(500)
    const before = questions().length
    await tab.sleep(5000)
    expect(questions()).toHaveLength(before)
  })

  it('[CL31] ends with the client, which then takes its notice down', async () => {
    const tab = aTab({ cutsPopups: true })
    const { ante, login, prompt } = await click(tab)
    await prompt()
    ante.close()
    await expect(login).rejects.toMatchObject({ code: 'closed' })
  })

  it('[CL31] says which ways were tried where none worked', async () => {
    server.deviceGrant = null
    const blocked = await click(aTab({ blocksPopups: true }))
    const window = { way: 'window', problem: expect.stringContaining('blocked') }
    const code = { way: 'code', problem: 'unauthorized_client' }
    await expect(blocked.login).rejects.toMatchObject({ code: 'popup_blocked', tried: [window, code] })

    server.deviceGrant = { ...SLOW }
    const late = await click(aTab({ blocksPopups: true }), { timeoutSeconds: 20 })
    const unconfirmed = { way: 'code', problem: 'nobody confirmed it' }
    await expect(late.login).rejects.toMatchObject({ code: 'timeout', tried: [window, unconfirmed] })

    const sandboxed = aTab({ origin: 'null' })
    await expect(clientOf(sandboxed).login()).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('has no origin'),
      tried: [{ way: 'window' }, { way: 'code' }],
    })
    expect(sandboxed.popup?.closed).toBe(true)
  })
})

describe('a redirect sign-in', () => {
  async function leave(tab: Tab): Promise<URL> {
    void clientOf(tab).login({ mode: 'redirect' })
    return new URL(await eventually(async () => tab.left[0] ?? null))
  }

  it('[CL3] comes back to the address that it left', async () => {
    const tab = aTab()
    const url = await leave(tab)
    expect(url.searchParams.get('redirect_uri')).toBe('https://game.example/play')
    const state = url.searchParams.get('state')
    tab.address = `https://game.example/play?code=good-code&state=${state}&iss=${server.origin}#wallet_jwt=a.b.c`
    const ante = clientOf(tab)
    await expect(ante.completeLogin()).resolves.toEqual(ADA)
    expect(ante.walletJwt).toBe('a.b.c')
    expect(tab.address).toBe('https://game.example/play?level=2')
  })

  it('[CL3] tells that the player said no', async () => {
    const tab = aTab()
    const state = (await leave(tab)).searchParams.get('state')
    tab.address = `https://game.example/play?error=access_denied&state=${state}`
    await expect(clientOf(tab).completeLogin()).rejects.toMatchObject({ code: 'denied' })
    expect(tab.address).toBe('https://game.example/play?level=2')
    await expect(clientOf(tab).completeLogin()).resolves.toBeNull()
  })

  it('[CL3] takes no answer that this tab did not ask for', async () => {
    const asked = aTab()
    await leave(asked)
    asked.address = 'https://game.example/play?code=good-code&state=guessed'
    await expect(clientOf(asked).completeLogin()).resolves.toBeNull()
    const profile = aProfile()
    const state = (await leave(aTab({ profile }))).searchParams.get('state')
    const other = aTab({ profile })
    other.address = `https://game.example/play?code=good-code&state=${state}`
    await expect(clientOf(other).completeLogin()).resolves.toBeNull()
    expect(server.requests).toEqual([])
  })
})
