import { POPUP_MESSAGE } from '@ante/shared'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Ante, CodePrompt } from '../../../client/index.ts'
import { startAnte, type TestAnte } from '../../support/ante.ts'
import { openClient } from '../../support/client/open-client.ts'
import { aProfile, aTab, type Tab } from '../../support/client/tab.ts'
import { eventually } from '../../support/eventually.ts'
import { Browser, departed, loaded } from '../../support/oauth/browser-jar.ts'

const PLAYER = { username: 'grace', password: 'correct horse battery' }
const GAME_ORIGIN = 'https://game.example'

let ante: TestAnte
let clientId: string
beforeAll(async () => {
  ante = await startAnte()
  await ante.operator('POST', '/admin/v1/players', PLAYER)
  const { id } = await ante.client({
    type: 'public',
    redirect_uris: [`${GAME_ORIGIN}/play`],
    allowed_origins: [GAME_ORIGIN],
  })
  clientId = id
})
afterAll(() => ante.close())

/** A tab whose calls come from the game's origin, as a browser's would. */
const aGameTab = (profile = aProfile()): Tab =>
  aTab({
    profile,
    fetch: async (input, init) => {
      const response = await fetch(input, { ...init, headers: { ...init?.headers, origin: GAME_ORIGIN } })
      if (response.headers.get('access-control-allow-origin') !== GAME_ORIGIN) throw new TypeError('blocked by CORS')
      return response
    },
  })
const clientOf = (tab: Tab, scope = 'public') => openClient({ server: ante.url, clientId, scope }, tab)

/** Signs in on the server's pages; where they lead in the end. */
async function signInAt(url: string, button = 'Allow'): Promise<URL> {
  const browser = new Browser(ante.url, { origin: ante.url })
  const page = await browser.open(url)
  const fields = { Username: PLAYER.username, Password: PLAYER.password }
  const consent = await browser.press(page, 'Sign in', { fields })
  return departed(consent.left ? consent : await browser.press(consent, button))
}

/** Plays the popup's part: the pages, then the message of the callback page. */
async function popupLogin(client: Ante, tab: Tab) {
  const login = client.login()
  const landed = await signInAt(await eventually(async () => tab.popup?.url || null))
  const data = { type: POPUP_MESSAGE, ...Object.fromEntries(landed.searchParams) }
  tab.fire('message', { origin: new URL(ante.url).origin, source: tab.popup?.source, data })
  return { player: await login, landed }
}

describe('a browser game’s sign-in, on the server’s own pages', () => {
  it('[CL1] comes back to the server’s callback page and gives the player', async () => {
    const tab = aGameTab()
    const client = clientOf(tab)
    const { player, landed } = await popupLogin(client, tab)
    expect(landed.href.startsWith(`${ante.url}/oauth/popup/${clientId}?`)).toBe(true)
    expect(player).toMatchObject({ username: 'grace', guest: false })
    expect(await client.me()).toMatchObject({ username: 'grace', balances: {} })
    expect((await fetch(landed)).status).toBe(200)
  })

  it('[CL29] comes by the code where no window answers, confirmed in another browser', async () => {
    const tab = aGameTab()
    tab.openPopup = () => null
    const prompts: CodePrompt[] = []
    const login = clientOf(tab).login({ onCode: (prompt) => prompts.push(prompt) })
    const { code, url } = await eventually(async () => prompts[0] ?? null)
    const browser = new Browser(ante.url, { origin: ante.url, 'user-agent': 'a phone' })
    const confirmation = await browser.open(url)
    expect(loaded(confirmation).text).toContain(code)
    const fields = { Username: PLAYER.username, Password: PLAYER.password }
    const consent = await browser.press(await browser.press(confirmation, 'Continue'), 'Sign in', { fields })
    expect(loaded(consent.left ? consent : await browser.press(consent, 'Allow')).text).toContain('All done')
    await expect(login).resolves.toMatchObject({ username: 'grace', guest: false })
  })

  it('[CL31] says which ways were tried from an origin that is not registered', async () => {
    const { id } = await ante.client({ type: 'public', redirect_uris: [`${GAME_ORIGIN}/play`] })
    const tab = aGameTab()
    tab.openPopup = () => null
    await expect(openClient({ server: ante.url, clientId: id }, tab).login()).rejects.toMatchObject({
      code: 'popup_blocked',
      tried: [{ way: 'window' }, { way: 'code', problem: expect.stringContaining('cannot be reached') }],
    })
  })

  it('[CL3] does the same by redirect', async () => {
    const tab = aGameTab()
    void clientOf(tab).login({ mode: 'redirect' })
    const landed = await signInAt(await eventually(async () => tab.left[0] ?? null))
    tab.address = landed.href
    await expect(clientOf(tab).completeLogin()).resolves.toMatchObject({ username: 'grace' })
    expect(tab.address).toBe('https://game.example/play?level=2')
  })

  it('[CL4] lasts: the token is renewed when it has ended, once for two tabs', async () => {
    const profile = aProfile()
    const tab = aGameTab(profile)
    const client = clientOf(tab)
    await popupLogin(client, tab)
    for (let round = 0; round < 3; round++) {
      ante.clock.advance(3_601_000)
      const other = clientOf(aGameTab(profile))
      const both = await Promise.all([client.me(), other.me()])
      expect(both.map(({ username }) => username)).toEqual(['grace', 'grace'])
      other.close()
    }
  })

  it('[CL5] ends at the server too when the player signs out', async () => {
    const profile = aProfile()
    const tab = aGameTab(profile)
    const client = clientOf(tab)
    await popupLogin(client, tab)
    const kept = aProfile()
    for (let index = 0; index < profile.local.length; index++) {
      const key = profile.local.key(index) ?? ''
      kept.local.setItem(key, profile.local.getItem(key) ?? '')
    }
    await client.logout()
    const stolen = clientOf(aGameTab(kept))
    expect(stolen.player).not.toBeNull()
    await expect(stolen.completeLogin()).resolves.toBeNull()
    expect(stolen.player).toBeNull()
  })

  it('[CL1] keeps a wallet assertion for the game’s own server', async () => {
    const tab = aGameTab()
    const client = clientOf(tab, 'public wallet')
    const login = client.login()
    const landed = await signInAt(await eventually(async () => tab.popup?.url || null))
    const walletJwt = new URLSearchParams(landed.hash.slice(1)).get('wallet_jwt')
    const data = { type: POPUP_MESSAGE, ...Object.fromEntries(landed.searchParams), wallet_jwt: walletJwt }
    tab.fire('message', { origin: new URL(ante.url).origin, source: tab.popup?.source, data })
    await login
    expect(client.walletJwt).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
  })
})
