import type { Request, RequestHandler, Response } from 'express'
import type { Clock } from '../../services/core/clock.ts'
import type { Caller } from './caller.ts'

/** Whether any registered client names this origin. */
export type OriginRegistered = (origin: string) => Promise<boolean>

/** Lets the page that called read the answer. */
export type AllowOrigin = (req: Request, res: Response, caller: Caller | null) => Promise<void>

/**
 * Allows only origins that the token's client registered. A call without a valid token belongs to no client: any
 * registered origin may read that answer, so that a game learns that it has to sign in again.
 */
export function createAllowOrigin(originRegistered: OriginRegistered, clock?: Clock): AllowOrigin {
  return async (req, res, caller) => {
    res.vary('Origin')
    const origin = req.get('Origin')
    if (origin === undefined) return
    const isAllowed = caller ? caller.client.allowedOrigins.includes(origin) : await originRegistered(origin)
    if (!isAllowed) return
    allow(res, origin)
    // Games count down by this header, and a demo store can move the clock of its matches.
    if (clock) res.set('Date', new Date(clock.now()).toUTCString())
  }
}

/** What a preflight allows, each as a list that is separated by commas. */
interface Preflight {
  readonly methods: string
  readonly headers: string
}

/** Answers preflights of every registered origin; a preflight carries no token that names a client. */
export function createPreflight(originRegistered: OriginRegistered, { methods, headers }: Preflight): RequestHandler {
  return async (req, res, next) => {
    if (req.method !== 'OPTIONS') return next()
    res.vary('Origin')
    const origin = req.get('Origin')
    if (origin !== undefined && (await originRegistered(origin))) {
      allow(res, origin)
      res.set('Access-Control-Allow-Methods', methods)
      res.set('Access-Control-Allow-Headers', headers)
      res.set('Access-Control-Max-Age', '600')
    }
    res.status(204).end()
  }
}

function allow(res: Response, origin: string): void {
  res.set('Access-Control-Allow-Origin', origin)
  res.set('Access-Control-Expose-Headers', 'Date, Retry-After, WWW-Authenticate, X-Request-Id')
}
