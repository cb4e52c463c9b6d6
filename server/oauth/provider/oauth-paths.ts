import { OAUTH_PATHS } from '@ante/shared'

/** A sign-in that is under way: its pages, as a route. */
export const INTERACTION_ROUTE = '/oauth/interaction/:uid'
export const interactionPath = (uid: string) => `/oauth/interaction/${uid}`

/** Leads from a sign-in's page to a provider. */
export const CONTINUE_ROUTE = `${INTERACTION_ROUTE}/continue/:provider`
export const continuePath = (uid: string, provider: string) => `${interactionPath(uid)}/continue/${provider}`

/** Where a provider's redirects come back to: to each its own, so that none can answer for another. */
export const UPSTREAM_CALLBACK_ROUTE = '/oauth/upstream/:provider/callback'
export const upstreamCallbackPath = (provider: string) => `/oauth/upstream/${provider}/callback`

/** Where a sign-in goes on that came back from a provider. */
export const CALLBACK_RESULT_ROUTE = `${INTERACTION_ROUTE}/arrival`
export const callbackResultPath = (uid: string) => `${interactionPath(uid)}/arrival`

/** Where a sign-in goes on once its page was answered. */
export const resumePath = (uid: string) => `${OAUTH_PATHS.authorize}/${uid}`

/** Where people confirm the code that a game shows (RFC 8628, section 3.3), and where such a sign-in goes on. */
export const DEVICE_PATH = '/device'
/** A user code as games and pages show it: `BCDF-GHJK`. */
export const formatUserCode = (userCode: string) => `${userCode.slice(0, 4)}-${userCode.slice(4)}`
export const deviceResumePath = (uid: string) => `${DEVICE_PATH}/${uid}`

/** The sign-in that a request belongs to, if any. */
export function interactionOf(url: string | undefined): string | undefined {
  return /^\/(?:oauth\/interaction|oauth\/authorize|device)\/([\w-]+)/.exec(url ?? '')?.[1]
}
