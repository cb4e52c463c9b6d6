import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { OAUTH_PATHS, type OAuthErrorBody } from '@ante/shared'
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express'
import { asClientId } from '../../domain/ids.ts'
import { SIZE_LIMITS } from '../../domain/limits.ts'
import type { RequestLimits } from '../../limits/rate-limits.ts'
import type { Clients } from '../../services/clients/clients.ts'
import type { Clock } from '../../services/core/clock.ts'
import { createKeyedMutex } from '../../services/core/concurrency.ts'
import { POLL_SECONDS } from '../provider/responses.ts'
import { createAllowOrigin, createPreflight } from './cors.ts'
import { createPollInterval } from './poll-interval.ts'

/** Hands a request to oidc-provider. */
export type Forward = (req: IncomingMessage, res: ServerResponse) => unknown

interface TokenDependencies {
  readonly forward: Forward
  readonly clients: Clients
  readonly limits: RequestLimits
  readonly clock: Clock
}

const TOKEN_PATHS = [OAUTH_PATHS.token, OAUTH_PATHS.tokenAlias]
const POST_PATHS = [...TOKEN_PATHS, OAUTH_PATHS.revoke, OAUTH_PATHS.introspect, OAUTH_PATHS.deviceAuthorization]
const MAX_BYTES = SIZE_LIMITS.tokenBody.size

/** Where applications call, not people: every answer is JSON, errors included (RFC 6749, section 5.2). */
export function tokenEndpoints({ forward, clients, limits, clock }: TokenDependencies): Router {
  const router = Router({ caseSensitive: true, strict: true })
  const runExclusive = createKeyedMutex()
  const asksTooFast = createPollInterval(clock)
  const allowOrigin = createAllowOrigin(clients.originRegistered)
  const preflight = createPreflight(clients.originRegistered, {
    methods: 'POST',
    headers: 'Authorization, Content-Type',
  })

  async function sendSlowDown(req: Request, res: Response): Promise<void> {
    await allowOrigin(req, res, null)
    const error_description = `ask once every ${POLL_SECONDS} s`
    sendOAuthError(res, 400, { error: 'slow_down', error_description })
  }

  router.options(POST_PATHS, preflight)
  router.post(POST_PATHS, limitCalls(limits, clients), express.raw({ type: () => true, limit: MAX_BYTES }))
  router.post(TOKEN_PATHS, async (req, res) => {
    const form = formOf(req)
    if (req.path === OAUTH_PATHS.tokenAlias) await fillRedirectUri(req, form, clients)
    const answer = () => forwardForm(req, res, OAUTH_PATHS.token, form, forward)
    const deviceCode = form.get('device_code')
    if (deviceCode !== null && asksTooFast(deviceCode)) return sendSlowDown(req, res)
    const credential = form.get('code') ?? form.get('refresh_token') ?? deviceCode
    await (credential === null ? answer() : runExclusive(credential, answer))
  })
  router.post(POST_PATHS, (req, res) => forwardForm(req, res, req.path, formOf(req), forward))
  router.all(POST_PATHS, (_req, res) => {
    res.set('Allow', 'POST, OPTIONS')
    sendOAuthError(res, 405, { error: 'invalid_request', error_description: 'use POST with form data' })
  })
  router.use(POST_PATHS, renderUnreadable)
  return router
}

function formOf(req: Request): URLSearchParams {
  return new URLSearchParams(Buffer.isBuffer(req.body) ? req.body.toString('utf8') : '')
}

/**
 * Clients written after the Ultiverse document send no `redirect_uri`. A confidential client with exactly one registered
 * can only have used that one.
 */
async function fillRedirectUri(req: Request, form: URLSearchParams, clients: Clients): Promise<void> {
  if (form.get('grant_type') !== 'authorization_code' || form.has('redirect_uri')) return
  const client = await clients.find(asClientId(form.get('client_id') ?? basicUser(req) ?? ''))
  const [only, ...others] = client?.redirectUris ?? []
  if (client?.type === 'confidential' && only !== undefined && others.length === 0) form.set('redirect_uri', only)
}

function basicUser(req: Request): string | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(req.get('Authorization') ?? '')?.[1]
  const [user = ''] = Buffer.from(encoded ?? '', 'base64')
    .toString('utf8')
    .split(':')
  return /^[\w.~-]+$/.test(user) ? user : undefined
}

/**
 * Lets oidc-provider answer at one of its own paths, and resolves once the answer was sent or nobody waits for it any
 * more. It takes the body from `req.body`, since the stream has been read. Without a connection it does nothing: what the
 * caller presented stays unused.
 */
async function forwardForm(
  req: Request,
  res: Response,
  path: string,
  form: URLSearchParams,
  forward: Forward,
): Promise<void> {
  if (res.closed) return
  const answered = once(res, 'close')
  // For caches that know HTTP/1.0 alone (RFC 6749, section 5.1).
  res.set('Pragma', 'no-cache')
  req.url = path
  req.headers.accept = 'application/json'
  req.body = form.toString()
  forward(req, res)
  await answered
}

function limitCalls(limits: RequestLimits, clients: Clients): RequestHandler {
  const allowOrigin = createAllowOrigin(clients.originRegistered)
  return async (req, res, next) => {
    const wait = await limits.tokenCalls.take(req.ip)
    if (wait === null) return next()
    await allowOrigin(req, res, null)
    res.set('Retry-After', String(wait))
    const error_description = `too many calls from this network, try again in ${wait} s`
    sendOAuthError(res, 429, { error: 'temporarily_unavailable', error_description })
  }
}

const renderUnreadable: ErrorRequestHandler = (error, _req, res, next) => {
  const status = error instanceof Error && 'status' in error ? error.status : undefined
  if (res.headersSent || typeof status !== 'number' || status >= 500) return next(error)
  const isTooLarge = status === 413
  const error_description = isTooLarge
    ? `the body is larger than ${MAX_BYTES} bytes`
    : 'the body could not be read as sent'
  sendOAuthError(res, 400, { error: 'invalid_request', error_description })
}

function sendOAuthError(res: Response, status: number, body: OAuthErrorBody): void {
  res.status(status).set({ 'Cache-Control': 'no-store', Pragma: 'no-cache' }).json(body)
}
