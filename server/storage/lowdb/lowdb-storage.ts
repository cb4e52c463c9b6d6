import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { asGameId, asPlayerId } from '../../domain/ids.ts'
import { holdersIn, Revocations } from '../revocations.ts'
import type { Storage } from '../storage.ts'
import { validateChange } from '../validate-change.ts'
import { Checkpoints } from './checkpoints.ts'
import { commitStateOf, recordsOf } from './commit-state.ts'
import { type Disk, nodeDisk } from './files/disk.ts'
import { Health } from './files/health.ts'
import { type FolderLock, lockFolder } from './files/lock.ts'
import { assertFinished } from './files/unfinished.ts'
import { writeStopRecord } from './journal/stop-record.ts'
import { oauthRecords } from './oauth-records.ts'
import { openFiles, type StoreLog } from './open-files.ts'
import { readsOf } from './reads.ts'
import type { StoreFiles } from './store-files.ts'
import { nextRemovals } from './sweep.ts'
import { Writer } from './writer.ts'

export interface LowdbOptions {
  /** The data folder, on a local disk (the lock does not work on a network share). Created, for its owner alone, when missing. */
  readonly directory: string
  readonly log?: StoreLog
  /** Milliseconds since 1970, for the name of a file with a torn write. */
  readonly now?: () => number
  /** Length of the journal in bytes after which it is replaced by a snapshot, unless the snapshot is longer (64 MiB). */
  readonly checkpointBytes?: number
  /** How files are changed. Tests let it fail. */
  readonly disk?: Disk
}

/** The embedded store: everything in memory, every commit in a journal on disk. */
export interface LowdbStorage extends Storage {
  /** Replaces the journal by a snapshot now. The store also does so by itself as the journal grows. */
  checkpoint(): Promise<void>
}

const CHECKPOINT_BYTES = 64 * 1024 * 1024

/**
 * Opens the embedded store in a folder. Throws `FolderInUse` when another process has it open, `StoreDamaged` when its files
 * are not as they were written, and `StoreUnfinished` when it is a half-made copy.
 */
export async function openLowdbStorage(options: LowdbOptions): Promise<LowdbStorage> {
  const { disk = nodeDisk, log = { warn() {} }, now = Date.now, checkpointBytes = CHECKPOINT_BYTES } = options
  const directory = resolve(options.directory)
  await makeFolder(directory, disk)
  const lock = await lockFolder(directory)
  try {
    await assertFinished(directory)
    const health = new Health()
    const files = await openFiles({ directory, disk, health, log, now })
    return createStorage({ files, health, lock, checkpointBytes })
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function makeFolder(directory: string, disk: Disk): Promise<void> {
  const made = await mkdir(directory, { recursive: true, mode: 0o700 })
  if (made !== undefined) await disk.syncFolder(dirname(made))
}

interface Parts {
  readonly files: StoreFiles
  readonly health: Health
  readonly lock: FolderLock
  readonly checkpointBytes: number
}

function createStorage({ files, health, lock, checkpointBytes }: Parts): LowdbStorage {
  const { state, journal } = files
  const revocations = new Revocations()
  const checkpoints = new Checkpoints({ files, health, checkpointBytes })
  const writer = new Writer(files, health, checkpoints)
  const assertOpen = () => health.assertOpen()
  const commitState = commitStateOf(state)

  const newNumber = async (kind: 'player' | 'game', isTaken: (id: number) => boolean) => {
    assertOpen()
    let id = (state.data.counters.get(kind) ?? 0) + 1
    while (isTaken(id)) id++
    await writer.write([['counters', kind, id]])
    return id
  }

  const closeFiles = async () => {
    health.close()
    try {
      await checkpoints.finish()
      if (!health.hasFailed) await writeStopRecord(files.directory, files.disk, files.store, journal.end)
    } finally {
      await journal.close().finally(lock.release)
    }
  }
  let closing: Promise<void> | null = null

  return {
    ...readsOf(state, assertOpen),
    newPlayerId: async () => asPlayerId(await newNumber('player', (id) => state.data.players.has(asPlayerId(id)))),
    newGameId: async () => asGameId(await newNumber('game', (id) => state.data.games.has(asGameId(id)))),

    async commit(change) {
      assertOpen()
      const validated = validateChange(commitState, change)
      if (validated.kind !== 'accepted') return validated
      const records = recordsOf(state, change, validated)
      if (records.length === 0) await writer.flushed()
      else await writer.write(records)
      revocations.notify(holdersIn(change))
      return validated.commitResult
    },

    flushed: () => writer.flushed(),
    oauth: oauthRecords(state, writer, revocations),
    shared: null,

    async sweep(now, eventsBefore) {
      for (;;) {
        assertOpen()
        const removals = nextRemovals(state, now, eventsBefore)
        if (removals.length === 0) return
        await writer.write(removals)
      }
    },

    check: async () => assertOpen(),
    failed: health.failed,

    checkpoint: async () => {
      assertOpen()
      await checkpoints.run()
    },

    close() {
      closing ??= closeFiles()
      return closing
    },
  }
}
