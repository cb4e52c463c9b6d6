import express, { type Express } from 'express'
import type { Logger } from 'pino'
import type { RouteTable } from './binding/mount-routes.ts'
import { renderNotFound, renderProblem } from './problems.ts'
import { logRequests } from './request-log.ts'
import { securityHeaders } from './security-headers.ts'

export interface BaseSettings {
  readonly publicUrl: string
  /** What Express' `trust proxy` takes: a number of hops or addresses; null: no proxy. */
  readonly trustProxy: number | string | null
}

/**
 * An Express app with what every listener of the runtime has: the log, the headers, and problems as answers to errors. A
 * path matches only as it is written: rules of a proxy in front compare case and slashes too.
 */
export function createBaseApp(log: Logger, settings: BaseSettings, mount: (app: Express) => void): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('case sensitive routing', true)
  app.set('strict routing', true)
  app.set('etag', false)
  app.set('query parser', 'simple')
  if (settings.trustProxy !== null) app.set('trust proxy', settings.trustProxy)
  app.use(logRequests(log))
  app.use(securityHeaders(settings.publicUrl))
  mount(app)
  app.use(renderNotFound)
  app.use(renderProblem)
  return app
}

/** Express' own routes as a table of routes. */
export function expressTable(app: Express): RouteTable {
  return {
    add(method, path, handle) {
      app[method.toLowerCase() as Lowercase<typeof method>](path, handle)
    },
  }
}
