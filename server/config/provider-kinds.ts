/** The defaults of a kind of provider, relative to its `base_url`. `oauth2` has only the usual paths. */
export interface Kind {
  readonly authorizePath: string
  readonly tokenPath: string
  readonly scope: string
  readonly profilePath?: string
  readonly subjectPath?: string
  readonly usernamePath?: string
  readonly jwksPath?: string
}

export const KINDS = {
  cashplay: {
    authorizePath: '/oauth/authorize',
    tokenPath: '/oauth/token',
    scope: 'public',
    profilePath: '/api/gaming-async/v1/me.json',
    subjectPath: 'me.id',
    usernamePath: 'me.username',
  },
  ultiverse: {
    authorizePath: '/oauth/authorize',
    tokenPath: '/api/v1/oauth/token',
    scope: 'public wallet',
    profilePath: '/api/v1/users/{uid}',
    subjectPath: 'id',
    usernamePath: 'username',
    jwksPath: '/oauth/jwks',
  },
  oauth2: { authorizePath: '/oauth/authorize', tokenPath: '/oauth/token', scope: '' },
} as const satisfies Record<string, Kind>

export const KIND_NAMES = ['cashplay', 'ultiverse', 'oauth2'] as const
