import { randomBytes } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { ByteReader } from '../files/byte-reader.ts'
import { decodeCheckedLine, encodeCheckedLine } from '../files/checked-line.ts'
import { damaged, StoreDamaged } from '../files/damage.ts'
import { nodeDisk } from '../files/disk.ts'
import type { StoreData } from '../files/stored-data.ts'
import type { ReadStore } from '../read-folder.ts'
import { decodeSnapshot, encodeSnapshot } from '../snapshot/snapshot-format.ts'

/** Grows when older versions of Ante could not read what is written. */
const FORMAT = 1

/** A store as it was at one moment, with the keys that it signs with. */
export interface Backup {
  readonly data: StoreData
  /** The text of the file of keys; null where the keys are kept elsewhere (`ANTE_KEYS`). */
  readonly keys: string | null
  /** Milliseconds since 1970. */
  readonly takenAt: number
}

/** There is a file under this name already. */
export class FileExists extends Error {
  override readonly name = 'FileExists'
}

/**
 * Writes a backup, readable by its owner alone: whole and on disk, or not at all. It is a checked line about the backup, and
 * then a snapshot of the store. Throws `FileExists`.
 */
export async function writeBackup(
  path: string,
  store: ReadStore,
  about: { keys: string | null; takenAt: number },
): Promise<void> {
  // A name of its own: nothing that is there already is touched.
  const temporary = `${path}.${randomBytes(4).toString('hex')}.unfinished`
  await assertNew(path)
  const file = await open(temporary, 'wx', 0o600)
  try {
    await file.writeFile(encodeCheckedLine({ ante: 'backup', version: FORMAT, ...about }))
    const journal = { first: store.end.seq + 1, chain: store.end.chain }
    const header = { store: store.store, seq: store.end.seq, journal }
    for (const piece of encodeSnapshot(header, store.data)) await file.writeFile(piece)
    await file.sync()
  } catch (error) {
    await file.close()
    await rm(temporary, { force: true })
    throw error
  }
  await file.close()
  await rename(temporary, path)
  await nodeDisk.syncFolder(dirname(path))
}

/** Reads a backup. Throws `StoreDamaged` when the file is not as `writeBackup` wrote it, or is no backup. */
export async function readBackup(path: string): Promise<Backup> {
  const reader = await ByteReader.open(path)
  try {
    const line = (await reader.line()) ?? Buffer.alloc(0)
    const about = decodeCheckedLine(line) as { ante?: string; version?: number } & Omit<Backup, 'data'>
    if (about?.ante !== 'backup') throw damaged(path, 0, 'this is not the first line of a backup')
    if (Number(about.version) > FORMAT) {
      throw new StoreDamaged(`${path} was written by a newer Ante. Restore it with that version.`)
    }
    const { data } = await decodeSnapshot(reader, path)
    return { data, keys: about.keys, takenAt: about.takenAt }
  } finally {
    await reader.close()
  }
}

async function assertNew(path: string): Promise<void> {
  const handle: FileHandle | null = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (!handle) return
  await handle.close()
  throw new FileExists(`${basename(path)} exists already in ${dirname(path)}. Choose a new name for the backup.`)
}
