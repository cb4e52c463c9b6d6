import type { LoadRedirect } from '../auth/sign-in.ts'
import type { openFeed } from './feed.ts'
import type { LoadSocket } from './live-socket.ts'

/** Parts of the client that are loaded when they are first wanted. */
export interface Parts {
  readonly redirect: LoadRedirect
  feed(): Promise<{ readonly openFeed: typeof openFeed }>
  readonly socket: LoadSocket
}

/**
 * Loads the socket's part from the server, for the one-file build. Browsers remember that a module could not be loaded, so a
 * repeated call uses another address.
 */
export function loadSocketFrom(server: string): LoadSocket {
  let calls = 0
  return () => import(`${server.replace(/\/+$/, '')}/ante-realtime.js${calls++ === 0 ? '' : `?attempt=${calls}`}`)
}
