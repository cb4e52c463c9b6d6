/** Paths of the authorization server below the runtime's origin. */
export const OAUTH_PATHS = {
  authorize: '/oauth/authorize',
  token: '/oauth/token',
  /** The token endpoint at the path of the Ultiverse document. */
  tokenAlias: '/api/v1/oauth/token',
  revoke: '/oauth/revoke',
  introspect: '/oauth/introspect',
  /** Starts a sign-in that the player confirms on another device or page (RFC 8628). */
  deviceAuthorization: '/oauth/device_authorization',
  jwks: '/oauth/jwks',
  metadata: '/.well-known/oauth-authorization-server',
} as const

/** The path of the callback page that the runtime serves for a browser game's popup sign-in. */
export function popupCallbackPath(clientId: string): string {
  return `/oauth/popup/${encodeURIComponent(clientId)}`
}

/** The `type` of the popup's message, to tell it from other messages that the page receives. */
export const POPUP_MESSAGE = 'ante:authorization'
