import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

/** A running command: its output, and how it ends. */
export interface Command {
  readonly child: ChildProcess
  readonly output: () => string
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
}

/** Runs a command in a folder. Its environment is `env`, `PATH` and `HOME` alone. */
export function run(command: string, args: readonly string[], cwd: string, env: Record<string, string>): Command {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(command, args, { cwd, env: { PATH, HOME, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string)
  return { child, output: () => output, ended }
}
