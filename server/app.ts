import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import type { RouteTable } from './http/api/api-table.ts'
import { createBaseApp, type WebApp } from './http/base-app.ts'
import type { OperatorRoutes, PlayerRoutes } from './http/binding/all-routes.ts'
import { createAuthenticate, createOperatorCheck } from './http/binding/authenticate.ts'
import { mountOperatorRoutes, mountPlayerRoutes } from './http/binding/mount-routes.ts'
import { mountHealth } from './http/health-routes.ts'
import { ledgerRoutes } from './http/routes/ledger-routes.ts'
import { matchRoutes } from './http/routes/match-routes.ts'
import { operatorAccessRoutes } from './http/routes/operator-access-routes.ts'
import { operatorRoutes } from './http/routes/operator-routes.ts'
import { playerAccountRoutes } from './http/routes/player-routes.ts'
import { statementRoutes } from './http/routes/statement-routes.ts'
import { mountReference, mountSite } from './http/site-routes.ts'
import type { CallLimits } from './limits/call-limits.ts'
import type { OAuth } from './oauth/oauth.ts'
import { createOriginAllowed } from './oauth/tokens/cors.ts'
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

/** The services and settings that the HTTP routes use. */
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
  readonly callLimits: CallLimits
  readonly oauth: OAuth
  readonly accountPages: RequestHandler
  /** Hash of a network address. Equal addresses have equal hashes; the hash does not reveal the address. */
  readonly hashAddress: (address: string) => string
  /** Secrets that encrypt cursors: the first one encrypts, all of them decrypt. */
  readonly secrets: readonly [string, ...string[]]
  readonly log: Logger
  readonly settings: {
    readonly publicUrl: string
    readonly adminToken: string | null
    /** URL of the operator API when it has its own listener; null: it shares the main listener. */
    readonly adminUrl: string | null
    readonly demo: boolean
    /** URL of the sample game; null outside a demo store. */
    readonly demoUrl: string | null
    readonly trustProxy: number | string | null
  }
}

/** The app on `PORT`: player API, sign-in and pages, and the operator API unless it has its own listener. */
export function createApp(dependencies: AppDependencies): WebApp {
  const { storage, deadlines, oauth, log, settings } = dependencies
  const hasOperator = settings.adminUrl === null
  return createBaseApp(log, settings, (app, api) => {
    mountHealth(app, async () => {
      await storage.check()
      if (!deadlines.running()) throw new Error('deadlines are not running')
    })
    mountSite(app, settings)
    mountReference(app, settings.publicUrl, hasOperator ? 'everything' : 'players')
    app.use(oauth.router)
    app.use(dependencies.accountPages)
    mountPlayerApi(api, dependencies)
    if (hasOperator) mountOperatorApi(api, dependencies)
  })
}

/** The app on `ADMIN_PORT`: the operator API and its reference. */
export function createOperatorApp(dependencies: AppDependencies, adminUrl: string): WebApp {
  return createBaseApp(dependencies.log, dependencies.settings, (app, api) => {
    mountReference(app, adminUrl, 'operator')
    mountOperatorApi(api, dependencies)
  })
}

function mountPlayerApi(table: RouteTable, dependencies: AppDependencies): void {
  const { storage, oauth, settings } = dependencies
  const { publicUrl } = settings
  const routes: PlayerRoutes = {
    ...matchRoutes({ ...dependencies, publicUrl }),
    ...playerAccountRoutes(dependencies),
    ...statementRoutes({ ...dependencies, publicUrl }),
  }
  mountPlayerRoutes(table, Object.values(routes), {
    ...dependencies,
    authenticate: createAuthenticate(oauth.authenticate),
    originAllowed: createOriginAllowed(oauth.originRegistered),
    originRegistered: oauth.originRegistered,
    flushed: () => storage.flushed(),
  })
}

function mountOperatorApi(table: RouteTable, dependencies: AppDependencies): void {
  const { storage, settings } = dependencies
  if (settings.adminToken === null) return
  const routes: OperatorRoutes = {
    ...operatorRoutes(dependencies),
    ...operatorAccessRoutes(dependencies),
    ...ledgerRoutes(dependencies),
  }
  const available = Object.values(routes).filter(({ endpoint }) => settings.demo || !endpoint.demoOnly)
  mountOperatorRoutes(table, available, {
    assertOperator: createOperatorCheck(settings.adminToken),
    flushed: () => storage.flushed(),
  })
}
