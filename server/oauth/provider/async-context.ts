import type { IncomingMessage, ServerResponse } from 'node:http'
import context from 'oidc-provider/lib/helpers/als.js'

type Callback = (req: IncomingMessage, res: ServerResponse) => Promise<void>

/**
 * Turns oidc-provider's `AsyncLocalStorage` off while no request of it is under way. On Node 20 a store that was entered
 * once taxes every promise of the process from then on: 7 % of a match's CPU. (Node 24 has another implementation.)
 */
export function withoutIdleAsyncContext(callback: Callback): Callback {
  let inFlight = 0
  return (req, res) => {
    inFlight++
    res.once('close', () => {
      inFlight--
      if (inFlight === 0) context.disable()
    })
    return callback(req, res)
  }
}
