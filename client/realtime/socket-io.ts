import * as z from 'zod/mini'
import type { Environment } from '../environment/environment.ts'
import { parseJson } from '../environment/records.ts'

/** How long a websocket may take to open, until the server has told its own pace. */
const OPEN_MS = 20_000

const Opened = z.object({ pingInterval: z.number(), pingTimeout: z.number() })

/** What a socket tells of. */
export interface SocketHandlers {
  event(name: string, data: unknown): void
  /** Once, whatever the reason; with what the server said when it refused the handshake. */
  ended(refusal: unknown): void
}

/** One connection to the main namespace of a Socket.IO server. */
export interface Socket {
  /** Sends an event; lost when there is no connection (yet). */
  emit(name: string, data: unknown): void
  close(): void
}

/**
 * Connects once. This is the part of the Socket.IO protocol (revision 5, over Engine.IO 4) that JSON over one websocket
 * takes; the package that has all of it would be a third of this client.
 *
 * @see https://socket.io/docs/v4/socket-io-protocol/
 */
export function openSocket(environment: Environment, server: string, auth: object, handlers: SocketHandlers): Socket {
  const websocket = environment.openWebSocket(`${server.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`)
  let patience = OPEN_MS
  let heardAt = environment.now()
  let open = true
  let closing = false

  const end = (refusal: unknown = null) => {
    if (!open) return
    open = false
    handlers.ended(refusal)
    // Ending a websocket that is not open yet makes browsers print a warning.
    closing = true
    if (websocket?.readyState === 1) websocket.close()
  }
  const send = (packet: string) => {
    if (websocket?.readyState === 1) websocket.send(packet)
  }

  const receive: Readonly<Record<string, (payload: string) => void>> = {
    // Engine.IO: 0 open, 1 close, 2 ping. Socket.IO, inside of 4: 0 connect, 1 disconnect, 2 event, 4 refusal.
    0: (payload) => {
      const opened = z.safeParse(Opened, parseJson(payload))
      if (!opened.success) return end()
      patience = opened.data.pingInterval + opened.data.pingTimeout
      send(`40${JSON.stringify(auth)}`)
    },
    1: () => end(),
    2: () => send('3'),
    41: () => end(),
    42: (payload) => {
      const packet = parseJson(payload)
      if (Array.isArray(packet)) handlers.event(String(packet[0]), packet[1])
    },
    44: (payload) => end(parseJson(payload)),
  }

  const watch = async () => {
    while (open) {
      await environment.sleep(patience)
      if (environment.now() - heardAt >= patience) end()
    }
  }

  if (!websocket) {
    // Told later, as every other end is.
    void environment.sleep(0).then(() => end())
    return { emit: () => {}, close: end }
  }
  websocket.onopen = () => {
    if (closing) websocket.close()
  }
  websocket.onmessage = ({ data }) => {
    heardAt = environment.now()
    const text = String(data)
    const type = text.startsWith('4') ? text.slice(0, 2) : text.slice(0, 1)
    if (open) receive[type]?.(text.slice(type.length))
  }
  websocket.onclose = () => end()
  void watch()
  return { emit: (name, data) => send(`42${JSON.stringify([name, data])}`), close: () => end() }
}
