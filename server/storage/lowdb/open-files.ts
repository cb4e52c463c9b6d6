import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Low } from 'lowdb'
import { damaged } from './files/damage.ts'
import { type Disk, orClose } from './files/disk.ts'
import type { Health } from './files/health.ts'
import { Journal } from './files/journal.ts'
import { cutOff, type Recovered, recoverJournal } from './files/recovery.ts'
import { listSegments } from './files/segments.ts'
import { SNAPSHOT, SnapshotFile } from './files/snapshot-file.ts'
import { emptyData, restoreAll, type StoreData } from './files/stored-data.ts'
import { State } from './state.ts'

/** Where the store tells what an operator should know; pino's loggers are such. */
export interface StoreLog {
  warn(details: object, message: string): void
}

interface Surroundings {
  readonly directory: string
  readonly disk: Disk
  readonly health: Health
  readonly log: StoreLog
  readonly now: () => number
}

/** The files of a folder, read and ready to be written. */
export interface OpenFiles {
  readonly low: Low<StoreData>
  readonly snapshot: SnapshotFile
  readonly journal: Journal
  readonly state: State
}

/** Brings back what is stored: the snapshot, then the journal after it. Changes nothing when either is damaged. */
export async function openFiles(surroundings: Surroundings): Promise<OpenFiles> {
  const { directory, disk, health } = surroundings
  let journal: Journal | null = null
  const snapshot = new SnapshotFile({
    path: join(directory, SNAPSHOT),
    disk,
    settled: async () => journal?.flushed(),
  })
  const low = new Low<StoreData>(snapshot, emptyData())
  await low.read()
  const isNew = snapshot.bytes === 0
  const { segments, obsolete, lastSeq } = await (isNew ? newJournal(directory) : replay(surroundings, low.data))
  low.data.seq = lastSeq
  const state = deriveState(low.data, directory)
  const opened = await Journal.open({ directory, disk, health, segments, lastSeq })
  journal = opened
  return orClose(opened, async () => {
    await snapshot.discardUnfinished()
    // From here on a journal without a snapshot means that somebody lost the snapshot.
    if (isNew) await low.write()
    for (const segment of obsolete) await disk.remove(segment.path)
    return { low, snapshot, journal: opened, state }
  })
}

/** Where there is no snapshot there may be no journal either, except for an empty one from a start that was cut short. */
async function newJournal(directory: string): Promise<Recovered> {
  const [segment, ...others] = await listSegments(directory)
  if (!segment) return { segments: [], obsolete: [], lastSeq: 0 }
  const { size } = await stat(segment.path)
  if (others.length > 0 || segment.first !== 1 || size > 0) {
    throw damaged(segment.path, null, `the snapshot that this journal goes on from (${SNAPSHOT}) is missing`)
  }
  return { segments: [{ ...segment, bytes: 0 }], obsolete: [], lastSeq: 0 }
}

function replay(surroundings: Surroundings, data: StoreData): Promise<Recovered> {
  return recoverJournal({
    directory: surroundings.directory,
    after: data.seq,
    apply: (records) => restoreAll(data, records),
    tornAt: (segment, start) => cutOff(surroundings, segment, start),
  })
}

function deriveState(data: StoreData, directory: string): State {
  try {
    return new State(data)
  } catch (error) {
    throw damaged(directory, null, error instanceof Error ? error.message : String(error))
  }
}
