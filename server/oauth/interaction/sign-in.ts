import { Problem } from '@ante/shared'
import type { Request, RequestHandler, Response } from 'express'
import type { Player } from '../../domain/player.ts'
import { type FormError, formErrorOf, hasField, textField } from '../../html/forms.ts'
import { sendPage } from '../../html/send-page.ts'
import { tooManyRequests } from '../../html/too-many-requests.ts'
import type { RequestLimits } from '../../limits/rate-limits.ts'
import type { SignInThrottle } from '../../limits/sign-in-throttle.ts'
import type { Players } from '../../services/players/players.ts'
import type { CompleteSignIn } from './complete-sign-in.ts'
import type { InteractionContext, InteractionContexts } from './interaction-context.ts'
import { createAccountPage, type ProviderName, type SignInView, signInPage } from './pages/sign-in-page.ts'
import { createPasswordSignIn } from './password-sign-in.ts'

interface SignInDependencies {
  readonly players: Players
  readonly contexts: InteractionContexts
  readonly completeSignIn: CompleteSignIn
  readonly throttle: SignInThrottle
  readonly limits: RequestLimits
  readonly demo: boolean
  /** Providers through which people can sign in as well. */
  readonly providers: readonly ProviderName[]
}

/** What the buttons of the sign-in pages do. */
export interface SignInHandlers {
  readonly show: (context: InteractionContext, res: Response) => void
  readonly signIn: RequestHandler
  readonly createAccount: RequestHandler
  readonly playAsGuest: RequestHandler
}

export function createSignIn(dependencies: SignInDependencies): SignInHandlers {
  const { players, contexts, completeSignIn, limits, demo, providers } = dependencies
  const passwordSignIn = createPasswordSignIn(dependencies)
  const viewOf = (context: InteractionContext, more: Partial<SignInView> = {}): SignInView => ({
    ...context,
    demo,
    providers,
    ...more,
  })

  /** Creates an account and signs in to it, unless this network has created too many. */
  async function createAndSignIn(
    create: () => Promise<Player>,
    showAgain: ShowAgain,
    context: InteractionContext,
    req: Request,
    res: Response,
  ) {
    const wait = await limits.newAccounts.take(req.ip)
    if (wait !== null) return showAgain(tooManyRequests(res, wait, 'Too many accounts were created from here.'))
    try {
      await completeSignIn(await create(), context, req, res)
    } catch (error) {
      await limits.newAccounts.giveBack(req.ip)
      if (!(error instanceof Problem)) throw error
      // That a name is taken cannot be hidden from somebody who chooses one, only from somebody who asks for many.
      const waitForNames = error.code === 'username_taken' ? await limits.takenNames.take(req.ip) : null
      if (waitForNames !== null) {
        return showAgain(tooManyRequests(res, waitForNames, 'Too many names were tried from here.'))
      }
      showAgain({ message: SEE_FIELDS, ...formErrorOf(error) })
    }
  }

  return {
    show: (context, res) => sendPage(res, 200, signInPage(viewOf(context))),

    async signIn(req, res) {
      const context = await contexts.openForm(req, res)
      const result = await passwordSignIn(req, res)
      if (result.player) return completeSignIn(result.player, context, req, res)
      const { status, username, message } = result
      sendPage(res, status, signInPage(viewOf(context, { username, message })))
    },

    async createAccount(req, res) {
      const context = await contexts.openForm(req, res)
      const [username, nickname] = [textField(req, 'username').trim(), textField(req, 'nickname')]
      const password = textField(req, 'password')
      const show = (status: number, error: Partial<FormError>) =>
        sendPage(res, status, createAccountPage(viewOf(context, { username, nickname, ...error })))
      // The sign-in page has the same button and no display name: there is more to fill in first.
      const isFromSignInPage = !hasField(req, 'nickname')
      if (isFromSignInPage && (username === '' || password === '')) return show(200, {})
      const account = { username, password, nickname: nickname.trim() || undefined }
      const create = () => players.createAccount(account)
      await createAndSignIn(create, (error) => show(error.status, error), context, req, res)
    },

    async playAsGuest(req, res) {
      const context = await contexts.openForm(req, res)
      const showAgain: ShowAgain = (error) => sendPage(res, error.status, signInPage(viewOf(context, error)))
      await createAndSignIn(() => players.createGuest(), showAgain, context, req, res)
    },
  }
}

type ShowAgain = (error: FormError) => void

const SEE_FIELDS = 'Not created yet: see what is marked below.'
