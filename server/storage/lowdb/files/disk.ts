import { constants } from 'node:fs'
import { type FileHandle, open, rename, rm, truncate } from 'node:fs/promises'

/** A file that is written from front to back. */
export interface DiskFile {
  /** Appends bytes, perhaps only the first of them; resolves with how many. */
  write(bytes: Uint8Array): Promise<number>
  /** Resolves once what was written survives a power failure. */
  sync(): Promise<void>
  close(): Promise<void>
}

/** Everything by which the store changes files: one place where tests let it fail. */
export interface Disk {
  /** Makes a file that must not exist yet, readable by its owner alone. */
  create(path: string): Promise<DiskFile>
  /** Goes on at the end of a file that exists. */
  append(path: string): Promise<DiskFile>
  /** Cuts a file off and resolves once that survives a power failure. */
  truncate(path: string, length: number): Promise<void>
  rename(from: string, to: string): Promise<void>
  /** Removes a file; fine when there is none. */
  remove(path: string): Promise<void>
  /** Resolves once the files made, renamed and removed in a folder survive a power failure. */
  syncFolder(path: string): Promise<void>
}

export const nodeDisk: Disk = {
  create: async (path) => fileOf(await open(path, 'wx', 0o600)),
  append: async (path) =>
    process.platform === 'linux' ? fileOfSyncedWrites(await open(path, SYNCED_APPEND)) : fileOf(await open(path, 'a')),

  async truncate(path, length) {
    await truncate(path, length)
    await syncPath(path, 'r+')
  },

  rename,
  remove: (path) => rm(path, { force: true }),

  async syncFolder(path) {
    // Windows opens no folders; NTFS journals its own metadata.
    if (process.platform !== 'win32') await syncPath(path, 'r')
  },
}

/** Writes all of the bytes, however many writes that takes. */
export async function writeAll(file: DiskFile, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const count = await file.write(bytes.subarray(written))
    if (count === 0) throw new Error('the disk takes no more bytes')
    written += count
  }
}

/** Does something with a file that was just opened, and closes it again when that fails. */
export async function closeOnError<Result>(
  file: { close(): Promise<void> },
  task: () => Promise<Result>,
): Promise<Result> {
  try {
    return await task()
  } catch (error) {
    await file.close()
    throw error
  }
}

function fileOf(handle: FileHandle): DiskFile {
  return {
    write: async (bytes) => (await handle.write(bytes)).bytesWritten,
    sync: () => handle.datasync(),
    close: () => handle.close(),
  }
}

const SYNCED_APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_DSYNC

/**
 * On Linux each write of the journal waits for the disk itself, so there is nothing to sync but what was in the file before.
 * That is one task for Node's threads in place of two, which take most of the CPU of a small write. Elsewhere the flag
 * promises less than a sync does.
 */
function fileOfSyncedWrites(handle: FileHandle): DiskFile {
  let isSynced = false
  return {
    ...fileOf(handle),
    async sync() {
      if (!isSynced) await handle.datasync()
      isSynced = true
    },
  }
}

async function syncPath(path: string, flags: 'r' | 'r+'): Promise<void> {
  const handle = await open(path, flags)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
