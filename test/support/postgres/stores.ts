import { onTestFinished } from 'vitest'
import { openPostgresStorage, type PostgresOptions } from '../../../server/storage/postgres/postgres-storage.ts'
import type { Storage } from '../../../server/storage/storage.ts'
import { type Cluster, openCluster } from './cluster.ts'

/** Databases of one server for the tests of a file. */
export interface Databases {
  /** A new, empty database, dropped when the test is over; its URL. */
  create(): Promise<string>
  remove(): Promise<void>
}

/** Starts or finds a server, and makes a database in it that has Ante's schema, of which all others are copies. */
export async function openDatabases(): Promise<Databases> {
  const cluster = await openCluster()
  const template = await migratedDatabase(cluster)
  return {
    async create() {
      const name = await cluster.createDatabase(template)
      onTestFinished(() => cluster.dropDatabase(name))
      return cluster.url(name)
    },
    async remove() {
      await cluster.dropDatabase(template)
      await cluster.remove()
    },
  }
}

export async function migratedDatabase(cluster: Cluster): Promise<string> {
  const name = await cluster.createDatabase()
  const storage = await openPostgresStorage({ url: cluster.url(name) })
  await storage.close()
  return name
}

/** A store in a database, closed when the test is over. */
export async function openStore(url: string, options: Omit<PostgresOptions, 'url'> = {}): Promise<Storage> {
  const storage = await openPostgresStorage({ url, ...options })
  onTestFinished(() => storage.close())
  return storage
}
