import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLowdbStorage } from '../../../server/storage/lowdb/lowdb-storage.ts'
import type { Storage } from '../../../server/storage/storage.ts'
import { folderOf, type Loss, PowerDisk, type Step, watchedDisk } from '../../support/storage/simulated-disk.ts'

/** What a power failure takes with it, and how much of each torn end (0 to 1) survives. */
export interface PowerFailure {
  readonly loss: Loss
  readonly torn: number
}

/** A place for one store, from its first start on. */
export interface Home {
  /** Opens the store. `onStep` is called before each operation on the disk. */
  open(onStep?: (step: Step) => void): Promise<Storage>
  /** What a power failure at this moment would leave, as a home of its own. Decided at the call, written down later. */
  afterPowerFailure(failure: PowerFailure): () => Promise<Home>
  remove(): Promise<void>
}

/** A kind of store that histories are played on. */
export interface StoreKind {
  readonly name: string
  newHome(): Promise<Home>
}

const newFolder = () => mkdtemp(join(tmpdir(), 'ante-model-'))

/** Small enough for checkpoints to happen by themselves within a history. */
const CHECKPOINT_BYTES = 30_000

function lowdbHome(directory: string): Home {
  let disk: PowerDisk | null = null
  return {
    async open(onStep = () => {}) {
      disk = await PowerDisk.of(directory)
      return openLowdbStorage({ directory, disk: watchedDisk(onStep, disk), checkpointBytes: CHECKPOINT_BYTES })
    },
    afterPowerFailure({ loss, torn }) {
      const files = disk?.afterPowerFailure(loss, torn) ?? new Map()
      return async () => lowdbHome(await folderOf(files, await newFolder()))
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}

/** Every store that Ante has. */
export const STORES: readonly StoreKind[] = [{ name: 'embedded', newHome: async () => lowdbHome(await newFolder()) }]
