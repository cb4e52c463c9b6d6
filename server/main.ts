import { pino } from 'pino'
import { type Config, ConfigMistakes, readConfig } from './config.ts'
import { startRuntime } from './runtime.ts'

/** What a start can fail with by no fault of ours: one clear message, no stack. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if ('code' in error && error.code === 'EADDRINUSE') {
    return `Port ${'port' in error ? error.port : '?'} is taken by another program. Choose another PORT (or DEMO_PORT).`
  }
  if ('code' in error && (error.code === 'EACCES' || error.code === 'EPERM')) return `Not permitted: ${error.message}`
  return error.message
}

function fail(error: unknown): never {
  process.stderr.write(`${messageOf(error)}\n`)
  process.exit(1)
}

function configOrExit(): Config {
  try {
    return readConfig(process.env)
  } catch (error) {
    if (error instanceof ConfigMistakes) fail(error)
    throw error
  }
}

if (typeof URL.parse !== 'function') fail(new Error('Ante needs Node.js 20.19 or newer.'))
const config = configOrExit()
const log = pino({ level: config.logLevel })
const runtime = await startRuntime(config, { log, systemClock: { now: Date.now } }).catch(fail)

log.info({ url: config.publicUrl, sample: runtime.sampleUrl, demo: config.demo }, 'Ante is ready')
if (process.stdout.isTTY) {
  process.stdout.write(
    `\n  Ante        ${config.publicUrl}\n${runtime.sampleUrl ? `  Sample game ${runtime.sampleUrl}\n` : ''}\n`,
  )
}

let stopping = false
function stop(signal: string): void {
  if (stopping) return
  stopping = true
  log.info({ signal }, 'stopping')
  runtime.close().then(
    () => process.exit(0),
    (error: unknown) => {
      log.fatal({ err: error }, 'could not stop cleanly')
      process.exit(1)
    },
  )
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)

runtime.failed.then((error) => {
  log.fatal({ err: error }, 'nothing can be saved any more: stopping')
  // Requests under way are answered with 503 before the process goes.
  setTimeout(() => process.exit(1), 500)
})
