import type { NewClient } from '@ante/shared'

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Whether a request to this host stays on the machine. */
function isLoopback(url: URL): boolean {
  return LOOPBACK.has(url.hostname)
}

/** What is wrong with a redirect URI, as `must …`; null when it can be registered. */
export function validateRedirectUri(uri: string, type: NewClient['type'], demo: boolean): string | null {
  if (/[\s\\]/.test(uri) || !URL.canParse(uri)) return 'must be an absolute URI such as "https://game.example/callback"'
  if (uri.includes('#')) return 'must not have a fragment ("#…")'
  const url = new URL(uri)
  if (url.username !== '' || url.password !== '') return 'must not have a user name or password'
  return type === 'native' ? validateNativeUri(url) : validateWebUrl(url, demo)
}

function validateWebUrl(url: URL, demo: boolean): string | null {
  if (url.protocol === 'https:') return null
  if (url.protocol === 'http:' && (demo || isLoopback(url))) return null
  return 'must be https (http is for localhost, 127.0.0.1 and [::1] alone)'
}

/** RFC 8252: claimed https URLs, loopback with any port, private schemes in reverse domain notation. */
function validateNativeUri(url: URL): string | null {
  if (url.protocol === 'https:' && !isLoopback(url)) return null
  if (url.protocol === 'http:' && isLoopback(url)) return null
  if (/^[a-z][a-z0-9+-]*\.[a-z0-9+.-]+:$/.test(url.protocol)) return null
  return 'must be https, http on localhost, 127.0.0.1 or [::1], or a private scheme with a dot such as "com.example.game:/callback"'
}

/** What is wrong with a web origin, as `must …`; null when it can be registered. */
export function validateOrigin(origin: string, demo: boolean): string | null {
  return validateWebUrl(new URL(origin), demo)
}
