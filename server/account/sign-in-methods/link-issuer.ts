import type { Request, RequestHandler } from 'express'
import type { Logger } from 'pino'
import type { ErrorView } from '../../html/error-page.ts'
import { textField } from '../../html/forms.ts'
import { PageError, sendPage } from '../../html/send-page.ts'
import {
  SubjectTokenRefused,
  type SubjectTokens,
  type VerifiedSubject,
} from '../../oauth/token-exchange/subject-token.ts'
import type { Randomness } from '../../services/core/clock.ts'
import type { Identities } from '../../services/players/identities.ts'
import { linkIssuerPath, TO_ACCOUNT } from '../pages/account-paths.ts'
import { noticePath } from '../pages/notices.ts'
import { readTokenPage } from '../pages/read-token-page.ts'
import type { AccountSession, AccountSessions } from '../sign-in/account-session.ts'
import type { AccountSignIn } from '../sign-in/account-sign-in.ts'
import { createBrowserForm } from '../sign-in/browser-form.ts'
import type { Action } from './action.ts'
import type { ActionForm } from './action-form.ts'
import { belongsToAnother } from './link-provider.ts'
import type { PendingIdentities } from './pending-identities.ts'
import { NOT_FOUND, type SignInMethods } from './sign-in-methods.ts'

/**
 * Links a player's account at an issuer of subject tokens. A game there opens the page with the token in its fragment; the
 * player signs in, or signs in again, and decides. Neither side alone can link: the token does not open the account, and
 * the account does not show the token.
 */
export interface LinkIssuer {
  /** The page that reads the token; once that was accepted, sign-in or the form. */
  readonly show: RequestHandler
  /** Receives the token that the page has read. */
  readonly receiveToken: RequestHandler
  readonly submit: RequestHandler
}

interface LinkIssuerDependencies {
  readonly identities: Identities
  readonly subjectTokens: SubjectTokens
  readonly pendingIdentities: PendingIdentities
  readonly accountSessions: AccountSessions
  readonly accountSignIn: AccountSignIn
  readonly methods: SignInMethods
  readonly form: ActionForm
  readonly random: Randomness
  readonly publicUrl: string
  readonly secrets: readonly [string, ...string[]]
  /** Name of the cookie that binds the page that reads the token to a browser. */
  readonly cookieName: string
  readonly log: Logger
}

export function createLinkIssuer(dependencies: LinkIssuerDependencies): LinkIssuer {
  const { identities, subjectTokens, pendingIdentities, accountSessions, accountSignIn, methods, form, log } =
    dependencies
  const readForm = createBrowserForm({ ...dependencies, purpose: 'account-add' })

  async function verified(token: string): Promise<VerifiedSubject> {
    try {
      const subject = await subjectTokens.verify(token)
      const { singleUseId, issuer, expiresAt } = subject
      if (singleUseId === null || (await subjectTokens.useOnce(`${issuer.id} ${singleUseId}`, expiresAt)))
        return subject
      throw new SubjectTokenRefused('grant', 'the token was used before, and this issuer lets it be used once')
    } catch (error) {
      if (!(error instanceof SubjectTokenRefused)) throw error
      log.info({ reason: error.message }, 'a subject token was refused on the account page')
      throw new PageError(error.reason === 'unavailable' ? 503 : 400, { ...REFUSED, detail: error.message })
    }
  }

  return {
    async show(req, res) {
      if (methods.issuers.length === 0) throw new PageError(404, NOT_FOUND)
      const { pending } = req.query
      if (typeof pending !== 'string') return sendPage(res, 200, readTokenPage(readForm.tokenFor(req, res)))
      if ((await pendingIdentities.find(pending)) === null) throw new PageError(400, EXPIRED)
      const session = await accountSessions.find(req, res)
      if (!session) return accountSignIn.show(req, res, undefined, pending)
      await form.show(session, actionOf(pending), res)
    },

    async receiveToken(req, res) {
      if (methods.issuers.length === 0) throw new PageError(404, NOT_FOUND)
      readForm.check(req)
      const { issuer, subject, name } = await verified(textField(req, 'subject_token'))
      const id = await pendingIdentities.put({ provider: issuer.id, subject, username: name })
      res.redirect(303, linkIssuerPath(id))
    },

    async submit(req, res) {
      const pending = pendingIn(req)
      const link = async ({ player }: AccountSession) => {
        const identity = await pendingIdentities.take(pending)
        if (!identity) throw new PageError(400, EXPIRED)
        const outcome = await identities.link(player.id, { ...identity, wallet: null })
        if (outcome === 'belongs_to_another') throw belongsToAnother(methods.nameOf(identity.provider))
        if (outcome === 'already_linked') return res.redirect(303, noticePath('linked-before'))
        await form.finish(player.id, 'linked', req, res)
      }
      await form.submit(actionOf(pending), link, req, res)
    },
  }
}

const pendingIn = (req: Request) => textField(req, 'pending')
const actionOf = (pending: string): Action => ({ kind: 'link-issuer', pending })

const REFUSED: ErrorView = {
  title: 'This account could not be confirmed',
  message: 'What the game sent does not say who you are there, or not any more. Go back to the game and try again.',
}

const EXPIRED: ErrorView = {
  title: 'This took too long',
  message: 'Nothing was changed. Go back to the game and try again.',
  action: TO_ACCOUNT,
}
