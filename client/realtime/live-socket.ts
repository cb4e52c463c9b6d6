import { Ready } from '@ante/shared'
import * as z from 'zod/mini'
import type { Environment } from '../environment/environment.ts'
import { openSocket } from './socket-io.ts'

/** A connection to the player's events. */
export interface LiveSocket {
  /** Resolves when it has ended, with the server's code when it was refused. */
  readonly ended: Promise<string | null>
  /** Goes on with a fresh token; a refused one ends the socket. */
  renew(token: string): void
  close(): void
}

/** Where to connect, as whom, and whom to tell. */
export interface LiveSocketOptions {
  readonly environment: Environment
  readonly server: string
  readonly token: string
  /** Replay what came after this event; null: only what comes. */
  readonly after: number | null
  ready(ready: Ready): void
  event(row: unknown): void
}

const Refusal = z.object({ data: z.object({ code: z.string() }) })

/** Connects once, until either side ends it or the network changes. */
export function openLiveSocket({ environment, server, token, after, ready, event }: LiveSocketOptions): LiveSocket {
  let tellEnd: (code: string | null) => void = () => {}
  const ended = new Promise<string | null>((resolve) => {
    tellEnd = resolve
  })
  const auth = { token, ...(after !== null && { after }) }
  const socket = openSocket(environment, server, auth, {
    event(name, data) {
      if (name === 'event') return event(data)
      const parsed = name === 'ready' ? z.safeParse(Ready, data) : null
      if (parsed?.success) ready(parsed.data)
    },
    ended(refusal) {
      const parsed = z.safeParse(Refusal, refusal)
      tellEnd(parsed.success ? parsed.data.data.code : null)
    },
  })
  // A connection through a network that is gone stays silent for long: better to begin anew.
  const ignoreOnline = environment.listen('online', socket.close)
  const ignoreOffline = environment.listen('offline', socket.close)
  void ended.then(ignoreOnline).then(ignoreOffline)
  return { ended, renew: (fresh) => socket.emit('auth', { token: fresh }), close: socket.close }
}
