import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bench, Table } from '../bench.ts'
import type { LifecycleFigures } from '../load/lifecycles.ts'
import { runLoad } from '../server-process.ts'

const SLICES = 6
/** Lifecycles a second: a load that the server can carry all day. */
const RATE = 200

/** A long run at a steady load: whether calls get slower, and how memory and disk grow. */
export async function runSoak(bench: Bench): Promise<Table> {
  const [few = 0] = bench.sizes
  const ante = await bench.ante({ stored: few })
  const rows: (string | number)[][] = []
  try {
    let played = 0
    for (let slice = 1; slice <= SLICES; slice++) {
      bench.progress(`soak: ${slice} of ${SLICES}`)
      const task = bench.lifecycles(ante, {
        warmUpSeconds: slice === 1 ? bench.warmUpSeconds : 0,
        seconds: bench.soakSeconds / SLICES,
        rate: RATE,
      })
      const figures = await runLoad<LifecycleFigures>(bench.program('lifecycles'), task, () => {})
      played += figures.lifecycles
      rows.push([
        Math.round(played),
        Number(figures.callP50.toFixed(1)),
        Number(figures.callP99.toFixed(1)),
        Math.round(ante.memory() / 1e6),
        Number(((await sizeOf(ante.directory)) / 1e6).toFixed(1)),
      ])
    }
  } finally {
    await ante.stop()
  }
  return {
    title: `Soak, ${bench.soakSeconds} s at ${RATE} lifecycles a second`,
    columns: ['lifecycles so far', 'call p50, ms', 'call p99, ms', 'resident, MB', 'on disk, MB'],
    rows,
    note: 'Resident memory includes garbage that nobody has asked for yet.',
  }
}

/** The length of all files of a data folder, in bytes. */
async function sizeOf(directory: string): Promise<number> {
  const names = await readdir(directory)
  const files = await Promise.all(names.map((name) => stat(join(directory, name)).catch(() => null)))
  return files.reduce((sum, file) => sum + (file?.size ?? 0), 0)
}
