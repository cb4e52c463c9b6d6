import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Readable } from 'node:stream'

const root = join(import.meta.dirname, '../..')

/** A server as a process of its own. */
export interface ServerProcess {
  readonly child: ChildProcess
  readonly url: string
  /** When it was started, in milliseconds since 1970. */
  readonly startedAt: number
  /** When it was gone; 0 while it runs. */
  endedAt(): number
  /** The exit code, or the signal that ended it. All of its output is there by then. */
  readonly ended: Promise<number | string>
  hasEnded(): boolean
  stdout(): string
  stderr(): string
  /** What it wrote to file descriptor 3. */
  report(): string
  /** Resolves with true once `/readyz` answers 200, and with false when the process ends before. */
  becomesReady(): Promise<boolean>
  /** Resolves once `/readyz` answers 200; throws with the output when the process ends before. */
  ready(): Promise<void>
  /** Sends SIGKILL, or another signal, and waits for the end. */
  kill(signal?: NodeJS.Signals): Promise<number | string>
}

export interface ProcessOptions {
  /** All of its environment beside `PATH`. Limits of sign-in are off unless this sets them. */
  readonly env: Readonly<Record<string, string>>
  /** The built server unless this names another program. */
  readonly program?: string
  readonly args?: readonly string[]
  /** Shell commands that run before it in the same process, such as `ulimit -f 8;`. */
  readonly under?: string
}

/** Starts a server as a process. It ends with the process of the tests at the latest. */
export function startProcess({
  env,
  program = 'server/dist/main.js',
  args = [],
  under,
}: ProcessOptions): ServerProcess {
  const run = [process.execPath, program, ...args]
  const [command = '', ...rest] = under === undefined ? run : ['sh', '-c', `${under} exec "$@"`, 'sh', ...run]
  const startedAt = Date.now()
  const child = spawn(command, rest, {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', ANTE_RATE_LIMIT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const [stdout, stderr, report] = [1, 2, 3].map((index) => collect(child.stdio[index] as Readable))
  let endedAt = 0
  child.once('exit', () => {
    endedAt = Date.now()
  })
  const endWithParent = () => void child.kill('SIGKILL')
  process.once('exit', endWithParent)
  // `close` comes after `exit`, when the last output has been read.
  const ended = once(child, 'close').then(([code, signal]) => {
    process.off('exit', endWithParent)
    return (code ?? signal) as number | string
  })
  const url = env.PUBLIC_URL ?? `http://localhost:${env.PORT}`
  const server: ServerProcess = {
    child,
    url,
    startedAt,
    ended,
    endedAt: () => endedAt,
    hasEnded: () => endedAt !== 0,
    stdout: () => stdout?.() ?? '',
    stderr: () => stderr?.() ?? '',
    report: () => report?.() ?? '',
    async becomesReady() {
      while (endedAt === 0) {
        const response = await fetch(`${url}/readyz`).catch(() => null)
        if (response?.ok) return true
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
      return false
    },
    async ready() {
      if (await server.becomesReady()) return
      await ended
      throw new Error(`the server ended:\n${server.stdout()}${server.stderr()}`)
    },
    kill(signal = 'SIGKILL') {
      child.kill(signal)
      return ended
    },
  }
  return server
}

function collect(stream: Readable): () => string {
  let text = ''
  stream.setEncoding('utf8').on('data', (chunk) => {
    text += chunk
  })
  return () => text
}
