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

/** The `grant_type` that asks for the tokens of a device code (RFC 8628, section 3.4). */
export const DEVICE_CODE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'

/** The `grant_type` of a token exchange (RFC 8693, section 2.1). */
export const TOKEN_EXCHANGE_GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange'

/** The `subject_token_type` of a token exchange (RFC 8693, section 3): a JWT. */
export const JWT_TOKEN_TYPE = 'urn:ietf:params:oauth:token-type:jwt'

/** The path of the callback page that the runtime serves for a browser game's popup sign-in. */
export function popupCallbackPath(clientId: string): string {
  return `/oauth/popup/${encodeURIComponent(clientId)}`
}

/** The `type` of the popup's message, to tell it from other messages that the page receives. */
export const POPUP_MESSAGE = 'ante:authorization'
