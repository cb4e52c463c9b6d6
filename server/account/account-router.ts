import express, { Router } from 'express'
import type { Logger } from 'pino'
import { cookieNames } from '../html/cookies.ts'
import { rejectCrossSiteForms } from '../html/csrf.ts'
import { limitSignIns } from '../limits/limit-sign-ins.ts'
import type { ForAccountPages } from '../oauth/oauth.ts'
import { createPageErrors } from '../oauth/provider/page-errors.ts'
import { createConnections } from '../oauth/tokens/connected-applications.ts'
import type { Clients } from '../services/clients/clients.ts'
import type { Clock, Randomness } from '../services/core/clock.ts'
import type { Identities } from '../services/players/identities.ts'
import type { Players } from '../services/players/players.ts'
import type { OAuthRecords } from '../storage/storage.ts'
import { createAccountSessions } from './account-session.ts'
import { createAccountSignIn } from './account-sign-in.ts'
import { createOverview } from './overview.ts'
import {
  ACCOUNT,
  ACCOUNT_PATHS,
  CONFIRM_ROUTE,
  CONTINUE_ROUTE,
  LINK_ROUTE,
  UNLINK_ROUTE,
} from './pages/account-paths.ts'
import { createReAuthentication } from './re-authentication.ts'
import { createSignInMethods } from './sign-in-methods.ts'
import { createUpgradeGuest } from './upgrade-guest.ts'

export interface AccountDependencies extends ForAccountPages {
  readonly records: OAuthRecords
  readonly clients: Clients
  readonly players: Players
  readonly identities: Identities
  readonly clock: Clock
  readonly random: Randomness
  readonly publicUrl: string
  readonly secrets: readonly [string, ...string[]]
  readonly demo: boolean
  readonly log: Logger
}

/** The pages on which people look after their own accounts. */
export function accountPages(dependencies: AccountDependencies): Router {
  const { publicUrl } = dependencies
  const cookieName = cookieNames(publicUrl).account
  const shared = { ...dependencies, cookieName, accountSessions: createAccountSessions(dependencies) }
  const connections = createConnections(dependencies)
  const reAuthentication = createReAuthentication(dependencies)
  const accountSignIn = createAccountSignIn(shared)
  const signInMethods = createSignInMethods({ ...shared, reAuthentication })
  const overview = createOverview({ ...shared, connections, accountSignIn, signInMethods })
  const keep = createUpgradeGuest(shared)

  const router = Router()
  const form = express.urlencoded({ extended: false, limit: '16kb' })
  router.use(ACCOUNT, rejectCrossSiteForms(publicUrl))
  router.get(ACCOUNT, overview.show)
  router.post(ACCOUNT_PATHS.profile, form, overview.rename)
  router.post(ACCOUNT_PATHS.disconnect, form, overview.disconnect)

  router.post(ACCOUNT_PATHS.signIn, form, accountSignIn.signIn)
  router.get(CONTINUE_ROUTE, limitSignIns(dependencies.limits), accountSignIn.continueWith)
  router.get(ACCOUNT_PATHS.callbackResult, accountSignIn.arrive)
  router.post(ACCOUNT_PATHS.signOut, form, accountSignIn.signOut)
  router.post(ACCOUNT_PATHS.signOutEverywhere, form, accountSignIn.signOutEverywhere)

  router.get(ACCOUNT_PATHS.keep, keep.show)
  router.post(ACCOUNT_PATHS.keep, form, keep.keep)
  router.get(ACCOUNT_PATHS.password, signInMethods.showPassword)
  router.post(ACCOUNT_PATHS.password, form, signInMethods.setPassword)
  router.get(LINK_ROUTE, signInMethods.showLink)
  router.post(LINK_ROUTE, form, signInMethods.link)
  router.get(ACCOUNT_PATHS.linked, signInMethods.linked)
  router.get(UNLINK_ROUTE, signInMethods.showUnlink)
  router.post(UNLINK_ROUTE, form, signInMethods.unlink)
  router.get(CONFIRM_ROUTE, limitSignIns(dependencies.limits), signInMethods.confirm)
  router.get(ACCOUNT_PATHS.confirmed, signInMethods.confirmed)
  // A form's own address in the browser's bar, after an error and a reload.
  router.get(`${ACCOUNT}/:page`, (_req, res) => res.redirect(303, ACCOUNT))
  router.use(ACCOUNT, createPageErrors(dependencies))
  return router
}
