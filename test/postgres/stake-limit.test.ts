import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPostgresStorage } from '../../server/storage/postgres/postgres-storage.ts'
import { MATCHES, startAnte } from '../support/ante.ts'
import { type Databases, openDatabases } from '../support/postgres/stores.ts'

let databases: Databases
beforeAll(async () => {
  databases = await openDatabases()
}, 120_000)
afterAll(() => databases.remove())

it('[OA250] a stake limit is not passed by calls that arrive at once, nor by later ones', async () => {
  const url = await databases.create()
  const openStorage = () => openPostgresStorage({ url })
  const ante = await startAnte({ ANTE_GRANT_STAKE_LIMIT: '{"GBP":1000}' }, { openStorage })
  try {
    const bob = await ante.player({ balance: 100_000 })
    const match = { stake: 300, currency: 'GBP', game_id: await ante.game({ max_open: 1000 }) }
    const create = () => bob.call('POST', `${MATCHES}/matches.json`, { match })
    const answers = await Promise.all(Array.from({ length: 12 }, create))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3)
    expect(answers.filter(({ body }) => body.code === 'stake_limit_reached')).toHaveLength(9)
    expect(await create()).toMatchObject({ status: 422, body: { code: 'stake_limit_reached' } })
  } finally {
    await ante.close()
  }
}, 60_000)
