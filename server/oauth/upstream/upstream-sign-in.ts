import { Problem } from '@ante/shared'
import type { Request, RequestHandler, Response } from 'express'
import type { Player } from '../../domain/player.ts'
import { textField } from '../../html/forms.ts'
import { PageError, sendPage } from '../../html/send-page.ts'
import { tooManyRequestsPage } from '../../html/too-many-requests.ts'
import type { RequestLimits } from '../../limits/rate-limits.ts'
import type { Identities, Proof } from '../../services/players/identities.ts'
import type { CompleteSignIn } from '../interaction/complete-sign-in.ts'
import type { InteractionContext, InteractionContexts } from '../interaction/interaction-context.ts'
import { callbackResultPath, interactionPath } from '../provider/oauth-paths.ts'
import type { PendingSignIn } from './authorization-requests.ts'
import { failurePage } from './failure-pages.ts'
import { UpstreamFailure } from './failures.ts'
import type { CallbackResult, Upstream } from './upstream.ts'
import { walletPage } from './wallet-page.ts'

interface UpstreamSignInDependencies {
  readonly upstream: Upstream
  readonly identities: Identities
  readonly contexts: InteractionContexts
  readonly completeSignIn: CompleteSignIn
  readonly limits: RequestLimits
}

/** Signing in to a game through a provider. */
export interface UpstreamSignIn {
  /** Sends the browser to the provider. */
  readonly begin: RequestHandler
  /** Where the browser goes on that came back: signs in, or shows the page that reads the wallet JWT. */
  readonly complete: RequestHandler
  /** Signs in with the wallet JWT that the page has read. */
  readonly completeWithWallet: RequestHandler
}

export function createUpstreamSignIn(dependencies: UpstreamSignInDependencies): UpstreamSignIn {
  const { upstream, identities, contexts, completeSignIn, limits } = dependencies

  async function finish(
    result: CallbackResult,
    walletJwt: string,
    context: InteractionContext,
    req: Request,
    res: Response,
  ) {
    const { provider, subject } = result
    const isNew = !(await identities.isKnown({ provider: provider.id, subject }))
    if (isNew) await limitNewAccounts(req, res, context)
    const proof = await upstream.take(pendingSignInOf(context), walletJwt)
    if (!proof) throw failurePage(new UpstreamFailure('used'), provider.name, interactionPath(context.uid))
    await completeSignIn(await playerOf(proof), context, req, res)
  }

  async function limitNewAccounts(req: Request, res: Response, { uid }: InteractionContext): Promise<void> {
    const wait = await limits.newAccounts.take(req.ip)
    if (wait === null) return
    const back = { href: interactionPath(uid), label: 'Back to sign-in' }
    throw tooManyRequestsPage(res, wait, 'Too many accounts were created from here.', back)
  }

  async function playerOf(proof: Proof): Promise<Player> {
    try {
      return await identities.signIn(proof)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      throw new PageError(error.status, { title: 'You cannot sign in', message: error.message })
    }
  }

  return {
    async begin(req, res) {
      const context = await contexts.open(req, res)
      await upstream.begin(String(req.params.provider), pendingSignInOf(context), req, res)
    },

    async complete(req, res) {
      const context = await contexts.open(req, res)
      const result = await upstream.callbackResult(pendingSignInOf(context))
      if (!result) return res.redirect(303, interactionPath(context.uid))
      if (!result.mayBringWallet) return finish(result, '', context, req, res)
      sendPage(res, 200, walletPage({ ...context, action: callbackResultPath(context.uid) }))
    },

    async completeWithWallet(req, res) {
      const context = await contexts.openForm(req, res)
      const result = await upstream.callbackResult(pendingSignInOf(context))
      if (!result) return res.redirect(303, interactionPath(context.uid))
      await finish(result, textField(req, 'wallet_jwt'), context, req, res)
    },
  }
}

function pendingSignInOf({ uid }: InteractionContext): PendingSignIn {
  return { purpose: 'sign-in', id: uid, returnTo: callbackResultPath(uid), tryAgain: interactionPath(uid) }
}
