import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLowdbStorage } from '../../../server/storage/lowdb/lowdb-storage.ts'
import { openPostgresStorage } from '../../../server/storage/postgres/postgres-storage.ts'
import type { Storage } from '../../../server/storage/storage.ts'
import { type Cluster, openCluster } from '../../support/postgres/cluster.ts'
import { migratedDatabase } from '../../support/postgres/stores.ts'
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
  /** What its tests are tagged with. */
  readonly tags: string[]
  /** How long its random histories are in all, as a part of what they are on the embedded store. */
  readonly share: number
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

/** Steps of the disk are the database's own, so the power fails between two calls, and every connection ends with it. */
function postgresHome(cluster: Cluster, database: string): Home {
  return {
    open: () => openPostgresStorage({ url: cluster.url(database), connections: 8 }),
    afterPowerFailure: () => async () => {
      await cluster.disconnect(database)
      return postgresHome(cluster, await cluster.createDatabase(database))
    },
    remove: () => cluster.dropDatabase(database),
  }
}

let server: Promise<{ cluster: Cluster; template: string }> | null = null

/** The server for all histories of a test file; it ends with the file's process. */
async function startServer() {
  const cluster = await openCluster()
  return { cluster, template: await migratedDatabase(cluster) }
}

async function newPostgresHome(): Promise<Home> {
  server ??= startServer()
  const { cluster, template } = await server
  return postgresHome(cluster, await cluster.createDatabase(template))
}

/** Every store that Ante has. */
export const STORES: readonly StoreKind[] = [
  { name: 'embedded', tags: [], share: 1, newHome: async () => lowdbHome(await newFolder()) },
  { name: 'PostgreSQL', tags: ['postgres'], share: 0.06, newHome: newPostgresHome },
]
