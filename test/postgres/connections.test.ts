import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { playerAccount } from '../../server/domain/ledger.ts'
import { StorageUnavailable } from '../../server/storage/storage.ts'
import { NOON } from '../support/builders.ts'
import { type OwnCluster, startCluster } from '../support/postgres/cluster.ts'
import { type Cut, startProxy } from '../support/postgres/cutting-proxy.ts'
import { commit, deposit, expectExactly, PLAYER, tryCommit, underLoad } from '../support/postgres/deposits.ts'
import { migratedDatabase, openStore } from '../support/postgres/stores.ts'

/** `ANTE_FAULT_ROUNDS` makes the runs longer. */
const ROUNDS = Number(process.env.ANTE_FAULT_ROUNDS || 3)
const LONG = 60_000 + ROUNDS * 40_000
describe('a store whose connections are cut', { tags: ['postgres'] }, () => {
  let cluster: OwnCluster
  let template: string
  beforeAll(async () => {
    cluster = await startCluster()
    template = await migratedDatabase(cluster)
  })
  afterAll(() => cluster?.remove())

  async function storeBehindProxy(connections = 1) {
    const proxy = await startProxy(cluster.port)
    onTestFinished(() => proxy.close())
    const database = await cluster.createDatabase(template)
    const direct = new URL(cluster.url(database))
    const storage = await openStore(Object.assign(direct, { port: proxy.port }).href, { connections })
    return { proxy, storage }
  }

  const CUTS = (['to the server', 'from the server'] as const).flatMap((direction) =>
    Array.from({ length: 5 }, (_, after): Cut => ({ direction, after })),
  )

  it.each(CUTS)('[SC10] commits once, and says so, when the connection is cut $direction after $after', async (cut) => {
    const { proxy, storage } = await storeBehindProxy()
    // The notifications' own connection is quiet after the start.
    await commit(storage, 'before')
    await new Promise((resolve) => setTimeout(resolve, 100))
    const cutting = proxy.cutAt(cut)
    await commit(storage, 'cut')
    for (let n = 0; !cutting.happened() && n < 10; n++) await commit(storage, `after ${n}`)
    expect(cutting.happened()).toBe(true)
    const ids = []
    for await (const { id } of storage.ledger()) ids.push(id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.slice(0, 2)).toEqual(['before', 'cut'])
    expect(await storage.balance(playerAccount(PLAYER), 'GBP')).toBe(ids.length)
  })

  it(
    '[SC11] loses and doubles nothing while connections are cut again and again',
    async () => {
      const { proxy, storage } = await storeBehindProxy()
      const cutting = setInterval(() => proxy.cutAll(), 70)
      const outcomes = await underLoad(storage, 100 * ROUNDS)
      clearInterval(cutting)
      await expectExactly(storage, outcomes)
    },
    LONG,
  )

  it('[SC15] answers reads though all connections that it had are dead', async () => {
    const CONNECTIONS = 16
    const { proxy, storage } = await storeBehindProxy(CONNECTIONS)
    await commit(storage, 'before')
    const readAtOnce = () => Promise.all(Array.from({ length: CONNECTIONS }, () => storage.transfer('before')))
    for (let times = 0; times < 5; times++) {
      await readAtOnce()
      proxy.cutAll()
      expect((await storage.transfer('before'))?.id).toBe('before')
      await readAtOnce()
      proxy.cutAll()
      await expectExactly(storage, new Map([['before', true]]))
    }
  })

  it(
    '[SC12] loses and doubles nothing while the server crashes and starts again',
    async () => {
      const storage = await openStore(cluster.url(await cluster.createDatabase(template)))
      let crashes = 0
      const crash = async () => {
        while (crashes < ROUNDS) {
          await new Promise((resolve) => setTimeout(resolve, 300))
          await cluster.stop('immediate')
          await cluster.start()
          crashes += 1
        }
      }
      const outcomes = new Map<string, boolean>()
      const load = async (worker: number) => {
        for (let n = 0; crashes < ROUNDS; n++) {
          const id = `${worker} ${n}`
          outcomes.set(id, await tryCommit(storage, id))
        }
      }
      await Promise.all([crash(), ...Array.from({ length: 8 }, (_, worker) => load(worker))])
      expect([...outcomes.values()].filter((committed) => committed).length).toBeGreaterThan(0)
      await expectExactly(storage, outcomes)
    },
    LONG,
  )

  it('[SC13] says at once that the database is not there, and goes on by itself when it is back', async () => {
    const storage = await openStore(cluster.url(await cluster.createDatabase(template)))
    await commit(storage, 'before')
    await cluster.stop('fast')
    await expect(storage.commit({ at: NOON, transfers: [deposit('while')] })).rejects.toThrow(StorageUnavailable)
    await expect(storage.player(PLAYER)).rejects.toThrow(StorageUnavailable)
    await expect(storage.check()).rejects.toThrow(StorageUnavailable)
    await cluster.start()
    expect(await storage.transfer('while')).toBeUndefined()
    await commit(storage, 'after')
    await storage.check()
  })
})
