import { type Logger, pino } from 'pino'
import { diskTroubleIn } from './config/disk-advice.ts'
import { type Config, ConfigError, readConfig } from './config/environment.ts'
import { LogBuffer } from './log-buffer.ts'
import { type OpenStorage, type Runtime, startRuntime } from './runtime.ts'

/** Milliseconds between a failed store and the exit: requests in flight are answered with 503 in this time. */
const LAST_ANSWERS = 500

/**
 * Runs Ante in this process. Exits with 0 after SIGTERM or SIGINT, and with 1 and one message on standard error when it
 * cannot start or its store fails.
 */
export async function runProcess(environment: NodeJS.ProcessEnv, openStorage?: OpenStorage): Promise<void> {
  if (typeof URL.parse !== 'function') fail('Ante needs Node.js 20.19 or newer.')
  const config = configOrExit(environment)
  const log = createLog(config.logLevel)
  const systemClock = { now: Date.now }
  const end = (error: unknown) => fail(diskTroubleIn(error, config.dataDirectory) ?? messageOf(error))
  const runtime = await startRuntime(config, { log, systemClock, ...(openStorage && { openStorage }) }).catch(end)
  log.info({ url: config.publicUrl, sample: runtime.sampleUrl, demo: config.demo }, 'Ante is ready')
  if (process.stdout.isTTY) greet(config, runtime)
  stopBySignal(runtime, log, end)
  runtime.failed.then((error) => {
    log.fatal({ err: error }, 'nothing can be saved any more: stopping')
    setTimeout(end, LAST_ANSWERS, error)
  })
}

/** Lines are written many at once, and the rest on exit. */
function createLog(level: Config['logLevel']): Logger {
  const lines = new LogBuffer(pino.destination({ dest: 1, sync: false }))
  process.on('exit', () => lines.flushSync())
  return pino({ level }, lines)
}

function stopBySignal(runtime: Runtime, log: Logger, end: (error: unknown) => void): void {
  let stopping = false
  function stop(signal: string): void {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'stopping')
    runtime.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal({ err: error }, 'could not stop cleanly')
        end(error)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

function greet({ publicUrl }: Config, { sampleUrl }: Runtime): void {
  process.stdout.write(`\n  Ante        ${publicUrl}\n${sampleUrl ? `  Sample game ${sampleUrl}\n` : ''}\n`)
}

function configOrExit(environment: NodeJS.ProcessEnv): Config {
  try {
    return readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) fail(error.message)
    throw error
  }
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

/** Errors that show a bug in Ante. Their stack is printed, so that the operator can report it. */
const BUG_ERRORS = [TypeError, ReferenceError, RangeError, SyntaxError]

/** The message for the operator: without a stack, except for a bug. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (BUG_ERRORS.some((kind) => error instanceof kind)) return error.stack ?? error.message
  if ('code' in error && error.code === 'EADDRINUSE') {
    return `Port ${'port' in error ? error.port : '?'} is taken by another program. Choose another PORT (or DEMO_PORT).`
  }
  if ('code' in error && (error.code === 'EACCES' || error.code === 'EPERM')) return `Not permitted: ${error.message}`
  if ('syscall' in error && error.syscall === 'mkdir') return `DATA_DIR must be a folder: ${error.message}`
  return error.message
}
