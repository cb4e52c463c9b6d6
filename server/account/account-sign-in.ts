import type { Request, RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { parseCookies, writeCookie } from '../html/cookies.ts'
import { PageError, sendPage, textOf } from '../html/send-page.ts'
import { waitingTime } from '../html/waiting-time.ts'
import { isMacOf, macOf } from '../keys/hmac.ts'
import type { SignInThrottle } from '../limits/sign-in-throttle.ts'
import { assertNotBanned } from '../oauth/interaction/complete-sign-in.ts'
import { WRONG_PASSWORD } from '../oauth/interaction/sign-in.ts'
import type { Sessions } from '../oauth/provider/sessions.ts'
import type { PendingSignIn } from '../oauth/upstream/authorization-requests.ts'
import type { Upstream } from '../oauth/upstream/upstream.ts'
import type { Clock, Randomness } from '../services/core/clock.ts'
import type { Identities } from '../services/players/identities.ts'
import type { Players } from '../services/players/players.ts'
import { type AccountSessions, FOREIGN_FORM } from './account-session.ts'
import { ACCOUNT, ACCOUNT_PATHS, donePath } from './pages/account-paths.ts'
import { type AccountSignInView, accountSignInPage } from './pages/account-sign-in-page.ts'

/** In and out of these pages. */
export interface AccountSignIn {
  show(req: Request, res: Response, done?: string): void
  readonly signIn: RequestHandler
  /** Sends the browser to a provider, to sign in through it. */
  readonly continueWith: RequestHandler
  readonly arrive: RequestHandler
  readonly signOut: RequestHandler
  readonly signOutEverywhere: RequestHandler
}

interface AccountSignInDependencies {
  readonly players: Players
  readonly identities: Identities
  readonly sessions: Sessions
  readonly accountSessions: AccountSessions
  readonly throttle: SignInThrottle
  readonly upstream: Upstream
  readonly clock: Clock
  readonly random: Randomness
  readonly demo: boolean
  readonly publicUrl: string
  readonly secrets: readonly [string, ...string[]]
  /** Name of the cookie that binds the sign-in form to a browser in which nobody is signed in. */
  readonly cookieName: string
  readonly log: Logger
}

const HOUR = 3600_000

export function createAccountSignIn(dependencies: AccountSignInDependencies): AccountSignIn {
  const { players, identities, sessions, accountSessions, throttle, upstream, random, demo, publicUrl, secrets } =
    dependencies
  const { cookieName, log } = dependencies
  const browserOf = (req: Request) => parseCookies(req.headers.cookie).get(cookieName) ?? ''

  /** What the browser is known by while nobody is signed in. */
  function meet(req: Request, res: Response): string {
    const browser = browserOf(req) || random.bytes(32).toString('base64url')
    writeCookie(res, publicUrl, { name: cookieName, value: browser, maxAge: HOUR })
    return browser
  }

  function send(req: Request, res: Response, status: number, more: Partial<AccountSignInView>): void {
    const token = macOf(secrets[0], 'account-sign-in', meet(req, res))
    sendPage(res, status, accountSignInPage({ token, demo, providers: upstream.providers, ...more }))
  }

  function checkForm(req: Request): void {
    const browser = browserOf(req)
    const isOurs = browser !== '' && isMacOf(textOf(req, 'csrf_token'), secrets, 'account-sign-in', browser)
    if (!isOurs) throw new PageError(403, FOREIGN_FORM)
  }

  const pendingSignInOf = (req: Request): PendingSignIn | null => {
    const id = browserOf(req)
    const paths = { returnTo: ACCOUNT_PATHS.callbackResult, tryAgain: ACCOUNT }
    return id === '' ? null : { purpose: 'account', id, ...paths }
  }

  return {
    show: (req, res, done) => send(req, res, 200, { done }),

    async signIn(req, res) {
      checkForm(req)
      const username = textOf(req, 'username').trim()
      const wait = throttle.begin(req, username)
      if (wait !== null) {
        res.set('Retry-After', String(wait))
        const message = `Too many attempts to sign in. Try again in ${waitingTime(wait)}.`
        return send(req, res, 429, { username, message })
      }
      const player = await players.signIn(username, textOf(req, 'password'))
      if (!player) return send(req, res, 422, { username, message: WRONG_PASSWORD })
      throttle.succeeded(req, res, username)
      assertNotBanned(player)
      await sessions.begin(player, req, res)
      log.info({ player: player.id }, 'signed in to the account page')
      res.redirect(303, ACCOUNT)
    },

    async continueWith(req, res) {
      const pendingSignIn = pendingSignInOf(req)
      if (!pendingSignIn) return res.redirect(303, ACCOUNT)
      await upstream.begin(String(req.params.provider), pendingSignIn, req, res)
    },

    async arrive(req, res) {
      const pendingSignIn = pendingSignInOf(req)
      const callbackResult = pendingSignIn && (await upstream.callbackResult(pendingSignIn))
      if (!pendingSignIn || !callbackResult) return res.redirect(303, ACCOUNT)
      const { provider, subject } = callbackResult
      if (!(await identities.isKnown({ provider: provider.id, subject }))) throw nobodyThere(provider.name)
      const proof = await upstream.take(pendingSignIn, '')
      if (!proof) return res.redirect(303, ACCOUNT)
      const player = await identities.signIn(proof)
      assertNotBanned(player)
      await sessions.begin(player, req, res)
      log.info({ player: player.id, provider: provider.id }, 'signed in to the account page')
      res.redirect(303, ACCOUNT)
    },

    async signOut(req, res) {
      await accountSessions.openForm(req, res)
      await sessions.end(req, res)
      res.redirect(303, donePath('signed-out'))
    },

    async signOutEverywhere(req, res) {
      const { player } = await accountSessions.openForm(req, res)
      await players.signOutEverywhere(player.id)
      await sessions.end(req, res)
      log.info({ player: player.id }, 'signed out everywhere')
      res.redirect(303, donePath('signed-out-everywhere'))
    },
  }
}

function nobodyThere(name: string): PageError {
  return new PageError(404, {
    title: 'There is no account for this',
    message: `Nobody here signs in with that account of ${name}. You create one when you sign in to a game with it.`,
    action: { href: ACCOUNT, label: 'Back' },
  })
}
