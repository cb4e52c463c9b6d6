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

/** The sign-in that a request belongs to, if any. */
export function interactionOf(url: string | undefined): string | undefined {
  return /^\/oauth\/(?:interaction|authorize)\/([\w-]+)/.exec(url ?? '')?.[1]
}
