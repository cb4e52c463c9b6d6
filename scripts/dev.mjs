import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { join, sep } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from './root.mjs'

/** Rebuilds and restarts the server whenever a source changes; a failed build leaves the running server alone. */
const SOURCES = ['shared', 'server', 'client', 'demo-game']
/** Editors write a file in several steps. */
const SETTLE_MS = 100

const run = (script, ...args) => spawn(process.execPath, [...args, join(root, script)], { cwd: root, stdio: 'inherit' })

let server
let stopping = false
let changed = true
let wake = () => {}

async function stopServer() {
  if (server === undefined || server.exitCode !== null || server.signalCode !== null) return
  server.kill('SIGTERM')
  await once(server, 'exit')
}

async function rebuild() {
  const [code] = await once(run('scripts/build.mjs'), 'exit')
  if (code !== 0 || stopping) return
  await stopServer()
  if (!stopping) server = run('server/dist/main.js', '--enable-source-maps')
}

function sourceChanged(_, file) {
  if (file?.split(sep).some((folder) => folder === 'dist' || folder === 'node_modules')) return
  changed = true
  wake()
}

async function stop() {
  stopping = true
  await stopServer()
  process.exit(server?.exitCode ?? 0)
}

/** Builds make folders and remove them, faster than they can be looked into. */
function watchFailed(error) {
  if (error.code !== 'ENOENT') throw error
}

for (const folder of SOURCES) watch(join(root, folder), { recursive: true }, sourceChanged).on('error', watchFailed)
process.on('SIGINT', stop).on('SIGTERM', stop)
// However this ends, it leaves no server behind.
process.on('exit', () => server?.kill())

while (!stopping) {
  if (!changed) await new Promise((resolve) => (wake = resolve))
  await sleep(SETTLE_MS)
  changed = false
  await rebuild()
}
