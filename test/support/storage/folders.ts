import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type LowdbOptions, type LowdbStorage, openLowdbStorage } from '../../../server/storage/lowdb/lowdb-storage.ts'

/** A new folder for more than one test. */
export async function emptyFolder(): Promise<{ directory: string; remove: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'ante-'))
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) }
}

/** A new folder that is removed when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ante-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** An embedded store, closed when the test is over. */
export async function openStorage(options: LowdbOptions): Promise<LowdbStorage> {
  const storage = await openLowdbStorage(options)
  onTestFinished(() => storage.close())
  return storage
}

/** An embedded store in a fresh folder; closed, and the folder removed, when the test is over. */
export async function temporaryStorage(
  options: Omit<LowdbOptions, 'directory'> = {},
): Promise<LowdbStorage & { directory: string }> {
  const directory = await temporaryFolder()
  return { ...(await openStorage({ directory, ...options })), directory }
}
