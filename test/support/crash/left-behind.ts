import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { UndecidedMatch } from '../../../server/domain/match.ts'
import { openLowdbStorage } from '../../../server/storage/lowdb/lowdb-storage.ts'
import { hastyDisk } from '../storage/simulated-disk.ts'

/** What a killed server has left, as the next start will find it. */
export interface LeftBehind {
  /** The last heartbeat; null before the first. */
  readonly aliveAt: number | null
  readonly undecided: readonly UndecidedMatch[]
}

/** Reads a copy of the folder, so that the folder stays as it was left. */
export async function readFolder(directory: string): Promise<LeftBehind> {
  const copy = await copyFolder(directory)
  try {
    const storage = await openLowdbStorage({ directory: copy, disk: hastyDisk })
    try {
      const { aliveAt } = await storage.meta()
      return { aliveAt, undecided: await storage.undecidedMatches() }
    } finally {
      await storage.close()
    }
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}

/** A copy of a data folder, without the sockets that lock it. */
async function copyFolder(directory: string): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'ante-left-'))
  for (const name of await readdir(directory)) {
    if (!name.startsWith('lock-')) await cp(join(directory, name), join(copy, name))
  }
  return copy
}
