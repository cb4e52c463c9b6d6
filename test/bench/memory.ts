import { once } from 'node:events'
import { cp } from 'node:fs/promises'
import type { Bench, Table } from './bench.ts'
import { startBenchServer } from './server-process.ts'

/** Memory of the process with ever more matches stored, garbage collected, and what one match adds. */
export async function runMemory(bench: Bench): Promise<Table> {
  const rows: (string | number)[][] = []
  let before: { stored: number; heap: number } | null = null
  for (const stored of bench.sizes) {
    const directory = bench.newFolder()
    await cp(await bench.stored(stored), directory, { recursive: true })
    const server = await startBenchServer({
      program: bench.builtServer,
      arguments: ['--expose-gc', '--import', bench.program('report-heap')],
      port: bench.port(),
      env: { DATA_DIR: directory, LOG_LEVEL: 'error' },
      ready: async (origin) => (await fetch(`${origin}/readyz`)).ok,
    })
    const { stderr } = server.child
    if (!stderr) throw new Error('no standard error')
    const said = once(stderr, 'data')
    server.child.kill('SIGUSR2')
    const heap = Number(/heap (\d+)/.exec(String((await said)[0]))?.[1])
    const each = before ? Math.round((heap - before.heap) / (stored - before.stored)) : '–'
    rows.push([stored, Math.round(heap / 1e6), Math.round(server.memory() / 1e6), each])
    before = { stored, heap }
    await server.stop()
  }
  return {
    title: 'Memory',
    columns: ['matches stored', 'heap, MB', 'resident, MB', 'bytes a match more'],
    rows,
    note: 'After a start over that store and a full garbage collection.',
  }
}
