import type { RequestHandler } from 'express'
import type { ErrorView } from '../../html/error-page.ts'
import { PageError } from '../../html/send-page.ts'
import { macOf } from '../../keys/hmac.ts'
import type { PendingSignIn } from '../../oauth/upstream/authorization-requests.ts'
import type { Upstream } from '../../oauth/upstream/upstream.ts'
import type { Identities } from '../../services/players/identities.ts'
import { ACCOUNT, ACCOUNT_PATHS, TO_ACCOUNT } from '../pages/account-paths.ts'
import type { AccountSession, AccountSessions } from '../sign-in/account-session.ts'
import { type Action, formatAction, parseAction } from './action.ts'
import type { ActionForm } from './action-form.ts'
import type { ReAuthentication } from './re-authentication.ts'
import { keyOf, NOT_FOUND, type SignInMethods } from './sign-in-methods.ts'

/** Re-authenticates a player who has no password, through a provider of theirs. */
export interface ReAuthenticateUpstream {
  /** Sends the browser to the provider. */
  readonly begin: RequestHandler
  /** Where the browser goes on that came back: to the form of the action, with the proof in it. */
  readonly complete: RequestHandler
}

interface ReAuthenticateUpstreamDependencies {
  readonly identities: Identities
  readonly accountSessions: AccountSessions
  readonly methods: SignInMethods
  readonly form: ActionForm
  readonly reAuthentication: ReAuthentication
  readonly upstream: Upstream
  readonly secrets: readonly [string, ...string[]]
}

export function createReAuthenticateUpstream(dependencies: ReAuthenticateUpstreamDependencies): ReAuthenticateUpstream {
  const { identities, accountSessions, methods, form, reAuthentication, upstream, secrets } = dependencies

  function pendingSignInOf({ sessionUid }: AccountSession, action: Action): PendingSignIn {
    const next = formatAction(action)
    return {
      purpose: 'confirm',
      id: macOf(secrets[0], 'account-pending-sign-in', `confirm ${next} ${sessionUid}`),
      returnTo: `${ACCOUNT_PATHS.reAuthenticationCallback}?${new URLSearchParams({ next })}`,
      tryAgain: ACCOUNT,
    }
  }

  return {
    async begin(req, res) {
      const session = await accountSessions.require(req, res)
      const action = parseAction(req.query.next)
      if (!action) throw new PageError(404, NOT_FOUND)
      const provider = methods.provider(String(req.params.provider))
      await upstream.begin(provider.id, pendingSignInOf(session, action), req, res)
    },

    async complete(req, res) {
      const session = await accountSessions.require(req, res)
      const action = parseAction(req.query.next)
      const proof = action && (await upstream.take(pendingSignInOf(session, action), ''))
      if (!action || !proof) return res.redirect(303, ACCOUNT)
      const own = await identities.of(session.player.id)
      if (!own.some((identity) => keyOf(identity) === keyOf(proof))) throw new PageError(403, OTHER_IDENTITY)
      await form.show(session, action, res, { proof: reAuthentication.proofFor(session) })
    },
  }
}

const OTHER_IDENTITY: ErrorView = {
  title: 'That was somebody else',
  message: 'You signed in with an account that is not one of yours here. Nothing was changed.',
  action: TO_ACCOUNT,
}
