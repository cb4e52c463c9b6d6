import type { Low } from 'lowdb'
import type { Disk } from './files/disk.ts'
import type { StoreData } from './files/stored-data.ts'
import type { Journal } from './journal/journal.ts'
import type { SnapshotFile } from './snapshot/snapshot-file.ts'
import type { State } from './state.ts'

/** The files of a store, read and ready to be written. */
export interface StoreFiles {
  readonly directory: string
  readonly disk: Disk
  /** The id of the store. */
  readonly store: string
  readonly low: Low<StoreData>
  readonly snapshot: SnapshotFile
  readonly journal: Journal
  readonly state: State
}
