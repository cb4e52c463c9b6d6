import { OAUTH_PATHS } from '@ante/shared'

/** A sign-in that is under way: its pages, as a route. */
export const INTERACTION_ROUTE = '/oauth/interaction/:uid'
export const interactionPath = (uid: string) => `/oauth/interaction/${uid}`

/** Where a sign-in goes on once its page was answered. */
export const resumePath = (uid: string) => `${OAUTH_PATHS.authorize}/${uid}`

/** The sign-in that a request belongs to, if any. */
export function interactionOf(url: string | undefined): string | undefined {
  return /^\/oauth\/(?:interaction|authorize)\/([\w-]+)/.exec(url ?? '')?.[1]
}
