import { Problem } from '@ante/shared'
import type { Request, RequestHandler, Response } from 'express'
import type { Player } from '../../domain/player.ts'
import { sendPage, textOf } from '../../html/send-page.ts'
import { waitingTime } from '../../html/waiting-time.ts'
import { addressKey, type Limits } from '../../limits/rate-limits.ts'
import type { SignInThrottle } from '../../limits/sign-in-throttle.ts'
import type { Players } from '../../services/players/players.ts'
import type { CompleteSignIn } from './complete-sign-in.ts'
import type { InteractionContext, InteractionContexts } from './interaction-context.ts'
import { createAccountPage, type ProviderName, type SignInView, signInPage } from './pages/sign-in-page.ts'

interface SignInDependencies {
  readonly players: Players
  readonly contexts: InteractionContexts
  readonly completeSignIn: CompleteSignIn
  readonly throttle: SignInThrottle
  readonly limits: Limits
  readonly demo: boolean
  /** Through whom people can sign in as well. */
  readonly providers: readonly ProviderName[]
}

/** What the sign-in pages' buttons do. */
export interface SignInHandlers {
  readonly show: (context: InteractionContext, res: Response) => void
  readonly signIn: RequestHandler
  readonly createAccount: RequestHandler
  readonly playAsGuest: RequestHandler
}

export function createSignIn(dependencies: SignInDependencies): SignInHandlers {
  const { players, contexts, completeSignIn, throttle, limits, demo, providers } = dependencies
  const viewOf = (context: InteractionContext, more: Partial<SignInView> = {}): SignInView => ({
    ...context,
    demo,
    providers,
    ...more,
  })

  /** Runs what creates an account, unless this address has created too many. */
  async function createAndSignIn(
    create: () => Promise<Player>,
    refuse: Refuse,
    context: InteractionContext,
    req: Request,
    res: Response,
  ) {
    const address = addressKey(req.ip)
    const wait = await limits.newAccounts.take(address)
    if (wait !== null) return refuse(tooMany('Too many accounts were created from here.', wait, res))
    try {
      await completeSignIn(await create(), context, req, res)
    } catch (error) {
      await limits.newAccounts.giveBack(address)
      if (!(error instanceof Problem)) throw error
      // Which names are taken cannot be kept from who chooses one, only from who asks for very many.
      const named = error.code === 'username_taken' ? await limits.takenNames.take(address) : null
      if (named !== null) return refuse(tooMany('Too many names were tried from here.', named, res))
      refuse({ status: 422, fieldErrors: fieldErrorsOf(error), message: messageOf(error) })
    }
  }

  return {
    show: (context, res) => sendPage(res, 200, signInPage(viewOf(context))),

    async signIn(req, res) {
      const context = await contexts.openForm(req, res)
      const username = textOf(req, 'username').trim()
      const refuse = ({ status, message }: Refusal) =>
        sendPage(res, status, signInPage(viewOf(context, { username, ...(message !== undefined && { message }) })))
      const wait = throttle.begin(req, username)
      if (wait !== null) return refuse(tooMany('Too many attempts to sign in.', wait, res))
      const player = await players.signIn(username, textOf(req, 'password'))
      if (!player) return refuse({ status: 422, message: WRONG_PASSWORD })
      throttle.succeeded(req, res, username)
      await completeSignIn(player, context, req, res)
    },

    async createAccount(req, res) {
      const context = await contexts.openForm(req, res)
      const [username, password, nickname] = [
        textOf(req, 'username').trim(),
        textOf(req, 'password'),
        textOf(req, 'nickname'),
      ]
      const refuse: Refuse = ({ status, ...why }) =>
        sendPage(res, status, createAccountPage(viewOf(context, { username, nickname, ...why })))
      // The same button on the sign-in page, which has no such field, leads here while something is still to be typed.
      const fromSignIn = req.body.nickname === undefined
      if (fromSignIn && (username === '' || password === '')) return refuse({ status: 200 })
      const account = { username, password, nickname: nickname.trim() || undefined }
      await createAndSignIn(() => players.createAccount(account), refuse, context, req, res)
    },

    async playAsGuest(req, res) {
      const context = await contexts.openForm(req, res)
      const refuse: Refuse = ({ status, ...why }) => sendPage(res, status, signInPage(viewOf(context, why)))
      await createAndSignIn(() => players.createGuest(), refuse, context, req, res)
    },
  }
}

interface Refusal {
  readonly status: number
  readonly message?: string
  readonly fieldErrors?: Readonly<Record<string, string>>
}
type Refuse = (refusal: Refusal) => void

export const WRONG_PASSWORD = 'This username and password do not belong together. Check both, or create an account.'

function tooMany(what: string, wait: number, res: Response): Refusal {
  res.set('Retry-After', String(wait))
  return { status: 429, message: `${what} Try again in ${waitingTime(wait)}.` }
}

/** What is wrong, field by field, as sentences. */
export function fieldErrorsOf({ errors, code, message }: Problem): Record<string, string> {
  if (code === 'username_taken') return { username: message }
  return Object.fromEntries(
    errors.map(({ path, message: text }) => [path, `${text[0]?.toUpperCase()}${text.slice(1)}.`]),
  )
}

function messageOf({ errors, message }: Problem): string {
  return errors.length > 0 ? 'Not created yet: see what is marked below.' : message
}
