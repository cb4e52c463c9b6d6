import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { type LoadSocket, openLiveSocket } from '../../../client/realtime/live-socket.ts'

/** A network between a client's live socket and its server: real connections through a proxy. */
export interface Network {
  /** How many connections are open now. */
  readonly connections: number
  /** While true, new connections are dropped. */
  blocked: boolean
  readonly loadSocket: LoadSocket
  /** Drops every connection. */
  cut(): void
  /** Lets nothing through any more on the connections of now, in either direction, without closing them. */
  freeze(): void
}

export function aNetwork(): Network {
  const sockets = new Set<Socket>()
  let target = new URL('http://localhost')
  const proxy = createServer((near) => {
    if (network.blocked) return near.destroy()
    const far = connect(Number(target.port), target.hostname)
    sockets.add(near)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.pipe(to)
      from.on('error', () => to.destroy())
      from.on('close', () => to.destroy())
    }
    near.on('close', () => sockets.delete(near))
  })
  proxy.listen(0).unref()
  const listening = once(proxy, 'listening')

  const network: Network = {
    get connections() {
      return sockets.size
    },
    blocked: false,
    async loadSocket() {
      await listening
      const server = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
      return {
        openLiveSocket(options) {
          target = new URL(options.server)
          return openLiveSocket({ ...options, server })
        },
      }
    },
    cut() {
      for (const socket of sockets) socket.destroy()
    },
    freeze() {
      for (const socket of sockets) socket.unpipe().pause()
    },
  }
  return network
}
