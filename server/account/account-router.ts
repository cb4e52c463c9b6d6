import { Router } from 'express'
import type { Logger } from 'pino'
import { cookieNames } from '../html/cookies.ts'
import { rejectCrossSiteForms } from '../html/csrf.ts'
import { readForm } from '../html/forms.ts'
import { limitSignIns } from '../limits/limit-sign-ins.ts'
import type { ProviderName } from '../oauth/interaction/pages/sign-in-page.ts'
import type { SignInServices } from '../oauth/oauth.ts'
import { createPageErrors } from '../oauth/provider/page-errors.ts'
import { createConnections } from '../oauth/tokens/connected-applications.ts'
import type { Clients } from '../services/clients/clients.ts'
import type { Clock, Randomness } from '../services/core/clock.ts'
import type { StakeLimits } from '../services/matches/stake-limits.ts'
import type { Identities } from '../services/players/identities.ts'
import type { Players } from '../services/players/players.ts'
import type { OAuthRecords } from '../storage/storage.ts'
import { createOverview } from './overview.ts'
import {
  ACCOUNT,
  ACCOUNT_PATHS,
  LINK_ROUTE,
  RE_AUTHENTICATE_ROUTE,
  UNLINK_ROUTE,
  UPSTREAM_ROUTE,
} from './pages/account-paths.ts'
import { createAccountSessions } from './sign-in/account-session.ts'
import { createAccountSignIn } from './sign-in/account-sign-in.ts'
import { createSignOut } from './sign-in/sign-out.ts'
import { createActionForm } from './sign-in-methods/action-form.ts'
import { createChangePassword } from './sign-in-methods/change-password.ts'
import { createLinkIssuer } from './sign-in-methods/link-issuer.ts'
import { createLinkProvider } from './sign-in-methods/link-provider.ts'
import { createPendingIdentities } from './sign-in-methods/pending-identities.ts'
import { createReAuthenticateUpstream } from './sign-in-methods/re-authenticate-upstream.ts'
import { createReAuthentication } from './sign-in-methods/re-authentication.ts'
import { createSignInMethods } from './sign-in-methods/sign-in-methods.ts'
import { createUnlinkProvider } from './sign-in-methods/unlink-provider.ts'
import { createUpgradeGuest } from './upgrade-guest.ts'

export interface AccountDependencies extends SignInServices {
  readonly records: OAuthRecords
  readonly clients: Clients
  readonly stakeLimits: StakeLimits
  readonly players: Players
  readonly identities: Identities
  /** Issuers of subject tokens. */
  readonly issuers: readonly ProviderName[]
  readonly clock: Clock
  readonly random: Randomness
  readonly publicUrl: string
  readonly secrets: readonly [string, ...string[]]
  readonly demo: boolean
  readonly log: Logger
}

/** The pages on which people look after their own accounts. */
export function accountPages(dependencies: AccountDependencies): Router {
  const handlers = createHandlers(dependencies)
  const { overview, accountSignIn, signOut, upgradeGuest, password, link, linkIssuer, unlink, reAuthenticate } =
    handlers
  const limitBegun = limitSignIns(dependencies.limits)

  const router = Router({ caseSensitive: true, strict: true })
  router.use(ACCOUNT, rejectCrossSiteForms(dependencies.publicUrl))
  router.get(ACCOUNT, overview.show)
  router.post(ACCOUNT_PATHS.profile, readForm, overview.rename)
  router.post(ACCOUNT_PATHS.disconnect, readForm, overview.disconnect)
  router.post(ACCOUNT_PATHS.stakeLimit, readForm, overview.limitStakes)

  router.post(ACCOUNT_PATHS.signIn, readForm, accountSignIn.signIn)
  router.get(UPSTREAM_ROUTE, limitBegun, accountSignIn.beginUpstream)
  router.get(ACCOUNT_PATHS.upstreamCallback, accountSignIn.completeUpstream)
  router.post(ACCOUNT_PATHS.signOut, readForm, signOut.signOut)
  router.post(ACCOUNT_PATHS.signOutEverywhere, readForm, signOut.signOutEverywhere)

  router.get(ACCOUNT_PATHS.upgradeGuest, upgradeGuest.show)
  router.post(ACCOUNT_PATHS.upgradeGuest, readForm, upgradeGuest.submit)
  router.get(ACCOUNT_PATHS.password, password.show)
  router.post(ACCOUNT_PATHS.password, readForm, password.submit)
  router.get(LINK_ROUTE, link.show)
  router.post(LINK_ROUTE, readForm, link.submit)
  router.get(ACCOUNT_PATHS.linkCallback, link.complete)
  router.get(ACCOUNT_PATHS.linkIssuer, linkIssuer.show)
  router.post(ACCOUNT_PATHS.linkIssuer, readForm, linkIssuer.submit)
  router.post(ACCOUNT_PATHS.receiveToken, limitBegun, readForm, linkIssuer.receiveToken)
  router.get(UNLINK_ROUTE, unlink.show)
  router.post(UNLINK_ROUTE, readForm, unlink.submit)
  router.get(RE_AUTHENTICATE_ROUTE, limitBegun, reAuthenticate.begin)
  router.get(ACCOUNT_PATHS.reAuthenticationCallback, reAuthenticate.complete)
  // The browser asks for a form's own address when a page with an error in it is loaded again.
  router.get(`${ACCOUNT}/:page`, (_req, res) => res.redirect(303, ACCOUNT))
  router.use(ACCOUNT, createPageErrors(dependencies))
  return router
}

function createHandlers(dependencies: AccountDependencies) {
  const accountSessions = createAccountSessions(dependencies)
  const methods = createSignInMethods(dependencies)
  const reAuthentication = createReAuthentication(dependencies)
  const connections = createConnections(dependencies)
  const pendingIdentities = createPendingIdentities(dependencies)
  const shared = { ...dependencies, accountSessions, methods, pendingIdentities, reAuthentication, connections }
  const form = createActionForm(shared)
  const cookieName = cookieNames(dependencies.publicUrl).account
  const accountSignIn = createAccountSignIn({ ...shared, cookieName })
  return {
    accountSignIn,
    overview: createOverview({ ...shared, accountSignIn }),
    signOut: createSignOut(shared),
    upgradeGuest: createUpgradeGuest(shared),
    password: createChangePassword({ ...shared, form }),
    link: createLinkProvider({ ...shared, form }),
    linkIssuer: createLinkIssuer({ ...shared, accountSignIn, form, cookieName }),
    unlink: createUnlinkProvider({ ...shared, form }),
    reAuthenticate: createReAuthenticateUpstream({ ...shared, form }),
  }
}
