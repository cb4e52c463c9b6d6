import type { IncomingMessage } from 'node:http'
import type { Express } from 'express'
import proxyAddress from 'proxy-addr'

/** The network address of a request's client, by Express' `trust proxy`; undefined when the connection is closed. */
export type ClientAddress = (req: IncomingMessage) => string | undefined

/** Applies Express' own rule, also to requests that Express does not route. */
export function createClientAddress(app: Express): ClientAddress {
  const trust = app.get('trust proxy fn')
  return (req) => {
    const { remoteAddress } = req.socket
    const isDirect = remoteAddress === undefined || req.headers['x-forwarded-for'] === undefined
    return isDirect ? remoteAddress : proxyAddress(req, trust)
  }
}
