import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** The built server as a process of its own. */
export interface ServerProcess {
  child: ChildProcess
  url: string
  output: () => string
  /** Resolves once it answers as ready; rejects when it ends before. */
  ready: () => Promise<void>
  /** The exit code, or the signal that ended it. */
  ended: Promise<number | string>
}

export function startProcess(env: Record<string, string>): ServerProcess {
  const child = spawn(process.execPath, ['server/dist/main.js'], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', ANTE_RATE_LIMIT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string)
  const url = env.PUBLIC_URL ?? `http://localhost:${env.PORT}`
  let over = false
  ended.then(() => {
    over = true
  })
  return {
    child,
    url,
    output: () => output,
    ended,
    async ready() {
      for (;;) {
        if (over) throw new Error(`the server ended:\n${output}`)
        const response = await fetch(`${url}/readyz`).catch(() => null)
        if (response?.ok) return
        await new Promise((resolve) => setTimeout(resolve, 25))
      }
    },
  }
}
