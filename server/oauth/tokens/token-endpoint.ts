import { once } from 'node:events'
import { IncomingMessage, type ServerResponse } from 'node:http'
import { OAUTH_PATHS, type OAuthErrorBody } from '@ante/shared'
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express'
import { asClientId } from '../../domain/ids.ts'
import { addressKey, type Limits } from '../../limits/rate-limits.ts'
import type { Clients } from '../../services/clients/clients.ts'
import { createKeyedMutex } from '../../services/core/concurrency.ts'

/** Hands a request to oidc-provider. */
export type Forward = (req: IncomingMessage, res: ServerResponse) => unknown

interface TokenDependencies {
  readonly forward: Forward
  readonly clients: Clients
  readonly limits: Limits
}

const TOKEN_PATHS = [OAUTH_PATHS.token, OAUTH_PATHS.tokenAlias]
const POST_PATHS = [...TOKEN_PATHS, OAUTH_PATHS.revoke, OAUTH_PATHS.introspect]
const MAX_BYTES = 16 * 1024

/** Where applications, not people, call: every answer is JSON, mistakes included (RFC 6749, section 5.2). */
export function tokenEndpoints({ forward, clients, limits }: TokenDependencies): Router {
  const router = Router()
  const runExclusive = createKeyedMutex()

  router.options(POST_PATHS, preflight(clients))
  router.post(POST_PATHS, limitCalls(limits, clients), express.raw({ type: () => true, limit: MAX_BYTES }))
  router.post(TOKEN_PATHS, async (req, res) => {
    const form = formOf(req)
    if (req.path === OAUTH_PATHS.tokenAlias) await fillRedirectUri(req, form, clients)
    const pass = () => handOver(req, res, OAUTH_PATHS.token, form.toString(), forward)
    const credential = form.get('code') ?? form.get('refresh_token')
    await (credential === null ? pass() : runExclusive(credential, pass))
  })
  router.post(POST_PATHS, (req, res) => handOver(req, res, req.path, formOf(req).toString(), forward))
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
 * The Ultiverse document's clients send no `redirect_uri`. Where a client that authenticates itself can only have used
 * one, it is that one.
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

/** Passes a request on whose body was read already, and resolves once it was answered. */
async function handOver(req: Request, res: Response, path: string, body: string, forward: Forward): Promise<void> {
  const copy = new IncomingMessage(req.socket)
  copy.method = req.method
  copy.url = path
  copy.httpVersion = req.httpVersion
  copy.httpVersionMajor = req.httpVersionMajor
  copy.headers = { ...req.headers, accept: 'application/json', 'content-length': String(Buffer.byteLength(body)) }
  delete copy.headers['transfer-encoding']
  delete copy.headers['content-encoding']
  copy.complete = true
  copy.push(body)
  copy.push(null)
  const answered = once(res, 'close')
  forward(copy, res)
  await answered
}

function preflight(clients: Clients): RequestHandler {
  return async (req, res) => {
    res.vary('Origin')
    const origin = req.get('Origin')
    if (origin !== undefined && (await clients.originRegistered(origin))) {
      res.set('Access-Control-Allow-Origin', origin)
      res.set('Access-Control-Allow-Methods', 'POST')
      res.set('Access-Control-Allow-Headers', 'Authorization, Content-Type')
      res.set('Access-Control-Max-Age', '600')
    }
    res.status(204).end()
  }
}

function limitCalls(limits: Limits, clients: Clients): RequestHandler {
  return async (req, res, next) => {
    const wait = await limits.token.take(addressKey(req.ip))
    if (wait === null) return next()
    const origin = req.get('Origin')
    if (origin !== undefined && (await clients.originRegistered(origin))) {
      res.set({ 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': 'Retry-After' })
    }
    res.vary('Origin').set('Retry-After', String(wait))
    const error_description = `too many calls from this address, try again in ${wait} s`
    sendOAuthError(res, 429, { error: 'temporarily_unavailable', error_description })
  }
}

const renderUnreadable: ErrorRequestHandler = (error, _req, res, next) => {
  const status = error instanceof Error && 'status' in error ? error.status : undefined
  if (res.headersSent || typeof status !== 'number' || status >= 500) return next(error)
  const tooLarge = status === 413
  const error_description = tooLarge
    ? `the body is larger than ${MAX_BYTES} bytes`
    : 'the body could not be read as sent'
  sendOAuthError(res, 400, { error: 'invalid_request', error_description })
}

function sendOAuthError(res: Response, status: number, body: OAuthErrorBody): void {
  res.status(status).set('Cache-Control', 'no-store').json(body)
}
