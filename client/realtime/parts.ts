import type { SignInParts } from '../auth/sign-in.ts'
import type { openFeed } from './feed.ts'
import type { LoadSocket } from './live-socket.ts'

/** Parts of the client that are loaded on first use. */
export interface Parts extends SignInParts {
  feed(): Promise<{ readonly openFeed: typeof openFeed }>
  readonly socket: LoadSocket
}

/**
 * Creates the function that loads the socket's part from the server, for the one-file build. Browsers remember a failed
 * module load, so each repeated call uses a different address.
 */
export function loadSocketFrom(server: string): LoadSocket {
  let calls = 0
  return () => import(`${server.replace(/\/+$/, '')}/ante-realtime.js${calls++ === 0 ? '' : `?attempt=${calls}`}`)
}
