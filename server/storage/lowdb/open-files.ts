import { join } from 'node:path'
import { Low } from 'lowdb'
import { damaged } from './files/damage.ts'
import { closeOnError, type Disk } from './files/disk.ts'
import type { Health } from './files/health.ts'
import { emptyData, type StoreData } from './files/stored-data.ts'
import { Journal } from './journal/journal.ts'
import { removeStopRecord } from './journal/stop-record.ts'
import { cutTornTail } from './journal/torn-tail.ts'
import { readJournal } from './read-journal.ts'
import { SNAPSHOT, SnapshotFile } from './snapshot/snapshot-file.ts'
import { State } from './state.ts'
import type { StoreFiles } from './store-files.ts'
import { writeSnapshot } from './write-snapshot.ts'

/** Where the store reports what an operator should know; pino's loggers have this method. */
export interface StoreLog {
  warn(details: object, message: string): void
}

interface OpenOptions {
  readonly directory: string
  readonly disk: Disk
  readonly health: Health
  readonly log: StoreLog
  readonly now: () => number
}

/**
 * Reads what is stored: the snapshot, then the journal after it. Throws `StoreDamaged`, and has changed nothing, when
 * either is not as it was written.
 */
export async function openFiles(options: OpenOptions): Promise<StoreFiles> {
  const { directory, disk, health } = options
  let journal: Journal | null = null
  const snapshot = new SnapshotFile({
    path: join(directory, SNAPSHOT),
    disk,
    journalFlushed: async () => journal?.flushed(),
  })
  const low = new Low<StoreData>(snapshot, emptyData())
  await low.read()
  const { store, ...recovered } = await readJournal(directory, snapshot.header, low.data)
  low.data.seq = recovered.end.seq
  const state = deriveState(low.data, directory)

  // Nothing was changed so far.
  if (recovered.torn) await cutTornTail(options, recovered.torn.segment, recovered.torn.start)
  await removeStopRecord(directory, disk)
  await snapshot.discardUnfinished()
  const isCurrent = snapshot.header?.format === 2
  const journalOptions = { directory, disk, health, store, ...recovered }
  const opened = await (isCurrent ? Journal.continue(journalOptions) : Journal.startAnew(journalOptions))
  journal = opened
  return closeOnError(opened, async () => {
    const files = { directory, disk, store, low, snapshot, journal: opened, state }
    // From here on a journal without a snapshot means that the snapshot was lost.
    if (!isCurrent) await writeSnapshot(files, await opened.startSegment())
    if (!isCurrent) await opened.removeOldSegments()
    for (const { path } of recovered.obsolete) if (path !== opened.path) await disk.remove(path)
    return files
  })
}

function deriveState(data: StoreData, directory: string): State {
  try {
    return new State(data)
  } catch (error) {
    throw damaged(directory, null, error instanceof Error ? error.message : String(error))
  }
}
