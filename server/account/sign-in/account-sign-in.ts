import type { Request, RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import type { Player } from '../../domain/player.ts'
import { textField } from '../../html/forms.ts'
import { PageError, sendPage } from '../../html/send-page.ts'
import type { SignInThrottle } from '../../limits/sign-in-throttle.ts'
import { assertNotBanned } from '../../oauth/interaction/complete-sign-in.ts'
import { createPasswordSignIn } from '../../oauth/interaction/password-sign-in.ts'
import type { Sessions } from '../../oauth/provider/sessions.ts'
import type { PendingSignIn } from '../../oauth/upstream/authorization-requests.ts'
import type { Upstream } from '../../oauth/upstream/upstream.ts'
import type { Randomness } from '../../services/core/clock.ts'
import type { Identities } from '../../services/players/identities.ts'
import type { Players } from '../../services/players/players.ts'
import { ACCOUNT, ACCOUNT_PATHS, linkIssuerPath } from '../pages/account-paths.ts'
import { type AccountSignInView, accountSignInPage } from '../pages/account-sign-in-page.ts'
import { createBrowserForm } from './browser-form.ts'

/** Signs people in to the account pages themselves, by password or through a provider. */
export interface AccountSignIn {
  /** `notice` says what was done before. `pending` names an account at an issuer that is linked after the sign-in. */
  show(req: Request, res: Response, notice?: string, pending?: string): void
  readonly signIn: RequestHandler
  /** Sends the browser to a provider. */
  readonly beginUpstream: RequestHandler
  /** Where the browser goes on that came back from a provider. */
  readonly completeUpstream: RequestHandler
}

interface AccountSignInDependencies {
  readonly players: Players
  readonly identities: Identities
  readonly sessions: Sessions
  readonly throttle: SignInThrottle
  readonly upstream: Upstream
  readonly random: Randomness
  readonly demo: boolean
  readonly publicUrl: string
  readonly secrets: readonly [string, ...string[]]
  /** Name of the cookie that binds the sign-in form to a browser in which nobody is signed in. */
  readonly cookieName: string
  readonly log: Logger
}

export function createAccountSignIn(dependencies: AccountSignInDependencies): AccountSignIn {
  const { identities, sessions, upstream, demo, log } = dependencies
  const passwordSignIn = createPasswordSignIn(dependencies)
  const form = createBrowserForm({ ...dependencies, purpose: 'account-sign-in' })

  function send(req: Request, res: Response, status: number, more: Partial<AccountSignInView>): void {
    const csrfToken = form.tokenFor(req, res)
    sendPage(res, status, accountSignInPage({ csrfToken, demo, providers: upstream.providers, ...more }))
  }

  function pendingSignInOf(req: Request): PendingSignIn | null {
    const id = form.browserIdOf(req)
    const paths = { returnTo: ACCOUNT_PATHS.upstreamCallback, tryAgain: ACCOUNT }
    return id === '' ? null : { purpose: 'account', id, ...paths }
  }

  async function complete(player: Player, how: { provider?: string; next: string }, req: Request, res: Response) {
    const { provider, next } = how
    assertNotBanned(player)
    await sessions.begin(player, req, res)
    log.info({ player: player.id, provider }, 'signed in to the account page')
    res.redirect(303, next)
  }

  return {
    show: (req, res, notice, pending) => send(req, res, 200, { notice, pending }),

    async signIn(req, res) {
      form.check(req)
      const pending = textField(req, 'pending') || undefined
      const next = pending === undefined ? ACCOUNT : linkIssuerPath(pending)
      const result = await passwordSignIn(req, res)
      if (result.player) return complete(result.player, { next }, req, res)
      const { status, username, message } = result
      send(req, res, status, { username, message, pending })
    },

    async beginUpstream(req, res) {
      const pendingSignIn = pendingSignInOf(req)
      if (!pendingSignIn) return res.redirect(303, ACCOUNT)
      await upstream.begin(String(req.params.provider), pendingSignIn, req, res)
    },

    async completeUpstream(req, res) {
      const pendingSignIn = pendingSignInOf(req)
      const result = pendingSignIn && (await upstream.callbackResult(pendingSignIn))
      if (!pendingSignIn || !result) return res.redirect(303, ACCOUNT)
      const { provider, subject } = result
      if (!(await identities.isKnown({ provider: provider.id, subject }))) throw unknownIdentity(provider.name)
      const proof = await upstream.take(pendingSignIn, '')
      if (!proof) return res.redirect(303, ACCOUNT)
      await complete(await identities.signIn(proof), { provider: provider.id, next: ACCOUNT }, req, res)
    },
  }
}

function unknownIdentity(providerName: string): PageError {
  return new PageError(404, {
    title: 'There is no account for this',
    message: `Nobody here signs in with that account of ${providerName}. You create one when you sign in to a game with it.`,
    action: { href: ACCOUNT, label: 'Back' },
  })
}
