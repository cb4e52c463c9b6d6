import { randomUUID } from 'node:crypto'
import express, { type Express, type RequestHandler } from 'express'
import helmet from 'helmet'
import type { Logger } from 'pino'
import { pinoHttp } from 'pino-http'
import { createAuthenticate, createOperatorCheck } from './http/authenticate.ts'
import { createBinder } from './http/bind.ts'
import { mountHealth } from './http/health-routes.ts'
import { bindLedger } from './http/ledger-routes.ts'
import { bindMatches } from './http/match-routes.ts'
import { bindOperatorAccess } from './http/operator-access-routes.ts'
import { bindOperator } from './http/operator-routes.ts'
import { bindMe } from './http/player-routes.ts'
import { renderNotFound, renderProblem } from './http/problems.ts'
import { mountSite } from './http/site-routes.ts'
import { bindStatement } from './http/statement-routes.ts'
import type { OAuth } from './oauth/oauth.ts'
import { createAllowOrigin, createPreflight } from './oauth/tokens/cors.ts'
import type { Clients } from './services/clients/clients.ts'
import type { AdvanceClock } from './services/core/advance-clock.ts'
import type { Clock } from './services/core/clock.ts'
import type { Idempotency } from './services/core/idempotency.ts'
import type { PlayerEvents } from './services/events/player-events.ts'
import type { Ledger } from './services/ledger/operator-ledger.ts'
import type { ReadStatement } from './services/ledger/statement.ts'
import type { Wallet } from './services/ledger/wallet.ts'
import type { Deadlines } from './services/matches/deadlines.ts'
import type { Games } from './services/matches/games.ts'
import type { Matches } from './services/matches/matches.ts'
import type { Bans } from './services/players/bans.ts'
import type { SetExcluded } from './services/players/exclusion.ts'
import type { Players } from './services/players/players.ts'
import type { Storage } from './storage/storage.ts'

export interface AppDependencies {
  readonly storage: Storage
  readonly clock: Clock
  readonly advanceClock: AdvanceClock
  readonly clients: Clients
  readonly bans: Bans
  readonly setExcluded: SetExcluded
  readonly games: Games
  readonly matches: Matches
  readonly players: Players
  readonly wallet: Wallet
  readonly ledger: Ledger
  readonly readStatement: ReadStatement
  readonly deadlines: Deadlines
  readonly playerEvents: PlayerEvents
  readonly idempotency: Idempotency
  readonly oauth: OAuth
  readonly accountPages: RequestHandler
  /** The same for the same address, and telling nothing of it. */
  readonly hashAddress: (address: string) => string
  readonly log: Logger
  readonly settings: {
    readonly publicUrl: string
    readonly adminToken: string | null
    readonly demo: boolean
    /** Where the sample game is; null outside a demo store. */
    readonly demoUrl: string | null
    readonly trustProxy: number | string | null
  }
}

/** The runtime as an Express app. Opens nothing and reads no environment. */
export function createApp(dependencies: AppDependencies): Express {
  const { storage, deadlines, oauth, idempotency, log, settings } = dependencies
  const app = express()
  app.disable('x-powered-by')
  app.set('etag', false)
  app.set('query parser', 'simple')
  if (settings.trustProxy !== null) app.set('trust proxy', settings.trustProxy)

  app.use(logRequests(log))
  app.use(securityHeaders())
  mountHealth(app, async () => {
    await storage.check()
    if (!deadlines.running()) throw new Error('deadlines are not running')
  })
  mountSite(app, settings)
  app.use(oauth.router)
  app.use(dependencies.accountPages)
  const preflight = createPreflight(oauth.originRegistered, {
    methods: 'GET, POST, PUT',
    headers: 'Authorization, Content-Type, Idempotency-Key',
  })
  app.use(['/api/gaming-async/v1', '/api/v1/users'], preflight)

  const shared = {
    router: app,
    authenticate: createAuthenticate(oauth.authenticate),
    allowOrigin: createAllowOrigin(oauth.originRegistered),
    hashAddress: dependencies.hashAddress,
    idempotency,
    flushed: () => storage.flushed(),
  }
  const { adminToken } = settings
  const authenticateOperator = adminToken === null ? () => undefined : createOperatorCheck(adminToken)
  const binder = createBinder({ ...shared, authenticateOperator })
  bindMatches({ ...dependencies, binder, publicUrl: settings.publicUrl })
  bindMe({ ...dependencies, binder })
  bindStatement({ ...dependencies, binder, publicUrl: settings.publicUrl })
  if (adminToken !== null) {
    bindOperator({ ...dependencies, binder, demo: settings.demo })
    bindOperatorAccess({ ...dependencies, binder })
    bindLedger({ ...dependencies, binder })
  }

  app.use(renderNotFound)
  app.use(renderProblem)
  return app
}

/** One line a request, under the id that a 500 names. Headers, bodies and queries stay out: they carry secrets. */
function logRequests(log: Logger): RequestHandler {
  return pinoHttp({
    logger: log,
    genReqId: (_req, res) => {
      const id = randomUUID()
      res.setHeader('X-Request-Id', id)
      return id
    },
    autoLogging: { ignore: (req) => req.url === '/healthz' || req.url === '/readyz' },
    customLogLevel: (_req, res, error) => (error || res.statusCode >= 500 ? 'error' : 'info'),
    serializers: {
      req: ({ id, method, url }: { id: string; method: string; url: string }) => ({
        id,
        method,
        path: url.split('?')[0],
      }),
      res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
    },
  })
}

/** helmet's defaults, less what would hide the popup from its game or break the pages' own forms. */
function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'style-src': ["'self'"],
        'img-src': ["'self'", 'data:'],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
      },
    },
    // Other names under the operator's domain are not ours to decide for.
    strictTransportSecurity: { includeSubDomains: false },
    crossOriginOpenerPolicy: { policy: 'unsafe-none' },
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  })
}
