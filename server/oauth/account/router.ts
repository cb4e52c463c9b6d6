import express, { Router } from 'express'
import type { Clients } from '../../services/clients.ts'
import type { Clock, Randomness } from '../../services/clock.ts'
import type { Identities } from '../../services/identities.ts'
import type { Players } from '../../services/players.ts'
import type { OAuthRecords } from '../../storage/storage.ts'
import type { Attempts } from '../attempts.ts'
import type { Limits } from '../limits.ts'
import { createPageErrors, limitSignIns, type PageErrorsDependencies } from '../pages-router.ts'
import type { Sessions } from '../sessions.ts'
import type { Upstream } from '../upstream/upstream.ts'
import { createConfirmation } from './confirmation.ts'
import { createConnections } from './connections.ts'
import { createEntrance } from './entrance.ts'
import { createKeep } from './keep.ts'
import { createOverview } from './overview.ts'
import { ACCOUNT, ACCOUNT_PATHS, CONFIRM_ROUTE, CONTINUE_ROUTE, LINK_ROUTE, UNLINK_ROUTE } from './paths.ts'
import { createAccountVisits } from './visit.ts'
import { createWays } from './ways.ts'

interface AccountDependencies extends PageErrorsDependencies {
  readonly records: OAuthRecords
  readonly clients: Clients
  readonly players: Players
  readonly identities: Identities
  readonly sessions: Sessions
  readonly upstream: Upstream
  readonly attempts: Attempts
  readonly limits: Limits
  readonly clock: Clock
  readonly random: Randomness
  readonly publicUrl: string
  readonly secrets: readonly [string, ...string[]]
  /** Name of the cookie of a browser in which nobody is signed in. */
  readonly cookieName: string
  readonly demo: boolean
}

/** The pages on which people look after their own accounts. */
export function accountPages(dependencies: AccountDependencies): Router {
  const shared = { ...dependencies, visits: createAccountVisits(dependencies) }
  const connections = createConnections(dependencies)
  const confirmation = createConfirmation(dependencies)
  const entrance = createEntrance(shared)
  const ways = createWays({ ...shared, confirmation })
  const overview = createOverview({ ...shared, connections, entrance, ways })
  const keep = createKeep(shared)

  const router = Router()
  const form = express.urlencoded({ extended: false, limit: '16kb' })
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
