import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserContext, Page } from 'playwright-core'
import type { Ante, Attempt } from '../../../client/index.ts'
import type { TestAnte, TestPlayer } from '../ante.ts'

declare global {
  interface Window {
    /** The client of the game's page. */
    readonly game: Ante
    /** Names of the events that the page has had. */
    readonly heard: string[]
    /** The attempt that the page plays. */
    readonly attempt: Attempt
  }
}

/** The site of a game that loads `/ante.js`, on an origin of its own. */
export interface GameSite {
  readonly origin: string
  /** Sent with the page. */
  headers: Record<string, string>
  /** A new player who can play on this site. */
  player(): Promise<TestPlayer>
  /** The page of the game in a new tab, with the player's token. */
  open(context: BrowserContext, player: TestPlayer): Promise<Page>
  close(): Promise<void>
}

const EVENTS = ['matched', 'settled', 'submitted', 'refused', 'unsent']

/** The page's own script: a client by the player's token in the address. */
const SCRIPT = `
const [server, clientId, token] = JSON.parse(decodeURIComponent(location.hash.slice(1)))
window.game = Ante.createAnte({ server, clientId, accessToken: async () => token })
window.heard = []
window.listen = () => { for (const event of ${JSON.stringify(EVENTS)}) game.on(event, () => heard.push(event)) }
`

/** Starts the site and registers its client. */
export async function aGameSite(ante: TestAnte): Promise<GameSite> {
  const server = createServer((_req, res) => {
    res.writeHead(200, { 'content-type': 'text/html', ...site.headers })
    res.end(
      `<link rel="icon" href="data:,"><script src="${ante.url}/ante.js"></script><script>${SCRIPT}</script><p>A game</p>`,
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = await ante.client({ allowed_origins: [origin] })
  const site: GameSite = {
    origin,
    headers: {},
    player: () => ante.player({ client }),
    async open(context, player) {
      const page = await context.newPage()
      const options = JSON.stringify([ante.url, client.id, player.token])
      await page.goto(`${origin}/#${encodeURIComponent(options)}`)
      return page
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return site
}
