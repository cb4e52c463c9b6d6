import { cp, mkdir } from 'node:fs/promises'
import { type Bench, median, type Table } from '../bench.ts'
import { startBenchServer } from '../server-process.ts'

/** From the start of the process to the first answer of `/readyz`. */
export async function runStart(bench: Bench): Promise<Table> {
  const rows: [string, number, number][] = []
  for (const stored of [0, ...bench.sizes]) {
    const times: number[] = []
    const memories: number[] = []
    for (let repeat = 0; repeat < bench.repeats; repeat++) {
      const directory = bench.newFolder()
      if (stored > 0) await cp(await bench.stored(stored), directory, { recursive: true })
      else await mkdir(directory, { recursive: true })
      const began = performance.now()
      const server = await startBenchServer({
        program: bench.builtServer,
        port: await bench.port(),
        env: { DATA_DIR: directory, LOG_LEVEL: 'error' },
        ready: async (origin) => (await fetch(`${origin}/readyz`)).ok,
      })
      times.push(performance.now() - began)
      memories.push(server.memory() / 1e6)
      await server.stop()
    }
    rows.push([
      stored === 0 ? 'an empty store' : `${stored} matches`,
      Math.round(median(times)),
      Math.round(median(memories)),
    ])
  }
  return { title: 'Start', columns: ['with', 'ready, ms', 'memory then, MB'], rows, note: 'Medians.' }
}
