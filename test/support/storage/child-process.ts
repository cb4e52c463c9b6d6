import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { build } from 'esbuild'
import { onTestFinished } from 'vitest'
import type { ChildTask } from './child-program.ts'
import { temporaryFolder } from './folders.ts'

/** A child process that has opened a store, or has tried to. */
export interface StorageProcess {
  readonly pid: number | undefined
  /** The whole lines that it has written so far. */
  lines(): readonly string[]
  /** Resolves once it has written something. */
  spoken(): Promise<unknown>
  /** Kills it, and resolves once it has ended. */
  kill(): Promise<void>
}

/** Builds the child's program, since Node cannot run TypeScript everywhere. */
export async function buildChild(): Promise<string> {
  const outfile = join(await temporaryFolder(), 'child.mjs')
  const entryPoints = [join(import.meta.dirname, 'child-program.ts')]
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', conditions: ['source'] })
  return outfile
}

/** Starts a child, which is killed when the test is over. */
export function startChild(program: string, task: ChildTask, directory: string, first = 0): StorageProcess {
  const arguments_ = [program, task, directory, String(first)]
  const child = spawn(process.execPath, arguments_, { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = once(child, 'close')
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text
  })
  const spoken = Promise.race([once(child.stdout, 'data'), gone])
  const kill = async () => {
    child.kill('SIGKILL')
    await gone
  }
  onTestFinished(kill)
  return { pid: child.pid, lines: () => output.split('\n').slice(0, -1), spoken: () => spoken, kill }
}
