import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createBench } from './bench.ts'
import { runCallCosts } from './call-costs.ts'
import { runCheckpoint } from './checkpoint.ts'
import { runLayers } from './layers.ts'
import { runLifecycles } from './lifecycle-ratios.ts'
import { runLookUp } from './look-up.ts'
import { runMemory } from './memory.ts'
import { writePage } from './page/page.ts'
import { runPostgres } from './postgres.ts'
import { runPostgresHttp } from './postgres-http.ts'
import { present } from './present.ts'
import { runPromises } from './promises.ts'
import { runSoak } from './soak.ts'
import { runSockets } from './sockets.ts'
import { runStart } from './start.ts'

/** `npm run bench`: see README.md in this folder. */
const PARTS = {
  lifecycles: runLifecycles,
  calls: runCallCosts,
  promises: runPromises,
  layers: runLayers,
  start: runStart,
  memory: runMemory,
  checkpoint: runCheckpoint,
  'look-up': runLookUp,
  sockets: runSockets,
  soak: runSoak,
  postgres: runPostgres,
  'postgres-http': runPostgresHttp,
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean' },
    smoke: { type: 'boolean' },
    quick: { type: 'boolean' },
    page: { type: 'string' },
  },
})
if (values.page !== undefined) {
  await writePage(join(import.meta.dirname, '../..'), JSON.parse(await readFile(values.page, 'utf8')))
  process.exit()
}
const names = positionals.length > 0 ? positionals : Object.keys(PARTS)
const unknown = names.filter((name) => !(name in PARTS))
if (unknown.length > 0) {
  process.stderr.write(`There is no part "${unknown.join('", "')}". Choose from: ${Object.keys(PARTS).join(', ')}.\n`)
  process.exit(2)
}

const folder = await mkdtemp(join(tmpdir(), 'ante-bench-'))
try {
  const bench = await createBench({ folder, length: values.smoke ? 'smoke' : values.quick ? 'quick' : 'full' })
  const results: Record<string, unknown> = {}
  for (const name of names) {
    const table = await PARTS[name as keyof typeof PARTS](bench)
    results[name] = table
    if (!values.json) process.stdout.write(`${present(table)}\n`)
  }
  if (values.json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
