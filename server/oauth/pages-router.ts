import { OAUTH_PATHS, popupCallbackPath } from '@ante/shared'
import { Router } from 'express'
import { asClientId } from '../domain/ids.ts'
import { readForm } from '../html/forms.ts'
import { sendErrorPage, sendPage } from '../html/send-page.ts'
import { limitSignIns } from '../limits/limit-sign-ins.ts'
import type { RequestLimits } from '../limits/rate-limits.ts'
import type { Clients } from '../services/clients/clients.ts'
import type { ConsentHandlers } from './interaction/consent.ts'
import type { InteractionContexts } from './interaction/interaction-context.ts'
import { popupPage } from './interaction/pages/popup-page.ts'
import type { SignInHandlers } from './interaction/sign-in.ts'
import {
  CALLBACK_RESULT_ROUTE,
  CONTINUE_ROUTE,
  INTERACTION_ROUTE,
  interactionPath,
  UPSTREAM_CALLBACK_ROUTE,
} from './provider/oauth-paths.ts'
import { createPageErrors, type PageErrorsDependencies } from './provider/page-errors.ts'
import type { Forward } from './tokens/token-endpoint.ts'
import type { Upstream } from './upstream/upstream.ts'
import type { UpstreamSignIn } from './upstream/upstream-sign-in.ts'

interface PagesDependencies extends PageErrorsDependencies {
  readonly forward: Forward
  readonly clients: Clients
  readonly contexts: InteractionContexts
  readonly signIn: SignInHandlers
  readonly consent: ConsentHandlers
  readonly upstream: Upstream
  readonly upstreamSignIn: UpstreamSignIn
  readonly limits: RequestLimits
}

/** The pages of sign-in and consent, and the page on which a popup ends. */
export function signInPages(dependencies: PagesDependencies): Router {
  const { forward, clients, contexts, signIn, consent, upstream, upstreamSignIn, limits } = dependencies
  const router = Router({ caseSensitive: true, strict: true })

  router.get(OAUTH_PATHS.authorize, limitSignIns(limits), forward)
  router.get(`${OAUTH_PATHS.authorize}/:uid`, forward)
  router.get(INTERACTION_ROUTE, async (req, res) => {
    const context = await contexts.open(req, res)
    await (context.interaction.prompt.name === 'login' ? signIn : consent).show(context, res)
  })
  router.post(`${INTERACTION_ROUTE}/sign-in`, readForm, signIn.signIn)
  router.post(`${INTERACTION_ROUTE}/create-account`, readForm, signIn.createAccount)
  router.post(`${INTERACTION_ROUTE}/guest`, readForm, signIn.playAsGuest)
  router.get(CONTINUE_ROUTE, limitSignIns(limits), upstreamSignIn.begin)
  router.get(UPSTREAM_CALLBACK_ROUTE, upstream.callback)
  router.get(CALLBACK_RESULT_ROUTE, upstreamSignIn.complete)
  router.post(CALLBACK_RESULT_ROUTE, readForm, upstreamSignIn.completeWithWallet)
  router.post(`${INTERACTION_ROUTE}/consent`, readForm, consent.decide)
  router.post(`${INTERACTION_ROUTE}/switch`, readForm, consent.useAnotherAccount)
  // The browser asks for a form's own address when a page with an error in it is loaded again.
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
