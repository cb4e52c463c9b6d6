import { createRequire } from 'node:module'
import type { WebSocketLike } from '../../../client/environment/environment.ts'

type WebSocketClass = new (url: string) => WebSocketLike & { onerror: unknown }

/** Node's own websocket, or the one that Socket.IO brings where Node has none. */
function websocketClass(): WebSocketClass {
  if (globalThis.WebSocket) return globalThis.WebSocket
  const brought = createRequire(createRequire(import.meta.url).resolve('socket.io-client'))
  const engine = createRequire(brought.resolve('engine.io-client'))
  const name = 'ws'
  return engine(name).WebSocket
}
const NodeWebSocket = websocketClass()

/** Opens websockets as a browser does, and can cut them off. */
export function aNetwork() {
  const sockets = new Set<WebSocketLike>()
  const network = {
    /** How many are open, or about to be. */
    get connections() {
      return sockets.size
    },
    blocked: false,
    openWebSocket(url: string): WebSocketLike | null {
      if (network.blocked) return null
      const socket = new NodeWebSocket(url)
      // A browser's websocket fails without a word to whoever does not listen; this one would throw.
      socket.onerror = () => {}
      sockets.add(socket)
      return socket
    },
    /** Ends every connection. */
    cut() {
      for (const socket of sockets) socket.close()
      sockets.clear()
    },
  }
  return network
}
