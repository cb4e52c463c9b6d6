import { type ServerProcess, startProcess } from '../process.ts'

/** How long a node may take to answer before another one is asked. */
const PATIENCE = 5000

export interface NodeAnswer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: the test reads what the contract says is there
  readonly body: any
}

/** A call to any node. */
export interface NodeCall {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly token: string
  readonly body?: unknown
  /** Its `Idempotency-Key`. */
  readonly key?: string
}

/** Several servers on one database, as processes. */
export class Nodes {
  readonly #env: (port: number) => Record<string, string>
  readonly #ports: readonly number[]
  readonly #running: (ServerProcess | null)[]
  /** How many calls were answered, by whichever node. */
  answers = 0
  /** How many were answered with 503 `unavailable` and `Retry-After`. */
  unavailable = 0
  /** Any other answer that says that the server failed. */
  readonly failures: string[] = []

  constructor(env: (port: number) => Record<string, string>, ports: readonly number[]) {
    this.#env = env
    this.#ports = ports
    this.#running = ports.map(() => null)
  }

  async start(index: number): Promise<void> {
    const server = startProcess({ env: this.#env(this.#ports[index] ?? 0) })
    this.#running[index] = server
    await server.ready()
  }

  async kill(index: number): Promise<void> {
    const server = this.#running[index]
    this.#running[index] = null
    await server?.kill('SIGKILL')
  }

  async killAll(): Promise<void> {
    for (const index of this.#ports.keys()) await this.kill(index)
  }

  /** Stops a node as it is, and lets it go on after so many milliseconds. */
  async suspend(index: number, milliseconds: number): Promise<void> {
    this.#running[index]?.child.kill('SIGSTOP')
    await new Promise((resolve) => setTimeout(resolve, milliseconds))
    this.#running[index]?.child.kill('SIGCONT')
  }

  get count(): number {
    return this.#ports.length
  }

  /** Addresses of the nodes that run. */
  get urls(): readonly string[] {
    return this.#running.flatMap((server) => (server ? server.url : []))
  }

  anyUrl(): string {
    return this.urls[Math.floor(Math.random() * this.urls.length)] ?? ''
  }

  /** Sends until there is an answer, to any node: whoever died may have done it. */
  async send(call: NodeCall): Promise<NodeAnswer> {
    for (const until = Date.now() + 60_000; Date.now() < until; ) {
      const response = await sendTo(this.anyUrl(), call).catch(() => null)
      const body = await response?.json().catch(() => null)
      if (response && body) {
        if (response.status < 500) {
          this.answers += 1
          return { status: response.status, body }
        }
        this.#noteFailure(call, response, body)
      }
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    throw new Error(`no answer to ${call.method} ${call.path} within a minute`)
  }

  #noteFailure({ method, path }: NodeCall, { status, headers }: Response, body: { code?: unknown }): void {
    const isUnavailable = status === 503 && body.code === 'unavailable' && headers.has('retry-after')
    if (isUnavailable) this.unavailable += 1
    else this.failures.push(`${method} ${path}: ${status} ${JSON.stringify(body)}`)
  }
}

/** Sends a call once. Rejects where nobody answers in time. */
export function sendTo(url: string, { method, path, token, body, key }: NodeCall): Promise<Response> {
  return fetch(`${url}${path}`, {
    method,
    signal: AbortSignal.timeout(PATIENCE),
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}
