import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MATCHES, startAnte, type TestAnte } from '../support/ante.ts'
import { launchChromium } from '../support/chromium.ts'
import { newName } from '../support/oauth/oauth-server.ts'
import { buildPrograms, type Programs } from '../support/unity/dotnet.ts'
import { linkWebLibrary } from '../support/unity/emscripten.ts'
import { harnessOf, type Told } from '../support/unity/harness.ts'
import { linesOf } from '../support/unity/program-lines.ts'
import { aWebglSite, type WebglSite } from '../support/unity/webgl-site.ts'

describe('the C# side of a WebGL build', { tags: ['chromium', 'emscripten', 'dotnet'] }, () => {
  let folder: string
  let ante: TestAnte
  let browser: Browser
  let site: WebglSite
  let programs: Programs

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ante-webgl-'))
    await linkWebLibrary(folder, { threads: false })
    programs = await buildPrograms()
    ante = await startAnte()
    browser = await launchChromium()
    site = await aWebglSite({ server: ante.url, build: folder, threads: false })
  }, 300_000)
  afterAll(async () => {
    await site?.close()
    await browser?.close()
    await ante?.close()
    await programs?.remove()
    await rm(folder, { recursive: true, force: true })
  })

  async function signUp(popup: Page) {
    await popup.getByLabel('Username').fill(newName())
    await popup.getByLabel('Password').fill('correct horse battery')
    await popup.getByRole('button', { name: 'Create account' }).click()
    await popup.getByRole('button', { name: 'Allow' }).click()
  }

  /** Plays the program's match in a page. `posted` is called with the match when the score of 700 is in. */
  async function playInPage(gameId: number, posted: (matchId: string) => Promise<void>) {
    const origins = { redirect_uris: [`${site.origin}/`], allowed_origins: [site.origin] }
    const client = await ante.client({ type: 'public', ...origins })
    const page = await browser.newPage()
    await page.goto(site.origin)
    await page.waitForFunction('window.harness')
    const game = harnessOf(page)
    const program = programs.start('web', ante.url, client.id, String(gameId))
    // The page may tell one more event when the program has ended; its exit code says whether it ended well.
    program.stdin.on('error', () => {})
    const tell = (told: Told) => program.stdin.write(`${JSON.stringify(told)}\n`)
    await page.exposeFunction('tellProgram', tell)
    await page.evaluate('window.heard = (told) => { window.told.push(told); tellProgram(told) }')
    page.on('popup', (popup) => void signUp(popup))

    const said: Record<string, unknown>[] = []
    let opened = 0
    for await (const { kind, content } of linesOf(program.stdout)) {
      if (kind === 'open') opened = await game.open(content.options)
      if (kind === 'call') await game.startAs(content.number, opened, content.method, ...content.arguments)
      if (kind === 'close') await game.close(opened)
      if (kind === 'game') said.push(content)
      if (content.what === 'player') {
        const payment = { amount: 10_000, currency: 'GBP', reference: `start-${content.username}` }
        await ante.operator('POST', `/admin/v1/players/${content.id}/deposits`, payment)
      }
      if (content.what === 'posted') await posted(String(said.find(({ what }) => what === 'attempt')?.matchId))
    }
    if (program.exitCode === null) await once(program, 'exit')
    expect(program.exitCode).toBe(0)
    await page.close()
    return said
  }

  it('[UN28] plays a match to the payout over the WebGL library and the browser client', async () => {
    const gameId = await ante.game({ stakes: [500], fee_bps: 1000 })
    const said = await playInPage(gameId, async (matchId) => {
      const opponent = await ante.player()
      const { match } = (await opponent.call('PUT', `${MATCHES}/matches/${matchId}/accept.json`)).body
      const score = { match_score: { score: 500, secret: match.secret } }
      await opponent.call('POST', `${MATCHES}/matches/${matchId}/result.json`, score)
    })
    expect(said).toEqual(
      expect.arrayContaining([
        { what: 'refused', exception: 'StakeNotAllowedException' },
        expect.objectContaining({ what: 'attempt', role: 'Challenger' }),
        { what: 'posted', ownScore: 700, opponentScore: null },
        expect.objectContaining({ what: 'matched' }),
        { what: 'settled', outcome: 'ChallengerWon' },
        { what: 'decided', verdict: 'Won', amountWon: 400 },
        { what: 'end', matches: 1, balance: 10_400 },
      ]),
    )
  })

  it('[UN29] meets a native player in one match, and both are told the payout', async () => {
    const gameId = await ante.game({ stakes: [500], fee_bps: 1000 })
    const native: string[] = []
    const web = await playInPage(gameId, async (matchId) => {
      const { token } = await ante.player()
      native.push(matchId, ...(await programs.run('native', ante.url, token, String(gameId), '710')).trim().split('\n'))
    })
    const [matchId, ...lines] = native
    expect(lines.map((line) => JSON.parse(line).content)).toEqual([
      { what: 'attempt', matchId, role: 'Challenged' },
      { what: 'decided', verdict: 'Won', amountWon: 400 },
      { what: 'end', matches: 1, balance: 10_400 },
    ])
    expect(web).toEqual(
      expect.arrayContaining([
        { what: 'decided', verdict: 'Lost', amountWon: 400 },
        { what: 'end', matches: 1, balance: 9500 },
      ]),
    )
  })
})
