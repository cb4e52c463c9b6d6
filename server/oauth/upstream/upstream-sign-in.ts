import { Problem } from '@ante/shared'
import type { Request, RequestHandler, Response } from 'express'
import type { Player } from '../../domain/player.ts'
import { PageError, sendPage, textOf } from '../../html/send-page.ts'
import { waitingTime } from '../../html/waiting-time.ts'
import { addressKey, type Limits } from '../../limits/rate-limits.ts'
import type { Identities, Proof } from '../../services/players/identities.ts'
import type { Enter } from '../interaction/complete-sign-in.ts'
import type { Visit, Visits } from '../interaction/interaction-context.ts'
import { arrivalPath, interactionPath } from '../provider/oauth-paths.ts'
import { failurePage } from './failure-pages.ts'
import { UpstreamFailure } from './failures.ts'
import type { Errand } from './pending-sign-ins.ts'
import type { Arrival, Upstream } from './upstream.ts'
import { bringWalletPage } from './wallet-page.ts'

interface UpstreamSignInDependencies {
  readonly upstream: Upstream
  readonly identities: Identities
  readonly visits: Visits
  readonly enter: Enter
  readonly limits: Limits
}

/** Signing in through a provider: away, and back on a page of the same sign-in. */
export interface UpstreamSignIn {
  readonly begin: RequestHandler
  readonly arrive: RequestHandler
  readonly bringWallet: RequestHandler
}

export function createUpstreamSignIn(dependencies: UpstreamSignInDependencies): UpstreamSignIn {
  const { upstream, identities, visits, enter, limits } = dependencies

  async function finish(arrival: Arrival, walletJwt: string, visit: Visit, req: Request, res: Response) {
    const isNew = !(await identities.isKnown({ provider: arrival.provider.id, subject: arrival.subject }))
    if (isNew) await limitNewAccounts(req, res, visit)
    const proof = await upstream.take(errandOf(visit), walletJwt)
    if (!proof) throw failurePage(new UpstreamFailure('used'), arrival.provider.name, interactionPath(visit.uid))
    await enter(await playerOf(proof), visit, req, res)
  }

  async function limitNewAccounts(req: Request, res: Response, { uid }: Visit): Promise<void> {
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
      const visit = await visits.open(req, res)
      await upstream.begin(String(req.params.provider), errandOf(visit), req, res)
    },

    async arrive(req, res) {
      const visit = await visits.open(req, res)
      const arrival = await upstream.arrival(errandOf(visit))
      if (!arrival) return res.redirect(303, interactionPath(visit.uid))
      if (!arrival.mayBringWallet) return finish(arrival, '', visit, req, res)
      sendPage(res, 200, bringWalletPage({ ...visit, action: arrivalPath(visit.uid) }))
    },

    async bringWallet(req, res) {
      const visit = await visits.openForm(req, res)
      const arrival = await upstream.arrival(errandOf(visit))
      if (!arrival) return res.redirect(303, interactionPath(visit.uid))
      await finish(arrival, textOf(req, 'wallet_jwt'), visit, req, res)
    },
  }
}

function errandOf({ uid }: Visit): Errand {
  return { purpose: 'sign-in', id: uid, returnTo: arrivalPath(uid), tryAgain: interactionPath(uid) }
}
