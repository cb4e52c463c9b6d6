import express, { type Express } from 'express'
import helmet from 'helmet'

/** What the sample game's page has to know; it reads it from `/config.json`. */
export interface DemoConfig {
  /** Origin of the runtime. */
  readonly server: string
  readonly clientId: string
  readonly gameId: number
  /** ISO 4217 code. */
  readonly currency: string
  /** What can be played for, in minor units. */
  readonly stakes: readonly number[]
  /** Play money of a newcomer, in minor units. */
  readonly newcomerBalance: number
  /** The game's fee, in hundredths of a percent of the pot. */
  readonly feeBps: number
}

interface DemoSiteOptions {
  /** The built sample game. */
  readonly directory: string
  readonly config: DemoConfig
}

/** The runtime's origin, for calls and for the socket. */
function connectSources(server: string): string[] {
  const { origin } = new URL(server)
  return [origin, origin.replace(/^http/, 'ws')]
}

/** The sample game as a site of its own, apart from the runtime as anybody's game would be. */
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
      // A page that isolates itself loses the sign-in window that it opened.
      crossOriginOpenerPolicy: { policy: 'same-origin-allow-popups' },
      // The runtime's consent page shows the game's icon.
      crossOriginResourcePolicy: { policy: 'cross-origin' },
      // It is up to whoever puts a proxy with https in front.
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
