import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createBench } from './bench.ts'
import { writePage } from './page/page.ts'
import { runCallCosts } from './parts/call-costs.ts'
import { runCheckpoint } from './parts/checkpoint.ts'
import { runLayers } from './parts/layers.ts'
import { runGrowth, runLifecycles } from './parts/lifecycle-ratios.ts'
import { runLookUp } from './parts/look-up.ts'
import { runMemory } from './parts/memory.ts'
import { runPostgres } from './parts/postgres.ts'
import { runPostgresHttp } from './parts/postgres-http.ts'
import { runPromises } from './parts/promises.ts'
import { runSoak } from './parts/soak.ts'
import { runSockets } from './parts/sockets.ts'
import { runStart } from './parts/start.ts'
import { present } from './present.ts'

/** `npm run bench`: see README.md in this folder. */
const PARTS = {
  lifecycles: runLifecycles,
  growth: runGrowth,
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
