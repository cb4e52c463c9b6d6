import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Express } from 'express'
import { createTarpit } from '../limits/tarpit.ts'
import type { ClientAddress } from './client-address.ts'

/**
 * Sends answers with 429 late to networks that go on after many of them. It is done where an answer ends, because pages,
 * OAuth, the API and Socket.IO's handshake each refuse in a way of their own.
 */
export function sendRefusalsLate(app: Express, address: ClientAddress): void {
  const tarpit = createTarpit()
  const { end } = ServerResponse.prototype
  Object.assign(app.response, {
    end(this: ServerResponse<IncomingMessage>, ...rest: Parameters<typeof end>) {
      if (this.statusCode !== 429) return end.apply(this, rest)
      tarpit.refuse(
        address(this.req),
        () => end.apply(this, rest),
        (stop) => this.once('close', stop),
      )
      return this
    },
  })
}
