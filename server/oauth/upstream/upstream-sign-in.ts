import { Problem } from '@ante/shared'
import type { Request, RequestHandler, Response } from 'express'
import type { Player } from '../../domain/player.ts'
import { PageError, sendPage, textOf } from '../../html/send-page.ts'
import { waitingTime } from '../../html/waiting-time.ts'
import { addressKey, type Limits } from '../../limits/rate-limits.ts'
import type { Identities, Proof } from '../../services/players/identities.ts'
import type { CompleteSignIn } from '../interaction/complete-sign-in.ts'
import type { InteractionContext, InteractionContexts } from '../interaction/interaction-context.ts'
import { callbackResultPath, interactionPath } from '../provider/oauth-paths.ts'
import type { PendingSignIn } from './authorization-requests.ts'
import { failurePage } from './failure-pages.ts'
import { UpstreamFailure } from './failures.ts'
import type { CallbackResult, Upstream } from './upstream.ts'
import { bringWalletPage } from './wallet-page.ts'

interface UpstreamSignInDependencies {
  readonly upstream: Upstream
  readonly identities: Identities
  readonly contexts: InteractionContexts
  readonly completeSignIn: CompleteSignIn
  readonly limits: Limits
}

/** Signing in through a provider: away, and back on a page of the same sign-in. */
export interface UpstreamSignIn {
  readonly begin: RequestHandler
  readonly arrive: RequestHandler
  readonly bringWallet: RequestHandler
}

export function createUpstreamSignIn(dependencies: UpstreamSignInDependencies): UpstreamSignIn {
  const { upstream, identities, contexts, completeSignIn, limits } = dependencies

  async function finish(
    callbackResult: CallbackResult,
    walletJwt: string,
    context: InteractionContext,
    req: Request,
    res: Response,
  ) {
    const isNew = !(await identities.isKnown({ provider: callbackResult.provider.id, subject: callbackResult.subject }))
    if (isNew) await limitNewAccounts(req, res, context)
    const proof = await upstream.take(pendingSignInOf(context), walletJwt)
    if (!proof)
      throw failurePage(new UpstreamFailure('used'), callbackResult.provider.name, interactionPath(context.uid))
    await completeSignIn(await playerOf(proof), context, req, res)
  }

  async function limitNewAccounts(req: Request, res: Response, { uid }: InteractionContext): Promise<void> {
    const wait = await limits.newAccounts.take(addressKey(req.ip))
    if (wait === null) return
    res.set('Retry-After', String(wait))
    throw new PageError(429, {
      title: 'One moment',
      message: `Too many accounts were created from here. Try again in ${waitingTime(wait)}.`,
      action: { href: interactionPath(uid), label: 'Back to sign-in' },
    })
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

    async arrive(req, res) {
      const context = await contexts.open(req, res)
      const callbackResult = await upstream.callbackResult(pendingSignInOf(context))
      if (!callbackResult) return res.redirect(303, interactionPath(context.uid))
      if (!callbackResult.mayBringWallet) return finish(callbackResult, '', context, req, res)
      sendPage(res, 200, bringWalletPage({ ...context, action: callbackResultPath(context.uid) }))
    },

    async bringWallet(req, res) {
      const context = await contexts.openForm(req, res)
      const callbackResult = await upstream.callbackResult(pendingSignInOf(context))
      if (!callbackResult) return res.redirect(303, interactionPath(context.uid))
      await finish(callbackResult, textOf(req, 'wallet_jwt'), context, req, res)
    },
  }
}

function pendingSignInOf({ uid }: InteractionContext): PendingSignIn {
  return { purpose: 'sign-in', id: uid, returnTo: callbackResultPath(uid), tryAgain: interactionPath(uid) }
}
