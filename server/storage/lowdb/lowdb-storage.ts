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
import { writeStopRecord } from './journal/stop-record.ts'
import { oauthRecords } from './oauth-records.ts'
import { openFiles, type StoreLog } from './open-files.ts'
import { readsOf } from './reads.ts'
import type { StoreFiles } from './store-files.ts'
import { nextRemovals } from './sweep.ts'
import { Writer } from './writer.ts'

export interface LowdbOptions {
  /** The data folder; made (for its owner alone) when it does not exist. On a local disk: a network share locks nobody out. */
  readonly directory: string
  readonly log?: StoreLog
  /** Milliseconds since 1970; names what is cut off a journal. */
  readonly now?: () => number
  /** Length of the journal in bytes after which it is replaced by a snapshot, unless the snapshot is longer (64 MiB). */
  readonly checkpointBytes?: number
  /** Where files are changed. */
  readonly disk?: Disk
}

/** The embedded store: everything in memory, every commit in a journal on disk. */
export interface LowdbStorage extends Storage {
  /** Replaces the journal by a snapshot now; it does so by itself as the journal grows. */
  checkpoint(): Promise<void>
}

const CHECKPOINT_BYTES = 64 * 1024 * 1024

/**
 * Opens the embedded store in a folder. Throws `FolderInUse` when another process has it open, and `StoreDamaged` when its
 * files are not as they were written.
 */
export async function openLowdbStorage(options: LowdbOptions): Promise<LowdbStorage> {
  const { disk = nodeDisk, log = { warn() {} }, now = Date.now, checkpointBytes = CHECKPOINT_BYTES } = options
  const directory = resolve(options.directory)
  await makeFolder(directory, disk)
  const lock = await lockFolder(directory)
  try {
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
  const assertServing = () => health.assertServing()
  const commitState = commitStateOf(state)

  const newNumber = async (kind: 'player' | 'game', isTaken: (id: number) => boolean) => {
    assertServing()
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
    ...readsOf(state, assertServing),
    newPlayerId: async () => asPlayerId(await newNumber('player', (id) => state.data.players.has(asPlayerId(id)))),
    newGameId: async () => asGameId(await newNumber('game', (id) => state.data.games.has(asGameId(id)))),

    async commit(change) {
      assertServing()
      const judgement = validateChange(commitState, change)
      if (judgement.kind !== 'accepted') return judgement
      const records = recordsOf(state, change, judgement)
      if (records.length === 0) await writer.flushed()
      else await writer.write(records)
      revocations.tell(holdersIn(change))
      return judgement.commitResult
    },

    flushed: () => writer.flushed(),
    oauth: oauthRecords(state, writer, revocations),
    shared: null,

    async sweep(now, eventsBefore) {
      for (;;) {
        assertServing()
        const removals = nextRemovals(state, now, eventsBefore)
        if (removals.length === 0) return
        await writer.write(removals)
      }
    },

    check: async () => assertServing(),
    failed: health.failed,

    checkpoint: async () => {
      assertServing()
      await checkpoints.run()
    },

    close() {
      closing ??= closeFiles()
      return closing
    },
  }
}
