import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { LedgerSnapshot } from '../storage.ts'
import { ByteReader } from './files/byte-reader.ts'
import { StoreDamaged } from './files/damage.ts'
import type { StoreData } from './files/stored-data.ts'
import { assertFinished } from './files/unfinished.ts'
import type { JournalEnd } from './journal/segments.ts'
import { snapshotFiles } from './ledger-snapshot.ts'
import { readJournal } from './read-journal.ts'
import { SNAPSHOT } from './snapshot/snapshot-file.ts'
import { decodeSnapshot } from './snapshot/snapshot-format.ts'

/** A server that makes one checkpoint after the other moves the files away under a reader again and again. */
const MAX_TRIES = 50
const BETWEEN_TRIES = 20

/** There is no store in this folder. */
export class NoStore extends Error {
  override readonly name = 'NoStore'
}

/** A store as it was at one moment. */
export interface ReadStore {
  /** The id of the store. */
  readonly store: string
  readonly data: StoreData
  /** Where its journal ended. */
  readonly end: JournalEnd
}

/** Reads the ledger in a data folder, as `readStore` does. */
export async function readLedger(directory: string): Promise<LedgerSnapshot> {
  return snapshotFiles((await readStore(directory)).data)
}

/**
 * Reads a data folder without a lock and without changing anything, also while a server works on it: what it has begun to
 * write and not finished is passed over. Throws `NoStore`, `StoreUnfinished` for a half-made copy, or `StoreDamaged` when
 * the files are not as they were written.
 */
export async function readStore(directory: string): Promise<ReadStore> {
  await assertIsStore(directory)
  return readUnfinishedStore(directory)
}

/** Throws `NoStore` or `StoreUnfinished`. */
export async function assertIsStore(directory: string): Promise<void> {
  const names = await readdir(directory)
  await assertFinished(directory)
  if (!names.includes(SNAPSHOT)) throw new NoStore(`${directory} is no data folder of Ante: it has no ${SNAPSHOT}.`)
}

/** Reads a store as `readStore` does, also one that is a half-made copy. */
export async function readUnfinishedStore(directory: string): Promise<ReadStore> {
  for (let tries = 1; ; tries++) {
    const before = await listing(directory)
    try {
      return await readFiles(directory)
    } catch (error) {
      const standsStill = before === (await listing(directory))
      if (!mayHaveMoved(error) || standsStill || tries === MAX_TRIES) throw error
    }
    await delay(BETWEEN_TRIES)
  }
}

async function readFiles(directory: string): Promise<ReadStore> {
  const { header, data } = await readSnapshot(join(directory, SNAPSHOT))
  const { store, end } = await readJournal(directory, header, data)
  return { store, data, end }
}

async function readSnapshot(path: string) {
  const reader = await ByteReader.open(path)
  try {
    return await decodeSnapshot(reader, path)
  } finally {
    await reader.close()
  }
}

/** A checkpoint removes files that were just listed, and puts a newer snapshot before a journal that was just read. */
function mayHaveMoved(error: unknown): boolean {
  return error instanceof StoreDamaged || (error instanceof Error && 'code' in error && error.code === 'ENOENT')
}

/** What changes whenever a file of the store does. */
async function listing(directory: string): Promise<string> {
  const names = await readdir(directory)
  const files = await Promise.all(
    names.sort().map(async (name) => {
      const found = await stat(join(directory, name), { bigint: true }).catch(() => null)
      return `${name} ${found?.ino} ${found?.size} ${found?.mtimeNs}`
    }),
  )
  return files.join('\n')
}
