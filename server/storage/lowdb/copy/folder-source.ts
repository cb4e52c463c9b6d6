import { readFile } from 'node:fs/promises'
import type { StoreSource } from '../../store-copy.ts'
import { lockFolder } from '../files/lock.ts'
import { assertIsStore, readStore } from '../read-folder.ts'
import { contentOf } from './folder-content.ts'

/**
 * Takes a data folder to be copied from: no server can start on it meanwhile. Changes nothing in it. Throws `FolderInUse`,
 * `NoStore`, `StoreUnfinished`.
 */
export async function openFolderSource(directory: string, keyFile: string): Promise<StoreSource> {
  await assertIsStore(directory)
  const lock = await lockFolder(directory)
  return {
    async read() {
      const { data } = await readStore(directory)
      return contentOf(data, await readIfThere(keyFile))
    },
    // The lock keeps every server out.
    async assertAtRest() {},
    close: () => lock.release(),
  }
}

/** The text of a file; null where there is none. */
export function readIfThere(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
}
