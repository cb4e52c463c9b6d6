import { type Logger, pino } from 'pino'
import { diskTroubleIn } from './config/disk-advice.ts'
import { type Config, ConfigError, readConfig } from './config/environment.ts'
import { type OpenStorage, type Runtime, startRuntime } from './runtime.ts'

/** How long requests that are under way have to be answered with 503 once nothing can be saved any more. */
const LAST_ANSWERS = 500

/**
 * Runs Ante as this process, from its environment to its exit code: 0 after a signal, 1 with one clear message on standard
 * error when it cannot start or go on.
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

/** How often lines are written when few come, in milliseconds. */
const LOG_FLUSH = 200

/** Writes lines many at a time, apart from the requests that they are about; what is left is written when the process ends. */
function createLog(level: Config['logLevel']): Logger {
  const destination = pino.destination({ dest: 1, sync: false, minLength: 4096, periodicFlush: LOG_FLUSH })
  process.on('exit', () => destination.flushSync())
  return pino({ level }, destination)
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

/** No operator can act on these; whoever reads them in a report can. */
const MISTAKES_OF_OURS = [TypeError, ReferenceError, RangeError, SyntaxError]

/** What a process ends with by no fault of ours: one clear message, no stack. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (MISTAKES_OF_OURS.some((kind) => error instanceof kind)) return error.stack ?? error.message
  if ('code' in error && error.code === 'EADDRINUSE') {
    return `Port ${'port' in error ? error.port : '?'} is taken by another program. Choose another PORT (or DEMO_PORT).`
  }
  if ('code' in error && (error.code === 'EACCES' || error.code === 'EPERM')) return `Not permitted: ${error.message}`
  if ('syscall' in error && error.syscall === 'mkdir') return `DATA_DIR must be a folder: ${error.message}`
  return error.message
}
