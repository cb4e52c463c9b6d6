/** Where people look after their own accounts. */
export const ACCOUNT = '/account'

export const ACCOUNT_PATHS = {
  signIn: `${ACCOUNT}/sign-in`,
  signOut: `${ACCOUNT}/sign-out`,
  signOutEverywhere: `${ACCOUNT}/sign-out-everywhere`,
  profile: `${ACCOUNT}/profile`,
  password: `${ACCOUNT}/password`,
  keep: `${ACCOUNT}/keep`,
  disconnect: `${ACCOUNT}/disconnect`,
  /** Somebody who signs in to these pages through a provider comes back here. */
  callbackResult: `${ACCOUNT}/arrival`,
  /** Somebody who adds a provider. */
  linked: `${ACCOUNT}/linked`,
  /** Somebody who showed through a provider that they are still there. */
  confirmed: `${ACCOUNT}/confirmed`,
} as const

export const CONTINUE_ROUTE = `${ACCOUNT}/continue/:provider`
export const continuePath = (provider: string) => `${ACCOUNT}/continue/${provider}`

export const CONFIRM_ROUTE = `${ACCOUNT}/confirm/:provider`
export const confirmPath = (provider: string, next: string) =>
  `${ACCOUNT}/confirm/${provider}?${new URLSearchParams({ next })}`

export const LINK_ROUTE = `${ACCOUNT}/link/:provider`
export const linkPath = (provider: string) => `${ACCOUNT}/link/${provider}`

export const UNLINK_ROUTE = `${ACCOUNT}/unlink/:identity`
export const unlinkPath = (identity: string) => `${ACCOUNT}/unlink/${identity}`

/** The account page, with a word about what was just done. */
export const donePath = (done: string) => `${ACCOUNT}?${new URLSearchParams({ done })}`
