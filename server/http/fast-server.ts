import http from 'node:http'
import type { Express } from 'express'

/** Answers a request, or says false and leaves it alone. */
type Dispatch = (req: http.IncomingMessage, res: http.ServerResponse) => boolean

/**
 * An HTTP server whose messages have Express' prototypes from birth. Express sets them on every request otherwise,
 * which costs it most of its time. A plain server when Express or Node has changed shape. `api` is asked first.
 */
export function createServer(app: Express, api?: { dispatch: Dispatch }): http.Server {
  const { request, response } = app
  const fits = request instanceof http.IncomingMessage && response instanceof http.ServerResponse
  const callable = isCallable(http.IncomingMessage) && isCallable(http.ServerResponse)
  const listener: http.RequestListener = api ? (req, res) => void (api.dispatch(req, res) || app(req, res)) : app
  if (!fits || !callable) return http.createServer(TIMEOUTS, listener)
  const messages = {
    ...TIMEOUTS,
    IncomingMessage: bornWith<typeof http.IncomingMessage>(http.IncomingMessage, request),
    ServerResponse: bornWith<typeof http.ServerResponse>(http.ServerResponse, response),
  }
  return http.createServer(messages, listener)
}

/** In milliseconds, as short as proxies use: for the headers of a request, for all of it, and between two. */
const TIMEOUTS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5000,
  connectionsCheckingInterval: 2000,
}

/** Node's message classes are functions of the old kind; a class of the new kind cannot be called on an object. */
const isCallable = (base: object) => !String(base).startsWith('class')

/** The same class, but what it makes has this very prototype. */
function bornWith<Class extends object>(base: Class, prototype: object): Class {
  function Born(this: object, ...args: unknown[]): void {
    Reflect.apply(base as unknown as CallableFunction, this, args)
  }
  Born.prototype = prototype
  return Born as unknown as Class
}
