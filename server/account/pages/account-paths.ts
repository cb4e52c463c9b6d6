/** Where people look after their own accounts. */
export const ACCOUNT = '/account'

export const ACCOUNT_PATHS = {
  signIn: `${ACCOUNT}/sign-in`,
  signOut: `${ACCOUNT}/sign-out`,
  signOutEverywhere: `${ACCOUNT}/sign-out-everywhere`,
  profile: `${ACCOUNT}/profile`,
  password: `${ACCOUNT}/password`,
  upgradeGuest: `${ACCOUNT}/keep`,
  disconnect: `${ACCOUNT}/disconnect`,
  stakeLimit: `${ACCOUNT}/stake-limit`,
  /** A game opens it to add its player's account at an issuer of subject tokens. */
  linkIssuer: `${ACCOUNT}/add`,
  receiveToken: `${ACCOUNT}/add-token`,
  /** Where the browser goes on after a provider: to sign in to the account page, … */
  upstreamCallback: `${ACCOUNT}/arrival`,
  /** … to link the provider, … */
  linkCallback: `${ACCOUNT}/linked`,
  /** … or to re-authenticate. */
  reAuthenticationCallback: `${ACCOUNT}/confirmed`,
} as const

export const UPSTREAM_ROUTE = `${ACCOUNT}/continue/:provider`
export const upstreamPath = (provider: string) => `${ACCOUNT}/continue/${provider}`

export const RE_AUTHENTICATE_ROUTE = `${ACCOUNT}/confirm/:provider`
/** `next` is the action that the player goes on with. */
export const reAuthenticatePath = (provider: string, next: string) =>
  `${ACCOUNT}/confirm/${provider}?${new URLSearchParams({ next })}`

export const LINK_ROUTE = `${ACCOUNT}/link/:provider`
export const linkPath = (provider: string) => `${ACCOUNT}/link/${provider}`

/** `pending` names the account that waits to be linked. It is a secret, so it is no part of the path, which is logged. */
export const linkIssuerPath = (pending: string) => `${ACCOUNT_PATHS.linkIssuer}?${new URLSearchParams({ pending })}`

export const UNLINK_ROUTE = `${ACCOUNT}/unlink/:identity`
export const unlinkPath = (identity: string) => `${ACCOUNT}/unlink/${identity}`

/** A link back, for error pages. */
export const TO_ACCOUNT = { href: ACCOUNT, label: 'Back to your account' } as const
