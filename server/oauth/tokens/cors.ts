import type { Request, RequestHandler, Response } from 'express'
import type { Caller } from './caller.ts'

/** Whether any registered client names this origin. */
export type OriginRegistered = (origin: string) => Promise<boolean>

/** Lets the page that called read the answer. */
export type AllowOrigin = (req: Request, res: Response, caller: Caller | null) => Promise<void>

/**
 * Whether a page of this origin may read an answer: an origin that the token's client registered. A call without a valid
 * token belongs to no client: any registered origin may read that answer, so that a game learns that it has to sign in
 * again.
 */
export type OriginAllowed = (origin: string, caller: Caller | null) => boolean | Promise<boolean>

export function createOriginAllowed(originRegistered: OriginRegistered): OriginAllowed {
  return (origin, caller) => (caller ? caller.client.allowedOrigins.includes(origin) : originRegistered(origin))
}

export function createAllowOrigin(originRegistered: OriginRegistered): AllowOrigin {
  const isAllowed = createOriginAllowed(originRegistered)
  return async (req, res, caller) => {
    res.vary('Origin')
    const origin = req.get('Origin')
    if (origin !== undefined && (await isAllowed(origin, caller))) setAll(res, originHeaders(origin))
  }
}

/** The headers that let a page of this origin read an answer; names and values in turn. */
export function originHeaders(origin: string): readonly string[] {
  return [
    'Access-Control-Allow-Origin',
    origin,
    'Access-Control-Expose-Headers',
    'Date, Retry-After, WWW-Authenticate, X-Request-Id',
  ]
}

/** What a preflight allows, each as a list that is separated by commas. */
export interface Preflight {
  readonly methods: string
  readonly headers: string
}

/** The headers of a preflight's answer; a preflight carries no token that names a client, so any registered origin counts. */
export async function preflightHeaders(
  origin: string | undefined,
  { methods, headers }: Preflight,
  originRegistered: OriginRegistered,
): Promise<readonly string[]> {
  if (origin === undefined || !(await originRegistered(origin))) return []
  return [
    ...originHeaders(origin),
    'Access-Control-Allow-Methods',
    methods,
    'Access-Control-Allow-Headers',
    headers,
    'Access-Control-Max-Age',
    '600',
  ]
}

/** Answers preflights of every registered origin. */
export function createPreflight(originRegistered: OriginRegistered, allowed: Preflight): RequestHandler {
  return async (req, res, next) => {
    if (req.method !== 'OPTIONS') return next()
    res.vary('Origin')
    setAll(res, await preflightHeaders(req.get('Origin'), allowed, originRegistered))
    res.status(204).end()
  }
}

function setAll(res: Response, headers: readonly string[]): void {
  for (let index = 0; index < headers.length; index += 2) res.set(headers[index] ?? '', headers[index + 1] ?? '')
}
