import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Readable } from 'node:stream'
import type { CrashOptions } from './server.ts'

/** A server as a process of its own, to be killed. */
export interface CrashProcess {
  readonly url: string
  readonly child: ChildProcess
  /** When it was started and when it was gone, in milliseconds since 1970. */
  readonly startedAt: number
  endedAt(): number
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
  hasEnded(): boolean
  /** Resolves with true once it answers as ready; with false when it ends before. */
  ready(): Promise<boolean>
  /** At which step of its disk it died; empty when it was killed from outside. */
  diedAt(): string
  stdout(): string
  stderr(): string
  /** Makes the disk's incident happen from now on. */
  arm(): void
  kill(signal?: NodeJS.Signals): Promise<number | string>
}

export interface StartOptions {
  readonly program: string
  readonly env: Record<string, string>
  readonly options?: CrashOptions
  /** Runs the server under a shell that does this first. */
  readonly under?: string
}

export function startServer({ program, env, options, under }: StartOptions): CrashProcess {
  const run = [process.execPath, program, ...(options ? [JSON.stringify(options)] : [])]
  const [command = '', ...rest] = under === undefined ? run : ['sh', '-c', `${under} exec "$@"`, 'sh', ...run]
  const startedAt = Date.now()
  const child = spawn(command, rest, {
    env: { PATH: process.env.PATH ?? '', ANTE_RATE_LIMIT: '0', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const [stdout, stderr, report] = [1, 2, 3].map((index) => collect(child.stdio[index] as Readable))
  let endedAt = 0
  const endWithParent = () => void child.kill('SIGKILL')
  process.once('exit', endWithParent)
  // `close`, not `exit`: what it wrote last is read by then.
  const ended = once(child, 'close').then(([code, signal]) => {
    endedAt ||= Date.now()
    process.off('exit', endWithParent)
    return (code ?? signal) as number | string
  })
  child.once('exit', () => {
    endedAt = Date.now()
  })
  const url = `http://localhost:${env.PORT}`
  return {
    url,
    child,
    startedAt,
    ended,
    endedAt: () => endedAt,
    hasEnded: () => endedAt !== 0,
    diedAt: () => report?.() ?? '',
    stdout: () => stdout?.() ?? '',
    stderr: () => stderr?.() ?? '',
    arm: () => void child.kill('SIGUSR2'),
    kill(signal = 'SIGKILL') {
      child.kill(signal)
      return ended
    },
    async ready() {
      while (endedAt === 0) {
        const response = await fetch(`${url}/readyz`).catch(() => null)
        if (response?.ok) return true
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
      return false
    },
  }
}

function collect(stream: Readable): () => string {
  let text = ''
  stream.setEncoding('utf8').on('data', (chunk) => {
    text += chunk
  })
  return () => text
}

/** A port that no outgoing connection takes while its server is down. */
export async function quietPort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000)
    const server = createServer()
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true))
    })
    await new Promise((resolve) => server.close(resolve))
    if (isFree) return port
  }
}
