import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { MATCHES, startAnte, type TestAnte, type TestPlayer } from '../support/ante.ts'
import { eventually } from '../support/eventually.ts'
import { type OwnCluster, startCluster } from '../support/postgres/cluster.ts'
import { migratedDatabase } from '../support/postgres/stores.ts'

const GRACE = 60_000
/** Longer than the nodes take for a downtime. */
const OUTAGE = 12_000

describe('nodes and the time', { tags: ['postgres'] }, () => {
  let cluster: OwnCluster
  let template: string
  beforeAll(async () => {
    cluster = await startCluster()
    template = await migratedDatabase(cluster)
  })
  afterAll(() => cluster?.remove())

  async function startNodes(): Promise<[TestAnte, TestAnte]> {
    const url = cluster.url(await cluster.createDatabase(template))
    const start = async () => {
      const node = await startAnte({ DATABASE_URL: url })
      onTestFinished(() => node.close())
      return node
    }
    return [await start(), await start()]
  }

  const create = async (by: TestPlayer, game: number) => {
    const terms = { match: { stake: 500, currency: 'GBP', game_id: game } }
    return (await by.call('POST', `${MATCHES}/matches.json`, terms)).body.match
  }

  it('[SC5] answer 503 while the database is away, and give its time back once', async () => {
    const nodes = await startNodes()
    const [one] = nodes
    const game = await one.game()
    const alice = await one.player()
    const match = await create(alice, game)
    await cluster.stop('fast')
    for (const node of nodes) {
      const answer = await node.anonymous('GET', `${MATCHES}/me.json`, undefined, {
        authorization: `Bearer ${alice.token}`,
      })
      expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } })
      expect(answer.headers.get('retry-after')).toBe('2')
      expect((await node.anonymous('GET', '/readyz')).status).toBe(503)
      expect((await node.anonymous('GET', '/healthz')).status).toBe(200)
    }
    await new Promise((resolve) => setTimeout(resolve, OUTAGE))
    await cluster.start()
    for (const node of nodes) {
      await eventually(async () => ((await node.anonymous('GET', '/readyz')).status === 200 ? true : null))
    }
    const gained = async () => {
      const { body } = await alice.call('GET', `${MATCHES}/matches/${match.id}.json`)
      return Date.parse(body.match.result_until) - Date.parse(match.result_until)
    }
    const first = await eventually(async () => (await gained()) || null)
    expect(first).toBeGreaterThanOrEqual(OUTAGE + GRACE)
    expect(first).toBeLessThan(OUTAGE + 2 * GRACE)
    // The other node has looked by then.
    await new Promise((resolve) => setTimeout(resolve, 3000))
    expect(await gained()).toBe(first)
  })

  it("[SC6] live by the database's time, however their own clocks are set", async () => {
    const [one, two] = await startNodes()
    await two.restart(30_000)
    const game = await one.game()
    const [alice, bob] = [await one.player(), await two.player()]
    const [created, late] = [await create(alice, game), await create(bob, game)]
    const apart = Date.parse(late.created_at) - Date.parse(created.created_at)
    expect(Math.abs(apart)).toBeLessThan(15_000)
    expect(Math.abs(Date.parse(late.created_at) - Date.now())).toBeLessThan(15_000)
  })
})
