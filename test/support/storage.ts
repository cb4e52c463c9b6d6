import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openLowdbStorage } from '../../server/storage/lowdb/lowdb-storage.ts'
import type { Storage } from '../../server/storage/storage.ts'

type Options = Omit<Parameters<typeof openLowdbStorage>[0], 'directory'>

/** A fresh folder, removed when the test is over. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ante-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** An embedded store in a fresh folder; closed, and the folder removed, when the test is over. */
export async function temporaryStorage(options: Options = {}): Promise<Storage> {
  const storage = await openLowdbStorage({ directory: await temporaryFolder(), ...options })
  onTestFinished(() => storage.close())
  return storage
}
