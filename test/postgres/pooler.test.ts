import { afterAll, beforeAll, describe } from 'vitest'
import { describeStorage } from '../contract/suite/storage-suite.ts'
import { type OwnCluster, startCluster } from '../support/postgres/cluster.ts'
import { type Pooler, startPooler } from '../support/postgres/pgbouncer.ts'
import { migratedDatabase, openStore } from '../support/postgres/stores.ts'

/** Transaction mode: two statements outside a transaction may go to two connections of the server. */
describe('behind PgBouncer', { tags: ['postgres', 'pgbouncer'] }, () => {
  let cluster: OwnCluster
  let pooler: Pooler
  let template: string
  beforeAll(async () => {
    cluster = await startCluster()
    pooler = await startPooler(cluster.port)
    template = await migratedDatabase(cluster)
  })
  afterAll(async () => {
    await pooler?.close()
    await cluster?.remove()
  })

  describeStorage('postgres', async () => openStore(pooler.url(await cluster.createDatabase(template))))
})
