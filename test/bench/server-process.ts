import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'

/** A server under test, on a core of its own. */
export interface BenchServer {
  readonly origin: string
  readonly child: ChildProcess
  /** Seconds of CPU that the process has used so far, user and system. */
  cpu(): number
  /** Resident memory, in bytes. */
  memory(): number
  stop(): Promise<void>
}

/** The core that servers run on, and the one that load comes from. */
const SERVER_CORE = '0'
const LOAD_CORE = '1'
const CLOCK_TICKS = 100

export interface BenchServerOptions {
  readonly program: string
  readonly arguments?: readonly string[]
  readonly port: number
  readonly env?: Readonly<Record<string, string>>
  /** Resolves once it answers; a line `ready` on standard output when left out. */
  readonly ready?: (origin: string) => Promise<boolean>
}

export async function startBenchServer({
  program,
  port,
  env,
  ready,
  ...options
}: BenchServerOptions): Promise<BenchServer> {
  const command = ['-c', SERVER_CORE, process.execPath, ...(options.arguments ?? []), program]
  const child = spawn('taskset', command, {
    env: { PATH: process.env.PATH ?? '', PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const origin = `http://127.0.0.1:${port}`
  let said = ''
  child.stderr.on('data', (text) => {
    said += text
  })
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${program} ended with ${code}: ${said}`)
  })
  ended.catch(() => {})
  await Promise.race([ended, ready ? poll(() => ready(origin)) : once(child.stdout, 'data')])
  child.stdout.resume()
  child.stderr.resume()
  return {
    origin,
    child,
    cpu: () => cpuOf(statOf(child.pid ?? 0)),
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) * 1024,
    async stop() {
      if (child.exitCode !== null) return
      const exit = once(child, 'exit')
      child.kill('SIGKILL')
      await exit
    },
  }
}

/** The fields of a process in `/proc` from its state on; none when it is gone. */
function statOf(pid: number | string): readonly string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(') ') + 2).split(' ')
  } catch {
    return []
  }
}

/** Seconds of CPU, user and system. */
const cpuOf = (stat: readonly string[]) => (Number(stat[11] ?? 0) + Number(stat[12] ?? 0)) / CLOCK_TICKS
/** The same of the children that have ended. */
const cpuOfEnded = (stat: readonly string[]) => (Number(stat[13] ?? 0) + Number(stat[14] ?? 0)) / CLOCK_TICKS

/** Seconds of CPU that a process and its children have used so far, those that have ended included. */
export function cpuOfFamily(pid: number): number {
  const own = statOf(pid)
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(statOf)
    .filter(([, parent]) => parent === String(pid))
  return [own, ...children].reduce((sum, stat) => sum + cpuOf(stat), cpuOfEnded(own))
}

async function poll(isReady: () => Promise<boolean>): Promise<void> {
  while (!(await isReady().catch(() => false))) await new Promise((resolve) => setTimeout(resolve, 20))
}

/** Runs a load program on the other core. Calls `measure` when its measuring begins and again when it ends. */
export async function runLoad<Figures>(program: string, task: object, measure: () => void): Promise<Figures> {
  const child = spawn('taskset', ['-c', LOAD_CORE, process.execPath, program, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    if (/^measur(?:ing|ed)$/m.test(text)) measure()
  })
  const [code] = await once(child, 'close')
  const line = output.split('\n').find((text) => text.startsWith('{'))
  if (code !== 0 || line === undefined) throw new Error(`the load program ended with ${code}`)
  return JSON.parse(line)
}
