import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Adapter } from 'lowdb'
import { ByteReader } from '../files/byte-reader.ts'
import { type Disk, type DiskFile, writeAll } from '../files/disk.ts'
import type { StoreData } from '../files/stored-data.ts'
import { decodeSnapshot, encodeSnapshot } from './snapshot-format.ts'
import type { SnapshotHeader, StoredHeader } from './snapshot-header.ts'

/** Its name in the data folder. */
export const SNAPSHOT = 'snapshot.ndjson'

interface SnapshotOptions {
  readonly path: string
  readonly disk: Disk
  /** Resolves once everything that is in memory now is in the journal on disk. */
  journalFlushed(): Promise<void>
}

/** lowdb's adapter: all of `low.data` in one file, which is written beside the old one and then replaces it. */
export class SnapshotFile implements Adapter<StoreData> {
  readonly #options: SnapshotOptions
  #next: SnapshotHeader | null = null
  /** The header that was read; null when there is no file. */
  header: StoredHeader | null = null
  /** Length of the file in bytes; 0 when there is none. */
  bytes = 0

  constructor(options: SnapshotOptions) {
    this.#options = options
  }

  async read(): Promise<StoreData | null> {
    const { path } = this.#options
    if (!(await exists(path))) return null
    const reader = await ByteReader.open(path)
    try {
      const { header, data } = await decodeSnapshot(reader, path)
      this.header = header
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

  /** Sets the header of the next `write`. Its `seq` is that of now: every line up to it is in memory. */
  describeNext(header: SnapshotHeader): void {
    this.#next = header
  }

  async write(data: StoreData): Promise<void> {
    const { path, disk, journalFlushed } = this.#options
    if (!this.#next) throw new Error('a snapshot is written without a header')
    const file = await disk.create(temporary(path))
    try {
      const bytes = await writePieces(file, encodeSnapshot(this.#next, data))
      // Otherwise a power failure could leave a part of a change in the snapshot, and the rest nowhere.
      await journalFlushed()
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
