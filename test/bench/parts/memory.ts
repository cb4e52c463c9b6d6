import { once } from 'node:events'
import { cp } from 'node:fs/promises'
import type { Bench, Table } from '../bench.ts'
import { startBenchServer } from '../server-process.ts'

/** Memory of the process with ever more matches stored, garbage collected, and what one match adds. */
export async function runMemory(bench: Bench): Promise<Table> {
  const rows: (string | number)[][] = []
  let before: { stored: number; used: number } | null = null
  for (const stored of bench.sizes) {
    const directory = bench.newFolder()
    await cp(await bench.stored(stored), directory, { recursive: true })
    const server = await startBenchServer({
      program: bench.builtServer,
      arguments: ['--expose-gc', '--import', bench.program('report-heap')],
      port: await bench.port(),
      env: { DATA_DIR: directory, LOG_LEVEL: 'error' },
      ready: async (origin) => (await fetch(`${origin}/readyz`)).ok,
    })
    const { stderr } = server.child
    if (!stderr) throw new Error('no standard error')
    const said = once(stderr, 'data')
    server.child.kill('SIGUSR2')
    const [, heap, buffers] = (/heap (\d+) buffers (\d+)/.exec(String((await said)[0])) ?? []).map(Number)
    if (heap === undefined || buffers === undefined) throw new Error('no memory reported')
    const used = heap + buffers
    const each = before ? Math.round((used - before.used) / (stored - before.stored)) : '–'
    rows.push([
      stored,
      Math.round(heap / 1e6),
      Number((buffers / 1e6).toFixed(2)),
      Math.round(server.memory() / 1e6),
      each,
    ])
    before = { stored, used }
    await server.stop()
  }
  return {
    title: 'Memory',
    columns: ['matches stored', 'heap, MB', 'buffers, MB', 'resident, MB', 'bytes a match more'],
    rows,
    note: 'After a start over that store and a full garbage collection.',
  }
}
