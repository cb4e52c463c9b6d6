import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Browser } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startAnte, type TestAnte } from '../support/ante.ts'
import { launchChromium } from '../support/chromium.ts'
import { filledIn, htmlIn, openAsPlayer, signInFrom } from '../support/docs/examples.ts'
import { readSource } from '../support/project/sources.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const run = promisify(execFile)

describe('what the documents tell a game to copy', { tags: ['chromium'] }, () => {
  let ante: TestAnte
  let browser: Browser
  let site: Server
  let origin: string
  let html = ''
  /** The folder that the site has as `/dist`. */
  let files = ''

  beforeEach(async () => {
    ante = await startAnte()
    browser = await launchChromium()
    site = createServer(async ({ url = '/' }, response) => {
      const script = url.startsWith('/dist/') ? await readFile(join(files, basename(url))) : null
      response.setHeader('Content-Type', script ? 'text/javascript' : 'text/html').end(script ?? html)
    })
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
  })
  afterEach(async () => {
    await browser.close()
    site.close()
    await ante.close()
  })

  const fillIn = (page: string, clientId: string, gameId: number) =>
    filledIn(page, { server: ante.url, clientId, gameId })
  const visitor = (username: string, script = '') => openAsPlayer({ ante, browser, address: origin, username, script })

  it("[DC11] README's lines, in a page of a registered origin, play a match to its verdict", async () => {
    const client = await ante.client({ type: 'public', redirect_uris: [], allowed_origins: [origin] })
    html = fillIn(htmlIn('README.md'), client.id, await ante.game({ max_score: 1000 }))
    const verdicts = ['ada', 'grace'].map(async (username, index) => {
      const page = await visitor(username, `window.playYourGame = async () => ${1000 - index}`)
      const verdict = page.waitForEvent('dialog').then(async (dialog) => {
        await dialog.accept()
        return dialog.message()
      })
      await signInFrom(page, username)
      return verdict
    })
    expect(await Promise.all(verdicts)).toEqual(['won', 'lost'])
  })

  it("[DC12] the embedding guide's page, registered as it says, plays a match to the payout", async () => {
    const guide = readSource('docs/embedding.md').replaceAll('http://localhost:8000', origin)
    const [client = '', game = ''] = [...guide.matchAll(/^operator \w+ '([\s\S]*?)'$/gm)].map((match) => match[1])
    const registered = await ante.operator('POST', '/admin/v1/clients', client)
    const created = await ante.operator('POST', '/admin/v1/games', game)
    html = fillIn(htmlIn('docs/embedding.md'), registered.body.client_id, created.body.game.id)

    const endings = ['ada', 'grace'].map(async (username, index) => {
      const page = await visitor(username)
      const complaints: string[] = []
      page.on('console', (message) => complaints.push(message.text()))
      await signInFrom(page, username)
      await page.getByText('£10.00 to play with').waitFor()
      await page.getByRole('button', { name: 'Play for £5.00' }).click()
      for (let hits = 0; hits < 3 + index; hits++) await page.locator('.lit').click()
      await page.getByText(index === 0 ? 'You lost £5.00, 3 to 4' : 'You won £5.00, 4 to 3').waitFor()
      return complaints
    })
    expect(await Promise.all(endings)).toEqual([[], []])
  })

  it('[DC14] the page with the lobby, registered as the guide says, plays a match to the payout', async () => {
    const client = await ante.client({ type: 'public', redirect_uris: [], allowed_origins: [origin] })
    const gameId = await ante.game({ max_score: 200, stakes: [500, 1000] })
    html = fillIn(htmlIn('docs/embedding.md', 1), client.id, gameId).replace('game="1"', `game="${gameId}"`)
    const endings = ['ada', 'grace'].map(async (username, index) => {
      const page = await visitor(username)
      const complaints: string[] = []
      page.on('console', (message) => complaints.push(message.text()))
      await signInFrom(page, username)
      await page.getByRole('button', { name: '£5.00', exact: true }).click()
      for (let taps = 0; taps < 3 + index; taps++) await page.getByRole('button', { name: 'Tap' }).click()
      await page.getByRole('heading', { name: index === 0 ? 'You lost £5.00' : 'You won £5.00' }).waitFor()
      return complaints
    })
    expect(await Promise.all(endings)).toEqual([[], []])
  })

  it('[DC15] the game of the guide, bundled with the package of the server, plays a match to its verdict', async () => {
    const client = await ante.client({ type: 'public', redirect_uris: [], allowed_origins: [origin] })
    const guide = readSource('docs/embedding.md')
    const scripts = [...guide.matchAll(/```js\n([\s\S]*?)```/g)].map((match) => match[1] ?? '')
    const script = scripts.find((text) => text.startsWith('import') && text.includes('completeLogin')) ?? ''
    const command = /^npx esbuild game\.js (.*)$/m.exec(guide)?.[1] ?? ''
    const folder = await mkdtemp(join(tmpdir(), 'ante-game-'))
    await installClient(folder)
    await writeFile(join(folder, 'game.js'), fillIn(script, client.id, await ante.game({ max_score: 1000 })))
    await run(join(ROOT, 'node_modules/.bin/esbuild'), ['game.js', ...command.split(' ')], { cwd: folder })
    html = /`(<button>.*?)`/.exec(guide)?.[1] ?? ''
    files = join(folder, 'dist')
    const verdicts = ['ada', 'grace'].map(async (username) => {
      const page = await visitor(username)
      await signInFrom(page, username)
      await page.getByText(/^Result: draw/).waitFor()
    })
    await Promise.all(verdicts)
    await rm(folder, { recursive: true })
  })

  /** What `npm install` makes of the server's package, with its dependencies from this workspace. */
  async function installClient(folder: string): Promise<void> {
    const installed = join(folder, 'node_modules/@ante/client')
    await mkdir(installed, { recursive: true })
    const archive = await fetch(`${ante.url}/ante-client.tgz`)
    await writeFile(join(folder, 'client.tgz'), Buffer.from(await archive.arrayBuffer()))
    await run('tar', ['xzf', 'client.tgz', '--strip-components=1', '-C', installed], { cwd: folder })
    const { dependencies } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'))
    for (const name of Object.keys(dependencies)) {
      await symlink(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name))
    }
  }
})
