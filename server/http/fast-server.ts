import http from 'node:http'
import type { Express } from 'express'
import { TIME_LIMITS } from '../domain/limits.ts'

/** Answers a request, or returns false and does nothing. */
type Dispatch = (req: http.IncomingMessage, res: http.ServerResponse) => boolean

/**
 * Creates an HTTP server whose requests and responses are created with Express' prototypes. Otherwise Express sets the
 * prototypes on every request, which takes most of its time. When Express or Node no longer fits, it is a plain server.
 * `api` gets every request first.
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

/** In milliseconds. */
const TIMEOUTS = {
  headersTimeout: TIME_LIMITS.headers.seconds * 1000,
  requestTimeout: TIME_LIMITS.request.seconds * 1000,
  keepAliveTimeout: TIME_LIMITS.idle.seconds * 1000,
  connectionsCheckingInterval: 2000,
}

/** Node's message classes are constructor functions. A `class` could not be called on an existing object. */
const isCallable = (base: object) => !String(base).startsWith('class')

/** The same class, but its instances have this prototype. */
function bornWith<Class extends object>(base: Class, prototype: object): Class {
  function Born(this: object, ...args: unknown[]): void {
    Reflect.apply(base as unknown as CallableFunction, this, args)
  }
  Born.prototype = prototype
  // V8 then makes room in an instance for all properties that the base sets. Without it each response is a hash table.
  Object.setPrototypeOf(Born, base)
  return Born as unknown as Class
}
