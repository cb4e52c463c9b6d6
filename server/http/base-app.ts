import express, { type Express } from 'express'
import type { Logger } from 'pino'
import { type ApiTable, createApiTable, type RouteTable } from './api/api-table.ts'
import { renderNotFound, renderProblem } from './api/problems.ts'
import { logRequests } from './api/request-log.ts'
import { fixedSecurityHeaders, securityHeaders } from './api/security-headers.ts'
import { useBasePath } from './base-path.ts'
import { createClientAddress } from './client-address.ts'
import { sendRefusalsLate } from './late-refusals.ts'

export interface BaseSettings {
  readonly publicUrl: string
  /** What Express' `trust proxy` takes: a number of hops or addresses; null: no proxy. */
  readonly trustProxy: number | string | null
}

/** The parts that answer the requests of one listener: the API table, and Express for everything else. */
export interface WebApp {
  readonly app: Express
  readonly api: ApiTable
}

/**
 * An Express app with what every listener of the runtime needs: request log, security headers, and problems as answers
 * to errors. Routing is case-sensitive and strict about trailing slashes, as the rules of a proxy in front are.
 */
export function createBaseApp(
  log: Logger,
  settings: BaseSettings,
  mount: (app: Express, api: RouteTable) => void,
): WebApp {
  const app = express()
  useBasePath(app, settings.publicUrl)
  app.disable('x-powered-by')
  app.set('case sensitive routing', true)
  app.set('strict routing', true)
  app.set('etag', false)
  app.set('query parser', 'simple')
  if (settings.trustProxy !== null) app.set('trust proxy', settings.trustProxy)
  app.use(logRequests(log))
  app.use(securityHeaders(settings.publicUrl))
  const address = createClientAddress(app)
  sendRefusalsLate(app, address)
  const api = createApiTable({ log, fixedHeaders: fixedSecurityHeaders(settings.publicUrl), address })
  mount(app, api)
  app.use(renderNotFound)
  app.use(renderProblem)
  return { app, api }
}
