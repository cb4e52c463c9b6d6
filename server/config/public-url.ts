import { isLoopback } from './loopback.ts'

/** The first parts of the server's own paths. A public URL whose path began with one could not be told from them. */
const OWN = new Set([
  '.well-known',
  'account',
  'admin',
  'ante-client.tgz',
  'ante-lobby.js',
  'ante-realtime.js',
  'ante.d.ts',
  'ante.js',
  'api',
  'device',
  'docs',
  'healthz',
  'oauth',
  'openapi.json',
  'readyz',
  'socket.io',
])

/** What is wrong with the text of a public URL; null: nothing. */
export function problemWithPublicUrl(text: string): string | null {
  if (!URL.canParse(text)) return 'must be a URL such as https://ante.example or https://games.example/ante'
  const { protocol, hostname, pathname, search, hash, username } = new URL(text)
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname))) {
    return 'must be https, or http on localhost'
  }
  if (search || hash || username) return 'must be a scheme, a host, perhaps a port and a path, and nothing else'
  return problemWithPath(pathname)
}

function problemWithPath(pathname: string): string | null {
  if (!/^(\/[\w.~-]+)*\/?$/.test(pathname)) return 'may have letters, digits and ".", "_", "~", "-" in its path only'
  const [, first = ''] = pathname.split('/')
  return OWN.has(first) ? `must not have a path that begins with /${first}, which is a path of Ante itself` : null
}

/** A public URL in its one form: without a slash at the end. */
export function normalizePublicUrl(text: string): string {
  const { origin, pathname } = new URL(text)
  return origin + pathname.replace(/\/$/, '')
}

/** The path of a public URL, without a slash at the end: `/ante`; empty where it has none. */
export function basePathOf(publicUrl: string): string {
  return new URL(publicUrl).pathname.replace(/\/$/, '')
}
