import { once } from 'node:events'
import { runCli } from './cli.ts'

// The reader of the output may close the pipe early: `ante ledger export … | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1)
})

async function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain')
}

process.exitCode = await runCli(process.argv.slice(2), {
  out: (text) => write(process.stdout, text),
  err: (text) => write(process.stderr, text),
  input: process.stdin,
  now: Date.now,
  isWatched: process.stderr.isTTY === true,
  env: process.env,
})
