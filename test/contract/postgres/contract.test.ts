import { afterAll, beforeAll, describe } from 'vitest'
import { type Databases, openDatabases, openStore } from '../../support/postgres/stores.ts'
import { describeStorage } from '../suite/storage-suite.ts'

describe('postgres', { tags: ['postgres'] }, () => {
  let databases: Databases
  beforeAll(async () => {
    databases = await openDatabases()
  })
  afterAll(() => databases?.remove())

  describeStorage('postgres', async () => openStore(await databases.create()))
})
