import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export interface LoadAnswer {
  readonly status: number
  readonly body: string
}

/**
 * One keep-alive HTTP/1.1 connection that sends one request after the other. It costs a fraction of `fetch`, so that a
 * load program on one core can fill a server on another. It reads answers with a `Content-Length` only.
 */
export class LoadConnection {
  readonly #socket: Socket
  readonly #host: string
  #received: Buffer = Buffer.alloc(0)
  #settle: { resolve: (answer: LoadAnswer) => void; reject: (error: Error) => void } | null = null

  private constructor(socket: Socket, host: string) {
    this.#socket = socket
    this.#host = host
    socket.setNoDelay(true)
    socket.on('data', (chunk) => this.#read(chunk))
    const fail = () => this.#settle?.reject(new Error('the server closed a connection in the middle of a call'))
    socket.on('close', fail)
    socket.on('error', fail)
  }

  static async open(origin: string): Promise<LoadConnection> {
    const { hostname, port, host } = new URL(origin)
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    return new LoadConnection(socket, host)
  }

  send(method: string, path: string, headers: string, body = ''): Promise<LoadAnswer> {
    const length =
      method === 'GET' ? '' : `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject }
      this.#socket.write(`${method} ${path} HTTP/1.1\r\nHost: ${this.#host}\r\n${headers}${length}\r\n${body}`)
    })
  }

  close(): void {
    this.#settle = null
    this.#socket.destroy()
  }

  #read(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
    const end = this.#received.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = this.#received.toString('latin1', 0, end)
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1])
    if (Number.isNaN(length)) throw new Error(`an answer without Content-Length:\n${head}`)
    if (this.#received.length < end + 4 + length) return
    const body = this.#received.toString('utf8', end + 4, end + 4 + length)
    this.#received = this.#received.subarray(end + 4 + length)
    const settle = this.#settle
    this.#settle = null
    settle?.resolve({ status: Number(head.slice(9, 12)), body })
  }
}
