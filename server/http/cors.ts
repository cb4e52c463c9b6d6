import type { Request, RequestHandler, Response } from 'express'
import type { Caller } from '../oauth/tokens/caller.ts'

/** Whether any registered client names this origin. */
export type OriginRegistered = (origin: string) => Promise<boolean>

/** Lets the page that called read the answer. */
export type AllowOrigin = (req: Request, res: Response, caller: Caller | null) => Promise<void>

const EXPOSED = 'Retry-After, WWW-Authenticate, X-Request-Id'

function allow(res: Response, origin: string): void {
  res.set('Access-Control-Allow-Origin', origin)
  res.set('Access-Control-Expose-Headers', EXPOSED)
}

/**
 * Answers only origins that the token's client registered. A call without a valid token speaks for no client: any
 * registered origin may read that refusal, so that a game learns that it has to sign in again.
 */
export function createAllowOrigin(originRegistered: OriginRegistered): AllowOrigin {
  return async (req, res, caller) => {
    res.vary('Origin')
    const origin = req.get('Origin')
    if (origin === undefined) return
    const allowed = caller ? caller.client.allowedOrigins.includes(origin) : await originRegistered(origin)
    if (allowed) allow(res, origin)
  }
}

/** Answers preflights of every registered origin; a preflight carries no token to tell the client by. */
export function preflight(originRegistered: OriginRegistered): RequestHandler {
  return async (req, res, next) => {
    if (req.method !== 'OPTIONS') return next()
    res.vary('Origin')
    const origin = req.get('Origin')
    if (origin !== undefined && (await originRegistered(origin))) {
      allow(res, origin)
      res.set('Access-Control-Allow-Methods', 'GET, POST, PUT')
      res.set('Access-Control-Allow-Headers', 'Authorization, Content-Type, Idempotency-Key')
      res.set('Access-Control-Max-Age', '600')
    }
    res.status(204).end()
  }
}
