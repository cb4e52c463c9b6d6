import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Adapter } from 'lowdb'
import { ByteReader } from './byte-reader.ts'
import { type Disk, type DiskFile, writeAll } from './disk.ts'
import { decodeSnapshot, encodeSnapshot } from './snapshot-format.ts'
import type { StoreData } from './stored-data.ts'

/** Its name in the data folder. */
export const SNAPSHOT = 'snapshot.ndjson'

interface SnapshotOptions {
  readonly path: string
  readonly disk: Disk
  /** Resolves once everything that is in memory now is in the journal on disk. */
  settled(): Promise<void>
}

/** lowdb's adapter: all of `low.data` in one file, written beside the old one and then put in its place. */
export class SnapshotFile implements Adapter<StoreData> {
  readonly #options: SnapshotOptions
  /** Length of the file; 0 when there is none. */
  bytes = 0

  constructor(options: SnapshotOptions) {
    this.#options = options
  }

  async read(): Promise<StoreData | null> {
    const { path } = this.#options
    if (!(await exists(path))) return null
    const reader = await ByteReader.open(path)
    try {
      const data = await decodeSnapshot(reader, path)
      this.bytes = reader.offset
      return data
    } finally {
      await reader.close()
    }
  }

  /** Removes what a write that was cut short left behind. */
  async discardUnfinished(): Promise<void> {
    await this.#options.disk.remove(temporary(this.#options.path))
  }

  async write(data: StoreData): Promise<void> {
    const { path, disk, settled } = this.#options
    const file = await disk.create(temporary(path))
    try {
      const bytes = await writePieces(file, encodeSnapshot(data))
      // Otherwise a power failure could leave a part of a change in the snapshot, and the rest nowhere.
      await settled()
      await file.sync()
      this.bytes = bytes
    } finally {
      await file.close()
    }
    await disk.rename(temporary(path), path)
    await disk.syncFolder(dirname(path))
  }
}

const temporary = (path: string) => `${path}.tmp`

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}

async function writePieces(file: DiskFile, pieces: Iterable<Buffer>): Promise<number> {
  let bytes = 0
  for (const piece of pieces) {
    await writeAll(file, piece)
    bytes += piece.length
  }
  return bytes
}
