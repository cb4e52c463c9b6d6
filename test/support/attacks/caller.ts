import { Agent, request } from 'node:http'

/** An answer, or why there was none. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}

export interface Call {
  readonly method?: string
  readonly path: string
  readonly token?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Sends requests from one network, over at most so many connections at once. */
export class Caller {
  readonly #origin: URL
  readonly #address: string
  readonly #agent: Agent

  /** `address` is the address that the proxy in front names. */
  constructor(origin: string, address: string, connections: number) {
    this.#origin = new URL(origin)
    this.#address = address
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections })
  }

  /** Rejects where the connection breaks before the answer. */
  send({ method = 'GET', path, token, body, headers = {} }: Call): Promise<Answer> {
    const isForm = typeof body === 'string'
    const text = body === undefined || isForm ? body : JSON.stringify(body)
    return new Promise((resolve, reject) => {
      const req = request(
        {
          host: this.#origin.hostname,
          port: this.#origin.port,
          method,
          path,
          agent: this.#agent,
          headers: {
            'X-Forwarded-For': this.#address,
            ...(token !== undefined && { Authorization: `Bearer ${token}` }),
            ...(text !== undefined && {
              'Content-Type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
              'Content-Length': String(Buffer.byteLength(text)),
            }),
            ...headers,
          },
        },
        (res) => {
          let received = ''
          res.setEncoding('utf8')
          res.on('data', (chunk: string) => {
            received += chunk
          })
          res.on('error', reject)
          res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, text: received }))
        },
      )
      req.on('error', reject)
      req.end(text)
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}
