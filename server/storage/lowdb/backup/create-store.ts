import { nodeDisk } from '../files/disk.ts'
import { Health } from '../files/health.ts'
import { lockFolder } from '../files/lock.ts'
import type { StoreData } from '../files/stored-data.ts'
import { writeStopRecord } from '../journal/stop-record.ts'
import { openFiles } from '../open-files.ts'
import { writeSnapshot } from '../write-snapshot.ts'

/** Makes a store of this data in an empty folder, as a server leaves it after a clean stop. */
export async function createStore(directory: string, data: StoreData): Promise<void> {
  const lock = await lockFolder(directory)
  try {
    await writeStore(directory, data)
  } finally {
    await lock.release()
  }
}

/** The same in a folder that the caller has locked. */
export async function writeStore(directory: string, data: StoreData): Promise<void> {
  const log = { warn() {} }
  const files = await openFiles({ directory, disk: nodeDisk, health: new Health(), log, now: Date.now })
  const { journal, disk, store } = files
  try {
    // The number of the newest journal line is the new store's own.
    files.low.data = { ...data, seq: files.low.data.seq }
    await writeSnapshot(files, await journal.startSegment())
    await journal.removeOldSegments()
    await writeStopRecord(directory, disk, store, journal.end)
  } finally {
    await journal.close()
  }
}
