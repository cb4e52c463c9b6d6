import express, { type Express } from 'express'
import type { Logger } from 'pino'
import { type ApiTable, createApiTable, type RouteTable } from './api/api-table.ts'
import { renderNotFound, renderProblem } from './api/problems.ts'
import { logRequests } from './api/request-log.ts'
import { fixedSecurityHeaders, securityHeaders } from './api/security-headers.ts'
import { createClientAddress } from './client-address.ts'

export interface BaseSettings {
  readonly publicUrl: string
  /** What Express' `trust proxy` takes: a number of hops or addresses; null: no proxy. */
  readonly trustProxy: number | string | null
}

/** What one listener of the runtime answers: the API by its table, and everything else by Express. */
export interface WebApp {
  readonly app: Express
  readonly api: ApiTable
}

/**
 * An Express app with what every listener of the runtime has: the log, the headers, and problems as answers to errors.
 * A path matches only as it is written: rules of a proxy in front compare case and slashes too.
 */
export function createBaseApp(
  log: Logger,
  settings: BaseSettings,
  mount: (app: Express, api: RouteTable) => void,
): WebApp {
  const app = express()
  app.disable('x-powered-by')
  app.set('case sensitive routing', true)
  app.set('strict routing', true)
  app.set('etag', false)
  app.set('query parser', 'simple')
  if (settings.trustProxy !== null) app.set('trust proxy', settings.trustProxy)
  app.use(logRequests(log))
  app.use(securityHeaders(settings.publicUrl))
  const api = createApiTable({
    log,
    fixedHeaders: fixedSecurityHeaders(settings.publicUrl),
    address: createClientAddress(app),
  })
  mount(app, api)
  app.use(renderNotFound)
  app.use(renderProblem)
  return { app, api }
}
