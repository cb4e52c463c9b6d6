import http from 'node:http'
import type { Express } from 'express'

/**
 * An HTTP server whose messages have Express' prototypes from birth. Express sets them on every request otherwise, which
 * costs it most of its time. A plain server when Express has changed shape.
 */
export function createServer(app: Express): http.Server {
  const { request, response } = app
  const fits = request instanceof http.IncomingMessage && response instanceof http.ServerResponse
  if (!fits) return http.createServer(app)
  const messages = {
    IncomingMessage: bornWith<typeof http.IncomingMessage>(http.IncomingMessage, request),
    ServerResponse: bornWith<typeof http.ServerResponse>(http.ServerResponse, response),
  }
  return http.createServer(messages, app)
}

/** The same class, but what it makes has this very prototype. */
function bornWith<Class extends new (...args: never[]) => object>(base: Class, prototype: object): Class {
  function Born(...args: unknown[]): object {
    return Reflect.construct(base, args, Born)
  }
  Born.prototype = prototype
  return Born as unknown as Class
}
