import type { IncomingMessage, Server } from 'node:http'
import type { Express } from 'express'
import { basePathOf } from '../config/public-url.ts'
import { BASE_PATH_SETTING } from '../html/send-page.ts'

/** Makes an app's links and redirects to its own paths lead below the path of the public URL. */
export function useBasePath(app: Express, publicUrl: string): void {
  const basePath = basePathOf(publicUrl)
  app.set(BASE_PATH_SETTING, basePath)
  if (basePath === '') return
  const { location } = app.response
  app.response.location = function (url) {
    return location.call(this, /^\/(?!\/)/.test(url) ? basePath + url : url)
  }
}

/**
 * Takes the path of the public URL off every request, before anything else looks at it. Proxies in front may keep that
 * path or strip it; behind this all routes are the same.
 *
 * The operator API is the exception: it answers only where the path was stripped. A rule of a proxy guards
 * `/ante/admin/`. If that proxy strips `/ante`, the address `/ante/ante/admin/` passes the rule and arrives here as
 * `/ante/admin/`, and must lead nowhere.
 */
export function removeBasePath(server: Server, publicUrl: string): void {
  const basePath = basePathOf(publicUrl)
  if (basePath === '') return
  const remove = (req: IncomingMessage) => {
    req.url = withoutBasePath(req.url ?? '', basePath)
  }
  server.prependListener('request', remove)
  server.prependListener('upgrade', remove)
}

function withoutBasePath(url: string, basePath: string): string {
  // Proxies may send the whole address (RFC 9112, section 3.2.2).
  const { pathname, search } = url.startsWith('/') ? splitAtQuery(url) : (URL.parse(url) ?? splitAtQuery(url))
  if (pathname === basePath) return `/${search}`
  const isBelow = pathname.startsWith(`${basePath}/`)
  const rest = pathname.slice(basePath.length)
  return isBelow && !/^\/admin(\/|$)/.test(rest) ? rest + search : url
}

function splitAtQuery(url: string): { pathname: string; search: string } {
  const start = url.indexOf('?')
  return start < 0 ? { pathname: url, search: '' } : { pathname: url.slice(0, start), search: url.slice(start) }
}
