import { Problem } from '@ante/shared'
import type { Request, Response } from 'express'
import type { Logger } from 'pino'
import type { PlayerId } from '../../domain/ids.ts'
import { formErrorOf, textField } from '../../html/forms.ts'
import type { Page } from '../../html/page.ts'
import { PageError, sendPage } from '../../html/send-page.ts'
import type { Sessions } from '../../oauth/provider/sessions.ts'
import type { Players } from '../../services/players/players.ts'
import { ACCOUNT_PATHS } from '../pages/account-paths.ts'
import { type ActionView, linkIssuerPage, linkPage, passwordPage, unlinkPage } from '../pages/action-pages.ts'
import { type NoticeName, noticePath } from '../pages/notices.ts'
import type { AccountSession, AccountSessions } from '../sign-in/account-session.ts'
import { type Action, formatAction } from './action.ts'
import type { PendingIdentities } from './pending-identities.ts'
import type { ReAuthentication } from './re-authentication.ts'
import { NOT_FOUND, type SignInMethods } from './sign-in-methods.ts'

/** The form of an action: it is shown, it is sent with a proof of who the player is, and then the action is done. */
export interface ActionForm {
  /** Shows the form; `view` adds what was proved, or what is wrong. */
  show(
    session: AccountSession,
    action: Action,
    res: Response,
    view?: Partial<ActionView>,
    status?: number,
  ): Promise<void>
  /** Runs `act` once the form proves who the player is. Otherwise, and where `act` throws a `Problem`, shows it again. */
  submit(action: Action, act: (session: AccountSession) => Promise<void>, req: Request, res: Response): Promise<void>
  /** After an action, which has ended every session: begins a new one for this browser and goes to the account page. */
  finish(playerId: PlayerId, notice: NoticeName, req: Request, res: Response): Promise<void>
}

interface ActionFormDependencies {
  readonly players: Players
  readonly sessions: Sessions
  readonly accountSessions: AccountSessions
  readonly methods: SignInMethods
  readonly pendingIdentities: PendingIdentities
  readonly reAuthentication: ReAuthentication
  readonly log: Logger
}

export function createActionForm(dependencies: ActionFormDependencies): ActionForm {
  const { players, sessions, accountSessions, methods, pendingIdentities, reAuthentication, log } = dependencies

  async function pageOf(view: ActionView, action: Action): Promise<Page> {
    switch (action.kind) {
      case 'password':
        return passwordPage(view)
      case 'link': {
        const provider = methods.provider(action.providerId)
        return linkPage({ ...view, provider, formTargets: [new URL(provider.authorizeUrl).origin] })
      }
      case 'link-issuer': {
        const identity = await pendingIdentities.find(action.pending)
        if (!identity) throw new PageError(404, NOT_FOUND)
        const issuerName = methods.nameOf(identity.provider)
        return linkIssuerPage({ ...view, pending: action.pending, identity, issuerName })
      }
      case 'unlink': {
        const identity = await methods.identity(view.player.id, action.identityKey)
        return unlinkPage({ ...view, identity: methods.view(identity) })
      }
    }
  }

  async function show(
    { player, csrfToken }: AccountSession,
    action: Action,
    res: Response,
    more: Partial<ActionView> = {},
    status = 200,
  ): Promise<void> {
    const needsName = action.kind === 'password' || action.kind === 'link-issuer'
    if (needsName && player.guest) return res.redirect(303, ACCOUNT_PATHS.upgradeGuest)
    const reAuthenticateBy = await methods.usableBy(player.id)
    const view = { player, csrfToken, proof: '', reAuthenticateBy, action: formatAction(action), ...more }
    sendPage(res, status, await pageOf(view, action))
  }

  return {
    show,

    async submit(action, act, req, res) {
      const session = await accountSessions.requireForm(req, res)
      const refused = await reAuthentication.check(req, res, session)
      if (refused) return show(session, action, res, refused, refused.status)
      try {
        await act(session)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        const formError = formErrorOf(error)
        await show(session, action, res, { proof: textField(req, 'confirmed'), ...formError }, formError.status)
      }
    },

    async finish(playerId, notice, req, res) {
      await sessions.begin(await players.byId(playerId), req, res)
      log.info({ player: playerId, action: notice }, 'the sign-in methods of an account were changed')
      res.redirect(303, noticePath(notice))
    },
  }
}
