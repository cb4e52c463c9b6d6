import { cp } from 'node:fs/promises'
import { openLowdbStorage } from '../../../server/storage/lowdb/lowdb-storage.ts'
import type { Bench, Table } from '../bench.ts'

/** CPU of a checkpoint, and of each match in it. */
export async function runCheckpoint(bench: Bench): Promise<Table> {
  const rows: (string | number)[][] = []
  for (const stored of bench.sizes) {
    const directory = bench.newFolder()
    await cp(await bench.stored(stored), directory, { recursive: true })
    const storage = await openLowdbStorage({ directory })
    const before = process.cpuUsage()
    await storage.checkpoint()
    const { user, system } = process.cpuUsage(before)
    await storage.close()
    rows.push([stored, Math.round((user + system) / 1000), Math.round((user + system) / stored)])
  }
  return {
    title: 'Checkpoint',
    columns: ['matches stored', 'CPU, ms', 'µs a match'],
    rows,
    note: 'A checkpoint begins when the journal is as long as the snapshot, at least 64 MiB: the store has doubled since the last one. So it adds its time for a match to each new match. It is done in short pieces between calls.',
  }
}
