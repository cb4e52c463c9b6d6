import type { IncomingMessage } from 'node:http'
import type { Express } from 'express'

/** The address that a request comes from, as `trust proxy` says; undefined when its connection is gone. */
export type ClientAddress = (req: IncomingMessage) => string | undefined

/** Express' own rule, also for requests that Express does not route. */
export function createClientAddress(app: Express): ClientAddress {
  return (req) => {
    const routed: unknown = Object.create(req, { app: { value: app } })
    const address: unknown = Reflect.get(app.request, 'ip', routed)
    return typeof address === 'string' ? address : undefined
  }
}
