import type { Ante } from './api/ante.ts'
import type { AnteOptions } from './api/options.ts'
import { createPopupLogin } from './auth/popup-login.ts'
import { leaveToSignIn, returnFromSignIn } from './auth/redirect-login.ts'
import { createClient } from './client.ts'
import { browserEnvironment } from './environment/browser.ts'
import { openFeed } from './realtime/feed.ts'
import { loadSocketFrom } from './realtime/parts.ts'

export { formatMoney, Problem } from '@ante/shared'
export { LoginError } from './api/errors.ts'
export { AnteRandom } from './random/ante-random.ts'

/** Works like `createAnte` of the package, but loads the socket's part later, from the server. */
export function createAnte(options: AnteOptions): Ante {
  return createClient(options, browserEnvironment(options.storage), {
    popup: async () => ({ createPopupLogin }),
    redirect: async () => ({ leaveToSignIn, returnFromSignIn }),
    feed: async () => ({ openFeed }),
    socket: loadSocketFrom(options.server),
  })
}
