import express, { type Express } from 'express'
import helmet from 'helmet'

/** The settings of the sample game's page, which reads them from `/config.json`. */
export interface DemoConfig {
  /** Origin of the runtime. */
  readonly server: string
  readonly clientId: string
  readonly gameId: number
  /** ISO 4217 code. */
  readonly currency: string
  /** The stakes to choose from, in minor units. */
  readonly stakes: readonly number[]
  /** Play money of a new player, in minor units. */
  readonly newcomerBalance: number
  /** The game's fee, in hundredths of a percent of the pot. */
  readonly feeBps: number
}

interface DemoSiteOptions {
  /** Folder of the built sample game. */
  readonly directory: string
  readonly config: DemoConfig
}

/** The `connect-src` sources of the runtime: its origin for HTTP, and for WebSocket. */
function connectSources(server: string): string[] {
  const { origin } = new URL(server)
  return [origin, origin.replace(/^http/, 'ws')]
}

/** Creates the site of the sample game. It has its own origin, as a customer's game has. */
export function createDemoSite({ directory, config }: DemoSiteOptions): Express {
  const site = express()
  site.disable('x-powered-by')
  site.disable('etag')
  site.enable('case sensitive routing')
  site.enable('strict routing')
  site.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'"],
          connectSrc: ["'self'", ...connectSources(config.server)],
          baseUri: ["'none'"],
          formAction: ["'none'"],
          frameAncestors: ["'none'"],
        },
      },
      // With `same-origin`, the page would lose the connection to the sign-in popup.
      crossOriginOpenerPolicy: { policy: 'same-origin-allow-popups' },
      // The runtime's consent page shows the game's icon.
      crossOriginResourcePolicy: { policy: 'cross-origin' },
      // The proxy that adds https decides about HSTS.
      strictTransportSecurity: false,
    }),
  )
  site.use((_, response, next) => {
    response.setHeader('Cache-Control', 'no-store')
    next()
  })
  site.get('/config.json', (_, response) => {
    response.json(config)
  })
  site.use(express.static(directory, { cacheControl: false, etag: false, lastModified: false }))
  site.use((_, response) => {
    response.status(404).type('text/plain').send('There is nothing here.')
  })
  return site
}
