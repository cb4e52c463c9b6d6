import type { Ante } from './api/ante.ts'
import type { AnteOptions } from './api/options.ts'
import { createClient } from './client.ts'
import { browserEnvironment } from './environment/browser.ts'

/**
 * Creates a client for one server. It opens no connection before the first call or the first handler.
 *
 * @throws TypeError when `server` is not an http or https address.
 */
export function createAnte(options: AnteOptions): Ante {
  return createClient(options, browserEnvironment(options.storage), {
    popup: () => import('./auth/popup-login.ts'),
    redirect: () => import('./auth/redirect-login.ts'),
    feed: () => import('./realtime/feed.ts'),
    socket: () => import('./realtime/live-socket.ts'),
  })
}
