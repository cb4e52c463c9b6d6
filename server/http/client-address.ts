import type { IncomingMessage } from 'node:http'
import type { Express } from 'express'
import proxyAddress from 'proxy-addr'

/** The address that a request comes from, as `trust proxy` says; undefined when its connection is gone. */
export type ClientAddress = (req: IncomingMessage) => string | undefined

/** Express' own rule, also for requests that Express does not route. */
export function createClientAddress(app: Express): ClientAddress {
  const trust = app.get('trust proxy fn')
  return (req) => (req.socket.remoteAddress === undefined ? undefined : proxyAddress(req, trust))
}
