import { OAUTH_PATHS, popupCallbackPath } from '@ante/shared'
import express, { type ErrorRequestHandler, type RequestHandler, Router } from 'express'
import type { Logger } from 'pino'
import { asClientId } from '../domain/ids.ts'
import type { Clients } from '../services/clients.ts'
import { StorageFailed } from '../storage/storage.ts'
import { waitingTime } from './attempts.ts'
import type { ConsentHandlers } from './consent.ts'
import type { Engine } from './engine.ts'
import { OUR_FAULT } from './error-pages.ts'
import { addressKey, type Limits } from './limits.ts'
import { popupPage } from './pages/popup.ts'
import { ARRIVAL_ROUTE, CONTINUE_ROUTE, INTERACTION_ROUTE, interactionPath, UPSTREAM_CALLBACK_ROUTE } from './paths.ts'
import type { SignInHandlers } from './sign-in.ts'
import type { Forward } from './token-endpoint.ts'
import type { UpstreamSignIn } from './upstream/sign-in.ts'
import type { Upstream } from './upstream/upstream.ts'
import { PageError, SIGN_IN_EXPIRED, sendErrorPage, sendPage, type Visits } from './visit.ts'

export interface PageErrorsDependencies {
  readonly engine: Engine
  readonly log: Logger
}

interface PagesDependencies extends PageErrorsDependencies {
  readonly forward: Forward
  readonly clients: Clients
  readonly visits: Visits
  readonly signIn: SignInHandlers
  readonly consent: ConsentHandlers
  readonly upstream: Upstream
  readonly upstreamSignIn: UpstreamSignIn
  readonly limits: Limits
}

/** Where people are: sign-in, consent, and the popup's end. */
export function signInPages(dependencies: PagesDependencies): Router {
  const { forward, clients, visits, signIn, consent, upstream, upstreamSignIn, limits } = dependencies
  const router = Router()
  const form = express.urlencoded({ extended: false, limit: '16kb' })

  router.get(OAUTH_PATHS.authorize, limitSignIns(limits), forward)
  router.get(`${OAUTH_PATHS.authorize}/:uid`, forward)
  router.get(INTERACTION_ROUTE, async (req, res) => {
    const visit = await visits.open(req, res)
    await (visit.interaction.prompt.name === 'login' ? signIn : consent).show(visit, res)
  })
  router.post(`${INTERACTION_ROUTE}/sign-in`, form, signIn.signIn)
  router.post(`${INTERACTION_ROUTE}/create-account`, form, signIn.createAccount)
  router.post(`${INTERACTION_ROUTE}/guest`, form, signIn.playAsGuest)
  router.get(CONTINUE_ROUTE, limitSignIns(limits), upstreamSignIn.begin)
  router.get(UPSTREAM_CALLBACK_ROUTE, upstream.callback)
  router.get(ARRIVAL_ROUTE, upstreamSignIn.arrive)
  router.post(ARRIVAL_ROUTE, form, upstreamSignIn.bringWallet)
  router.post(`${INTERACTION_ROUTE}/consent`, form, consent.decide)
  router.post(`${INTERACTION_ROUTE}/switch`, form, consent.useAnotherAccount)
  // A form's own address in the browser's bar, after an error and a reload.
  router.get(`${INTERACTION_ROUTE}/:form`, (req, res) => res.redirect(303, interactionPath(req.params.uid)))
  router.get(popupCallbackPath('').concat(':id'), async (req, res) => {
    const client = await clients.find(asClientId(String(req.params.id)))
    if (!client || client.allowedOrigins.length === 0) return sendErrorPage(res, 404, NO_POPUP)
    sendPage(res, 200, popupPage(client.allowedOrigins, client.name))
  })
  router.use(
    [OAUTH_PATHS.authorize, interactionPath(''), '/oauth/upstream', popupCallbackPath('')],
    createPageErrors(dependencies),
  )
  return router
}

const NO_POPUP = {
  title: 'Nothing here',
  message: 'This address is where a game picks up your sign-in, and no such game is known. Go back to your game.',
}

/** Bounds the sign-ins that one address begins, each of which the store keeps for a while. */
export function limitSignIns(limits: Limits): RequestHandler {
  return async (req, res, next) => {
    const wait = await limits.authorize.take(addressKey(req.ip))
    if (wait === null) return next()
    res.set('Retry-After', String(wait))
    const message = `Too many sign-ins were begun from here. Try again in ${waitingTime(wait)}.`
    sendErrorPage(res, 429, { title: 'One moment', message })
  }
}

/** Errors on these paths are shown as pages, never as JSON. */
export function createPageErrors({ engine: { errors }, log }: PageErrorsDependencies): ErrorRequestHandler {
  return (error, _req, res, next) => {
    if (res.headersSent) return next(error)
    if (error instanceof PageError) return sendErrorPage(res, error.status, error.view)
    if (error instanceof errors.SessionNotFound) return sendErrorPage(res, 400, SIGN_IN_EXPIRED)
    if (error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500) {
      return sendErrorPage(res, error.status, UNREADABLE)
    }
    log.error({ err: error }, 'a sign-in page failed')
    sendErrorPage(res, error instanceof StorageFailed ? 503 : 500, OUR_FAULT)
  }
}

const UNREADABLE = {
  title: 'This form could not be read',
  message: 'Something in it was too long or damaged on its way. Go back and try again.',
}
