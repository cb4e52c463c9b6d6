import WebSocket from 'ws'

/** Who waits for the settlement of a match: resolved with the moment at which the event came. */
type Waiting = Map<string, () => void>

/** One player's socket, spoken to as Socket.IO does (protocol 5 over engine.io 4), that only looks for settlements. */
export class SettlementSocket {
  readonly #socket: WebSocket
  readonly #waiting: Waiting = new Map()
  readonly #early = new Set<string>()

  private constructor(socket: WebSocket) {
    this.#socket = socket
  }

  static open(origin: string, token: string): Promise<SettlementSocket> {
    const url = `${origin.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`
    const socket = new WebSocket(url, { perMessageDeflate: false })
    const opened = new SettlementSocket(socket)
    return new Promise((resolve, reject) => {
      socket.on('error', reject)
      socket.on('message', (data) => {
        const text = String(data)
        if (text.startsWith('0')) socket.send(`40${JSON.stringify({ token })}`)
        else if (text === '2') socket.send('3')
        else if (text.startsWith('40')) resolve(opened)
        else if (text.startsWith('44')) reject(new Error(`the socket was refused: ${text}`))
        else if (text.startsWith('42')) opened.#event(text)
      })
    })
  }

  /** Resolves once the match is told to be settled. */
  settled(matchId: string): Promise<void> {
    if (this.#early.delete(matchId)) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.set(matchId, resolve))
  }

  close(): void {
    this.#socket.terminate()
  }

  #event(text: string): void {
    if (!text.includes('match.settled')) return
    const id = /"id":"([0-9a-f]{32})"/.exec(text)?.[1] ?? ''
    const resolve = this.#waiting.get(id)
    if (resolve) resolve()
    else this.#early.add(id)
    this.#waiting.delete(id)
  }
}
