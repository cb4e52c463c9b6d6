import { type ProcessOptions, type ServerProcess, startProcess } from '../../process.ts'
import type { CrashOptions } from './crash-server.ts'

/** A server that a test kills, or whose disk fails. */
export interface CrashProcess extends ServerProcess {
  /** The step of its disk at which it died; empty when it was killed from outside. */
  diedAt(): string
  /** Makes the disk's incident happen from now on. */
  arm(): void
}

export interface StartOptions extends ProcessOptions {
  readonly program: string
  /** For the crash server alone; the built server takes none. */
  readonly options?: CrashOptions
}

/** Starts the built server or the crash server (see `programs.ts`). */
export function startServer({ options, env, ...rest }: StartOptions): CrashProcess {
  const args = options ? [JSON.stringify(options)] : []
  const server = startProcess({ ...rest, args, env: { LOG_LEVEL: 'warn', ...env } })
  return { ...server, diedAt: server.report, arm: () => void server.child.kill('SIGUSR2') }
}
