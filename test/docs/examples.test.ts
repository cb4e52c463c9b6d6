import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { root } from '../../scripts/root.mjs'
import { startAnte, type TestAnte } from '../support/ante.ts'
import { launchWithPartitionedStorage } from '../support/chromium.ts'
import { codeIn, filledIn, htmlIn, openAsPlayer, signInFrom } from '../support/docs/examples.ts'
import { readSource } from '../support/project/sources.ts'

const PAGE = 'docs/examples.md'
const run = promisify(execFile)

describe('the examples page', { tags: ['chromium'] }, () => {
  let ante: TestAnte
  let browser: Browser
  const sites: Server[] = []

  beforeAll(async () => {
    ante = await startAnte()
    browser = await launchWithPartitionedStorage()
  })
  afterAll(async () => {
    await browser.close()
    await ante.close()
  })
  afterEach(() => {
    for (const site of sites.splice(0)) site.close()
  })

  /** A site whose page is `html()`, with the files of a folder below `/dist`. */
  async function aSite(html: () => string, host: string, folder = ''): Promise<string> {
    const site = createServer(async ({ url = '/' }, res) => {
      const script = url.startsWith('/dist/') ? await readFile(join(folder, 'dist', basename(url))) : null
      res.setHeader('Content-Type', script ? 'text/javascript' : 'text/html').end(script ?? html())
    }).listen(0, '127.0.0.1')
    await once(site, 'listening')
    sites.push(site)
    return `http://${host}:${(site.address() as AddressInfo).port}`
  }

  it('[DC16] has a Phaser game that plays a match to its verdict', { timeout: 300_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ante-phaser-'))
    const origin = await aSite(() => htmlIn(PAGE), '127.0.0.1', folder)
    const { id: clientId } = await ante.client({ type: 'public', redirect_uris: [], allowed_origins: [origin] })
    const rules = /`("max_score": \d+, "play_seconds": \d+)`/.exec(readSource(PAGE))?.[1]
    const gameId = await ante.game(JSON.parse(`{${rules}}`))
    const fill = (code: string) => filledIn(code, { server: ante.url, clientId, gameId })
    await writeFile(join(folder, 'package.json'), '{"private":true}')
    const [, ...install] = fill(codeIn(PAGE, 'bash')).trim().split(' ')
    await run('npm', [...install, '--no-audit', '--no-fund'], { cwd: folder })
    await writeFile(join(folder, 'game.js'), fill(codeIn(PAGE, 'js')))
    const [, , ...bundle] = codeIn(PAGE, 'bash', 1).trim().split(' ')
    await run(join(root, 'node_modules/.bin/esbuild'), bundle, { cwd: folder })

    const verdicts = ['ada-of-phaser', 'grace-of-phaser'].map(async (username) => {
      const page = await openAsPlayer({ ante, browser, address: origin, username })
      const problems: string[] = []
      page.on('pageerror', (error) => problems.push(String(error)))
      await signInFrom(page, username)
      await page.getByRole('button', { name: 'Play for £5.00' }).click()
      for (let hits = 0; hits < 5; hits++) {
        await page.getByText(`${hits} of 5 gaps`).waitFor()
        await page.locator('canvas').click()
      }
      const verdict = await page.getByText(/^Result: \w+, \d+ to \d+/).textContent()
      return [/: (\w+)/.exec(verdict ?? '')?.[1], ...problems]
    })
    expect([
      [['draw'], ['draw']],
      [['lost'], ['won']],
    ]).toContainEqual((await Promise.all(verdicts)).sort())
    await rm(folder, { recursive: true })
  })

  it('[DC18] has a portal in whose frame a game of another site plays to the payout', async () => {
    let html = ''
    const game = await aSite(() => html, '127.0.0.1')
    const portal = await aSite(() => htmlIn(PAGE, 1).replace('http://localhost:8000', game), 'localhost')
    const { id: clientId } = await ante.client({ type: 'public', redirect_uris: [], allowed_origins: [game] })
    const gameId = await ante.game({ max_score: 200, stakes: [500, 1000] })
    html = filledIn(htmlIn('docs/embedding.md', 1), { server: ante.url, clientId, gameId })
    expect(html.trim().split('\n')).toHaveLength(12)
    const endings = ['ada', 'grace'].map(async (username, index) => {
      const page = await openAsPlayer({ ante, browser, address: portal, username })
      const frame = page.frameLocator('iframe')
      await signInFrom(page, username, frame)
      await frame.getByRole('button', { name: '£5.00', exact: true }).click()
      for (let taps = 0; taps < 3 + index; taps++) await frame.getByRole('button', { name: 'Tap' }).click()
      await frame.getByRole('heading', { name: index === 0 ? 'You lost £5.00' : 'You won £5.00' }).waitFor()
      // What the frame keeps is kept apart from the game's own page.
      const alone = await page.context().newPage()
      await alone.goto(game)
      await alone.getByRole('button', { name: 'Sign in' }).waitFor()
    })
    await Promise.all(endings)
  })
})
