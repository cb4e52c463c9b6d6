import type { IncomingMessage, ServerResponse } from 'node:http'

type Callback = (req: IncomingMessage, res: ServerResponse) => Promise<void>

/** oidc-provider's own store of a request's context, which it does not export by name. */
const MODULE: string = 'oidc-provider/lib/helpers/als.js'

/**
 * Turns oidc-provider's `AsyncLocalStorage` off while no request of it is under way. On Node 20 a store that was entered
 * once taxes every promise of the process from then on: 7 % of a match's CPU. (Node 24 has another implementation.)
 */
export async function withoutIdleAsyncContext(callback: Callback): Promise<Callback> {
  const { default: context }: { default: { disable(): void } } = await import(MODULE)
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
