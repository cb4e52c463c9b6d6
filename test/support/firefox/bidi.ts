import { once } from 'node:events'
import { WebSocket } from 'ws'

/** A connection to a browser by WebDriver BiDi (W3C): commands with answers, and events. */
export interface Bidi {
  /** Throws with the browser's error. */
  send<Result>(method: string, params: object): Promise<Result>
  on<Params>(event: string, handler: (params: Params) => void): void
  close(): void
}

interface Message {
  readonly type: 'success' | 'error' | 'event'
  readonly id?: number
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: string
  readonly message?: string
}

export async function connectBidi(address: string): Promise<Bidi> {
  const socket = new WebSocket(address)
  await once(socket, 'open')
  const waiting = new Map<number, (answer: Message) => void>()
  const handlers: { event: string; handler: (params: never) => void }[] = []
  socket.on('message', (data) => {
    const message: Message = JSON.parse(String(data))
    if (message.id !== undefined) waiting.get(message.id)?.(message)
    for (const { event, handler } of handlers) if (event === message.method) handler(message.params as never)
  })
  socket.on('close', () => {
    for (const answer of waiting.values()) answer({ type: 'error', error: 'closed', message: 'the browser has ended' })
  })
  let last = 0
  return {
    async send<Result>(method: string, params: object) {
      const id = ++last
      const answered = new Promise<Message>((resolve) => waiting.set(id, resolve))
      socket.send(JSON.stringify({ id, method, params }))
      const { type, result, error, message } = await answered
      waiting.delete(id)
      if (type === 'error') throw new Error(`${method}: ${error}: ${message}`)
      return result as Result
    },
    on(event, handler) {
      handlers.push({ event, handler: handler as (params: never) => void })
    },
    close: () => socket.close(),
  }
}
