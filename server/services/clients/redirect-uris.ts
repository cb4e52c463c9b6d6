import type { NewClient } from '@ante/shared'

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Whether plain http to this host never leaves the machine. */
function isLoopback(url: URL): boolean {
  return LOOPBACK.has(url.hostname)
}

/** What a redirect URI would have to be, or null when it can be registered as it is. */
export function validateRedirectUri(uri: string, type: NewClient['type'], demo: boolean): string | null {
  if (/[\s\\]/.test(uri) || !URL.canParse(uri)) return 'must be an absolute URI such as "https://game.example/callback"'
  if (uri.includes('#')) return 'must not have a fragment ("#…")'
  const url = new URL(uri)
  if (url.username !== '' || url.password !== '') return 'must not have a user name or password'
  return type === 'native' ? mistakeInNativeUri(url) : mistakeInWebUrl(url, demo)
}

function mistakeInWebUrl(url: URL, demo: boolean): string | null {
  if (url.protocol === 'https:') return null
  if (url.protocol === 'http:' && (demo || isLoopback(url))) return null
  return 'must be https (http is for localhost, 127.0.0.1 and [::1] alone)'
}

/** RFC 8252: claimed https URLs, loopback on any port, private schemes in reverse domain notation. */
function mistakeInNativeUri(url: URL): string | null {
  if (url.protocol === 'https:' && !isLoopback(url)) return null
  if (url.protocol === 'http:' && isLoopback(url)) return null
  if (/^[a-z][a-z0-9+-]*\.[a-z0-9+.-]+:$/.test(url.protocol)) return null
  return 'must be https, http on localhost, 127.0.0.1 or [::1], or a private scheme with a dot such as "com.example.game:/callback"'
}

/** What a web origin of a game would have to be, or null when it can be registered as it is. */
export function validateOrigin(origin: string, demo: boolean): string | null {
  return mistakeInWebUrl(new URL(origin), demo)
}
