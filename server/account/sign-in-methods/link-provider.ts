import type { Request, RequestHandler } from 'express'
import { PageError } from '../../html/send-page.ts'
import { macOf } from '../../keys/hmac.ts'
import type { PendingSignIn } from '../../oauth/upstream/authorization-requests.ts'
import type { Upstream } from '../../oauth/upstream/upstream.ts'
import type { Identities } from '../../services/players/identities.ts'
import { ACCOUNT, ACCOUNT_PATHS, TO_ACCOUNT } from '../pages/account-paths.ts'
import { noticePath } from '../pages/notices.ts'
import type { AccountSession, AccountSessions } from '../sign-in/account-session.ts'
import type { Action } from './action.ts'
import type { ActionForm } from './action-form.ts'
import type { SignInMethods } from './sign-in-methods.ts'

/** Adds an account at a provider as a way to sign in. */
export interface LinkProvider {
  readonly show: RequestHandler
  /** Sends the browser to the provider. */
  readonly submit: RequestHandler
  /** Where the browser goes on that came back from the provider. */
  readonly complete: RequestHandler
}

interface LinkProviderDependencies {
  readonly identities: Identities
  readonly accountSessions: AccountSessions
  readonly methods: SignInMethods
  readonly form: ActionForm
  readonly upstream: Upstream
  readonly secrets: readonly [string, ...string[]]
}

export function createLinkProvider(dependencies: LinkProviderDependencies): LinkProvider {
  const { identities, accountSessions, methods, form, upstream, secrets } = dependencies
  const providerOf = ({ params }: Request) => methods.provider(String(params.provider))
  const actionOf = (req: Request): Action => ({ kind: 'link', providerId: providerOf(req).id })

  const pendingSignInOf = ({ sessionUid }: AccountSession): PendingSignIn => ({
    purpose: 'link',
    id: macOf(secrets[0], 'account-pending-sign-in', `link ${sessionUid}`),
    returnTo: ACCOUNT_PATHS.linkCallback,
    tryAgain: ACCOUNT,
  })

  return {
    async show(req, res) {
      const session = await accountSessions.require(req, res)
      await form.show(session, actionOf(req), res)
    },

    async submit(req, res) {
      const goToProvider = (session: AccountSession) =>
        upstream.begin(providerOf(req).id, pendingSignInOf(session), req, res)
      const action: Action = { kind: 'link', providerId: String(req.params.provider) }
      await form.submit(action, goToProvider, req, res)
    },

    async complete(req, res) {
      const session = await accountSessions.require(req, res)
      const proof = await upstream.take(pendingSignInOf(session), '')
      if (!proof) return res.redirect(303, ACCOUNT)
      const outcome = await identities.link(session.player.id, proof)
      if (outcome === 'belongs_to_another') throw belongsToAnother(methods.provider(proof.provider).name)
      if (outcome === 'already_linked') return res.redirect(303, noticePath('linked-before'))
      await form.finish(session.player.id, 'linked', req, res)
    },
  }
}

export function belongsToAnother(providerName: string): PageError {
  return new PageError(409, {
    title: `That account of ${providerName} is taken`,
    message: `Somebody here signs in with it already. Accounts are never merged: sign in with it to use that one, or add another account of ${providerName}.`,
    action: TO_ACCOUNT,
  })
}
