import { createHash } from 'node:crypto'
import { POPUP_MESSAGE } from '@ante/shared'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
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
    const sent = new URLSearchParams(String(server.requests[0]?.body))
    const challenge = createHash('sha256')
      .update(String(sent.get('code_verifier')))
      .digest('base64url')
    expect(challenge).toBe(url.searchParams.get('code_challenge'))
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
    expect(server.requests).toEqual([])
    tab.fire('message', { ...good, data: { ...good.data, iss: 'https://other.example' } })
    await expect(login).rejects.toMatchObject({ name: 'LoginError', code: 'refused' })
    expect(server.requests).toEqual([])
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
    expect(ante.login()).toBe(first)
    expect(tab.popup?.focused).toBe(1)
    await authorizeUrl(tab)
    tab.popup?.close()
    await expect(first).rejects.toMatchObject({ code: 'closed' })
    const second = ante.login()
    tab.fire('message', answer(tab, await authorizeUrl(tab)))
    await expect(second).resolves.toEqual(ADA)
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
