import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it, onTestFinished } from 'vitest'
import { ADMIN_TOKEN } from '../support/ante.ts'
import { quietPort } from '../support/ports.ts'
import { type OwnCluster, startCluster } from '../support/postgres/cluster.ts'
import { Nodes } from '../support/postgres/nodes.ts'
import { expectLedgerOf, preparePairs } from '../support/postgres/pairs.ts'

/** `ANTE_NODE_KILLS` and `ANTE_PRIMARY_KILLS` make a long run of it. */
const NODE_KILLS = Number(process.env.ANTE_NODE_KILLS || 3)
const PRIMARY_KILLS = Number(process.env.ANTE_PRIMARY_KILLS || 1)
/** Longer than the database lets a transaction wait for a client, and a lease lasts; `ANTE_SUSPENSION_MS` makes it a minute. */
const SUSPENSION = Number(process.env.ANTE_SUSPENSION_MS || 8000)
const PAIRS = 4

describe('nodes that are killed under load', { tags: ['postgres'] }, () => {
  let cluster: OwnCluster
  beforeAll(async () => {
    cluster = await startCluster()
  })
  afterAll(() => cluster?.remove())

  it(
    '[SC20] lose and double nothing, also when one is suspended: every answer holds, and the ledger verifies',
    async () => {
      const database = cluster.url(await cluster.createDatabase())
      const folder = await mkdtemp(join(tmpdir(), 'ante-nodes-'))
      onTestFinished(() => rm(folder, { recursive: true, force: true }))
      const env = (port: number) => ({
        PORT: String(port),
        DATABASE_URL: database,
        DATA_DIR: folder,
        ANTE_ADMIN_TOKEN: ADMIN_TOKEN,
        LOG_LEVEL: 'fatal',
      })
      const nodes = new Nodes(env, [await quietPort(), await quietPort(), await quietPort()])
      onTestFinished(() => nodes.killAll())
      await nodes.start(0)
      const pairs = await preparePairs(nodes, PAIRS)
      await Promise.all([nodes.start(1), nodes.start(2)])

      let done = false
      const played = pairs.map(async (pair) => {
        while (!done || pair.matches.length < 3) await pair.playMatch()
      })
      for (let kill = 0; kill < NODE_KILLS; kill++) {
        await new Promise((resolve) => setTimeout(resolve, 500 + Math.random() * 1000))
        await nodes.kill(kill % nodes.count)
        if (kill < PRIMARY_KILLS) {
          await cluster.stop('immediate')
          await cluster.start()
        }
        await nodes.start(kill % nodes.count)
      }
      await nodes.suspend(0, SUSPENSION)
      done = true
      await Promise.all(played)

      await Promise.all(pairs.map((pair) => pair.expectAllHolds()))
      const transfers = await expectLedgerOf(nodes, pairs)
      if (process.env.ANTE_NODE_KILLS) {
        const killed = `${NODE_KILLS} nodes and ${PRIMARY_KILLS} primaries killed`
        console.log(`${killed}, ${nodes.answers} answers and ${transfers} transfers checked`)
      }
    },
    120_000 + NODE_KILLS * 40_000,
  )
})
