import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeCheckedLine, encodeCheckedLine } from '../files/checked-line.ts'
import { damaged } from '../files/damage.ts'
import { closeOnError, type Disk, writeAll } from '../files/disk.ts'
import type { Recovered } from './recovery.ts'
import type { JournalEnd } from './segments.ts'

/**
 * Its name in the data folder. The file is there from a clean stop to the next start and says where the journal ended, so
 * that a journal that was shortened meanwhile is found. After a crash there is none.
 */
const STOP_RECORD = 'stopped.json'

/** Records where a journal ended that nothing is written to any more. */
export async function writeStopRecord(directory: string, disk: Disk, store: string, end: JournalEnd): Promise<void> {
  const path = join(directory, STOP_RECORD)
  await disk.remove(`${path}.tmp`)
  const file = await disk.create(`${path}.tmp`)
  await closeOnError(file, async () => {
    await writeAll(file, Buffer.from(encodeCheckedLine({ ante: 'stopped', store, ...end })))
    await file.sync()
  })
  await file.close()
  await disk.rename(`${path}.tmp`, path)
  await disk.syncFolder(directory)
}

/** Throws `StoreDamaged` when a stop record is there and the journal ends elsewhere. */
export async function assertEndsAsStopped(directory: string, store: string, { end, torn }: Recovered): Promise<void> {
  const path = join(directory, STOP_RECORD)
  const line = await readIfThere(path)
  if (!line) return
  const stopped = decodeCheckedLine(line) as (JournalEnd & { store: string }) | null
  if (!stopped) throw damaged(path, 0, 'this is not as it was written')
  if (stopped.store !== store) throw damaged(path, 0, 'this belongs to another store')
  if (stopped.seq === end.seq && stopped.chain === end.chain && !torn) return
  const what = `the server stopped after line ${stopped.seq} of the journal, and the journal ends ${torn ? 'within a batch' : 'elsewhere'} after line ${end.seq}`
  throw damaged(directory, null, what)
}

/** Removes the stop record, before anything is written that goes beyond it. */
export async function removeStopRecord(directory: string, disk: Disk): Promise<void> {
  await disk.remove(join(directory, STOP_RECORD))
  await disk.syncFolder(directory)
}

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
