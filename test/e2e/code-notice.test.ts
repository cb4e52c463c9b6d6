import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startAnte, type TestAnte } from '../support/ante.ts'
import { launchChromium } from '../support/chromium.ts'

/** A game whose windows are all blocked. It tells the keys that reach it, and what came of the sign-in. */
const page = (server: string, clientId: string) => `<!doctype html><title>Game</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width"><meta http-equiv="content-security-policy" content="style-src 'none'">
<button>Play</button><output></output>
<script src="${server}/ante.js"></script>
<script>
window.open = () => null
window.keys = []
addEventListener('keydown', ({ key }) => keys.push(key))
const ante = Ante.createAnte({ server: '${server}', clientId: '${clientId}' })
const button = document.querySelector('button')
button.onclick = () => ante.login().catch((error) => { document.querySelector('output').textContent = error.code })
</script>`

declare global {
  interface Window {
    readonly keys: string[]
  }
}

describe('the notice with the code of a sign-in', { tags: ['chromium'] }, () => {
  let ante: TestAnte
  let browser: Browser
  let site: Server
  let origin: string
  let clientId = ''
  let context: BrowserContext

  beforeAll(async () => {
    ante = await startAnte()
    browser = await launchChromium()
    site = createServer((_req, res) => res.setHeader('content-type', 'text/html').end(page(ante.url, clientId)))
    await once(site.listen(0, '127.0.0.1'), 'listening')
    origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
    clientId = (await ante.client({ type: 'public', redirect_uris: [], allowed_origins: [origin] })).id
  })
  afterEach(() => context.close())
  afterAll(async () => {
    await browser.close()
    site.close()
    await ante.close()
  })

  async function openNotice(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
    context = await browser.newContext({ locale: 'en-GB', ...options })
    const game = await context.newPage()
    await game.goto(origin)
    await game.getByRole('button').click()
    await game.getByRole('dialog').waitFor()
    return game
  }

  it('[CL32] is used by keyboard, and keeps the keys from the game', async () => {
    const game = await openNotice()
    const focused = () =>
      game.evaluate(
        () => document.activeElement?.shadowRoot?.activeElement?.textContent ?? document.activeElement?.textContent,
      )
    expect(await focused()).toBe('Open the page')
    await game.keyboard.press('ArrowLeft')
    await game.keyboard.press('Tab')
    expect(await focused()).toBe('Cancel')
    await game.keyboard.press('Escape')
    await game.getByText('closed', { exact: true }).waitFor()
    expect([await focused(), await game.evaluate(() => window.keys)]).toEqual(['Play', []])
    expect(await game.getByRole('dialog').count()).toBe(0)
  })

  it.each([
    ['de-AT', 'Anmeldung abschließen'],
    ['es-MX', 'Termina de iniciar sesión'],
    ['fr-CA', 'Terminez la connexion'],
    ['pt-BR', 'Conclua o início de sessão'],
    ['ja-JP', 'ログインを完了してください'],
    ['nl-NL', 'Finish signing in'],
  ])('[CL32] speaks the player’s language: %s', async (locale, name) => {
    const game = await openNotice({ locale })
    await game.getByRole('dialog', { name }).waitFor()
  })

  it.each([
    [320, 'light'],
    [320, 'dark'],
    [1280, 'light'],
    [1280, 'dark'],
  ] as const)('[CL32] fits a page of %i pixels and can be read, %s', async (width, colorScheme) => {
    const game = await openNotice({ viewport: { width, height: 420 }, colorScheme, locale: 'de' })
    const dialog = game.getByRole('dialog')
    const box = await dialog.boundingBox()
    expect(box).toMatchObject({ x: expect.any(Number) })
    expect([(box?.x ?? -1) >= 0, (box?.x ?? 0) + (box?.width ?? 0) <= width, (box?.y ?? -1) >= 0]).toEqual([
      true,
      true,
      true,
    ])
    expect(await dialog.evaluate((element) => element.scrollHeight <= element.clientHeight)).toBe(true)
    const contrasts = await dialog.evaluate((element) => {
      const luminance = (color: string) => {
        const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map((part) => {
          const value = Number(part) / 255
          return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
        })
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue
      }
      const surface = getComputedStyle(element).backgroundColor
      return [...element.querySelectorAll('*')].map((part) => {
        const { color, backgroundColor } = getComputedStyle(part)
        const ground = backgroundColor === 'rgba(0, 0, 0, 0)' ? surface : backgroundColor
        const [dark = 0, light = 0] = [luminance(color), luminance(ground)].sort((one, other) => one - other)
        return (light + 0.05) / (dark + 0.05)
      })
    })
    expect(Math.min(...contrasts)).toBeGreaterThanOrEqual(4.5)
  })

  it('[CL32] is seen over a game in full screen', async () => {
    const game = await openNotice()
    await game.keyboard.press('Escape')
    await game.evaluate(() => document.documentElement.requestFullscreen())
    await game.getByRole('button', { name: 'Play' }).click()
    const link = game.getByRole('link', { name: 'Open the page' })
    await link.waitFor()
    const onTop = await link.evaluate((element) => {
      const { x, y, width, height } = element.getBoundingClientRect()
      return document.elementFromPoint(x + width / 2, y + height / 2) === (element.getRootNode() as ShadowRoot).host
    })
    expect(onTop).toBe(true)
  })
})
