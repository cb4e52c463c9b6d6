import express, { Router } from 'express'
import type { Logger } from 'pino'
import { cookieNames } from '../html/cookies.ts'
import { refuseForeignForms } from '../html/csrf.ts'
import { limitSignIns } from '../limits/limit-sign-ins.ts'
import type { ForAccountPages } from '../oauth/oauth.ts'
import { createPageErrors } from '../oauth/provider/page-errors.ts'
import { createConnections } from '../oauth/tokens/connected-applications.ts'
import type { Clients } from '../services/clients/clients.ts'
import type { Clock, Randomness } from '../services/core/clock.ts'
import type { Identities } from '../services/players/identities.ts'
import type { Players } from '../services/players/players.ts'
import type { OAuthRecords } from '../storage/storage.ts'
import { createAccountVisits } from './account-session.ts'
import { createEntrance } from './account-sign-in.ts'
import { createOverview } from './overview.ts'
import {
  ACCOUNT,
  ACCOUNT_PATHS,
  CONFIRM_ROUTE,
  CONTINUE_ROUTE,
  LINK_ROUTE,
  UNLINK_ROUTE,
} from './pages/account-paths.ts'
import { createConfirmation } from './re-authentication.ts'
import { createWays } from './sign-in-methods.ts'
import { createKeep } from './upgrade-guest.ts'

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
  const shared = { ...dependencies, cookieName, visits: createAccountVisits(dependencies) }
  const connections = createConnections(dependencies)
  const confirmation = createConfirmation(dependencies)
  const entrance = createEntrance(shared)
  const ways = createWays({ ...shared, confirmation })
  const overview = createOverview({ ...shared, connections, entrance, ways })
  const keep = createKeep(shared)

  const router = Router()
  const form = express.urlencoded({ extended: false, limit: '16kb' })
  router.use(ACCOUNT, refuseForeignForms(publicUrl))
  router.get(ACCOUNT, overview.show)
  router.post(ACCOUNT_PATHS.profile, form, overview.rename)
  router.post(ACCOUNT_PATHS.disconnect, form, overview.disconnect)

  router.post(ACCOUNT_PATHS.signIn, form, entrance.signIn)
  router.get(CONTINUE_ROUTE, limitSignIns(dependencies.limits), entrance.continueWith)
  router.get(ACCOUNT_PATHS.arrival, entrance.arrive)
  router.post(ACCOUNT_PATHS.signOut, form, entrance.signOut)
  router.post(ACCOUNT_PATHS.signOutEverywhere, form, entrance.signOutEverywhere)

  router.get(ACCOUNT_PATHS.keep, keep.show)
  router.post(ACCOUNT_PATHS.keep, form, keep.keep)
  router.get(ACCOUNT_PATHS.password, ways.showPassword)
  router.post(ACCOUNT_PATHS.password, form, ways.setPassword)
  router.get(LINK_ROUTE, ways.showLink)
  router.post(LINK_ROUTE, form, ways.link)
  router.get(ACCOUNT_PATHS.linked, ways.linked)
  router.get(UNLINK_ROUTE, ways.showUnlink)
  router.post(UNLINK_ROUTE, form, ways.unlink)
  router.get(CONFIRM_ROUTE, limitSignIns(dependencies.limits), ways.confirm)
  router.get(ACCOUNT_PATHS.confirmed, ways.confirmed)
  // A form's own address in the browser's bar, after an error and a reload.
  router.get(`${ACCOUNT}/:page`, (_req, res) => res.redirect(303, ACCOUNT))
  router.use(ACCOUNT, createPageErrors(dependencies))
  return router
}
