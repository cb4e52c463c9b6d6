/** Paths of the authorization server below the runtime's origin. */
export const OAUTH_PATHS = {
  authorize: '/oauth/authorize',
  token: '/oauth/token',
  /** The same endpoint where the Ultiverse document has it. */
  tokenAlias: '/api/v1/oauth/token',
  revoke: '/oauth/revoke',
  introspect: '/oauth/introspect',
  /** Begins a sign-in that is confirmed elsewhere (RFC 8628). */
  deviceAuthorization: '/oauth/device_authorization',
  jwks: '/oauth/jwks',
  metadata: '/.well-known/oauth-authorization-server',
} as const

/** The callback page that the runtime hosts for a browser game's popup sign-in. */
export function popupCallbackPath(clientId: string): string {
  return `/oauth/popup/${encodeURIComponent(clientId)}`
}

/** Marks the popup's message among others a page may get. */
export const POPUP_MESSAGE = 'ante:authorization'
