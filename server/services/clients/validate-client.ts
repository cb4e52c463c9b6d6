import type { FieldError, NewClient } from '@ante/shared'
import { validateOrigin, validateRedirectUri } from './redirect-uris.ts'

/** Every wrong field of a client that is to be registered. A demo store allows plain http everywhere. */
export function validateClient(input: NewClient, demo: boolean): FieldError[] {
  const each = (field: 'redirect_uris' | 'allowed_origins', validate: (value: string) => string | null) =>
    input[field].flatMap((value, index): FieldError[] => {
      const message = validate(value)
      return message === null ? [] : [{ path: `${field}.${index}`, message }]
    })
  return [
    ...each('redirect_uris', (uri) => validateRedirectUri(uri, input.type, demo)),
    ...each('allowed_origins', (origin) => validateOrigin(origin, demo)),
    ...validateReturn(input),
  ]
}

/** Players must be able to return to the client: to a redirect URI, or from the popup to the game's web origin. */
function validateReturn(input: NewClient): FieldError[] {
  if (input.redirect_uris.length > 0) return []
  if (input.type !== 'public') {
    return [{ path: 'redirect_uris', message: 'must name at least one address to return to' }]
  }
  if (input.allowed_origins.length > 0) return []
  return [{ path: 'allowed_origins', message: "must name the game's web origin, unless redirect_uris are given" }]
}
