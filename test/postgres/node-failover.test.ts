import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ADMIN_TOKEN, MATCHES } from '../support/ante.ts'
import { eventually } from '../support/eventually.ts'
import { quietPort } from '../support/ports.ts'
import { commitOnStandby, type OwnCluster, query, startCluster, startStandby } from '../support/postgres/cluster.ts'
import { Nodes, sendTo } from '../support/postgres/nodes.ts'
import { expectLedgerOf, type Pair, preparePairs } from '../support/postgres/pairs.ts'
import { ToldEvents } from '../support/postgres/told-events.ts'

/** How often the primary is lost; `ANTE_FAILOVERS` makes a long run of it. */
const FAILOVERS = Number(process.env.ANTE_FAILOVERS || 1)
const PAIRS = 4
/** Matches that each pair plays between two failovers. */
const BETWEEN = 3
/** How long the nodes may take to find another primary, and a pair to play on, in seconds. */
const LATEST = 60

describe('nodes whose primary is lost', { tags: ['postgres'] }, () => {
  it(
    '[SC16] answer 503 until the standby is promoted, follow it by themselves, and lose and double nothing',
    async () => {
      const started: OwnCluster[] = []
      onTestFinished(async () => {
        for (const server of started) await server.remove()
      })
      const keep = (server: OwnCluster) => {
        started.push(server)
        return server
      }
      let primary = keep(await startCluster())
      const database = await primary.createDatabase()
      let standby = keep(await startStandby(primary.port))
      await commitOnStandby(primary)
      const hosts = `127.0.0.1:${primary.port},127.0.0.1:${standby.port}`
      const nodes = await startNodes(`postgres://ante@${hosts}/${database}?target_session_attrs=read-write`)
      const pairs = await preparePairs(nodes, PAIRS)
      const players = pairs.flatMap((pair) => pair.players)
      const told = players.map((player, index) => new ToldEvents(nodes, player, nodes.urls[index % 2] ?? ''))

      let isOver = false
      const playing = Promise.all(
        pairs.map(async (pair) => {
          while (!isOver) await pair.playMatch()
        }),
      )
      await playOn(pairs, playing)
      for (let failover = 1; failover <= FAILOVERS; failover++) {
        await primary.stop('immediate')
        await expectUnavailable(nodes, players[0]?.token ?? '')
        await query(standby.url('postgres'), 'SELECT pg_promote()')
        await expectReady(nodes)
        await playOn(pairs, playing)
        if (failover < FAILOVERS) {
          const lost = primary
          primary = standby
          await lost.remove()
          standby = keep(await startStandby(primary.port, lost.port))
          await commitOnStandby(primary)
          await playOn(pairs, playing)
        }
      }
      isOver = true
      await playing

      expect(nodes.failures).toEqual([])
      expect(nodes.unavailable).toBeGreaterThan(0)
      await Promise.all(pairs.map((pair) => pair.expectAllHolds()))
      for (const events of told) await events.expectAll()
      const transfers = await expectLedgerOf(nodes, pairs)
      if (process.env.ANTE_FAILOVERS) {
        const refused = `${nodes.unavailable} calls refused meanwhile`
        console.log(`${FAILOVERS} failovers, ${nodes.answers} answers and ${transfers} transfers checked, ${refused}`)
      }
    },
    120_000 + FAILOVERS * 120_000,
  )
})

async function startNodes(databaseUrl: string): Promise<Nodes> {
  const folder = await mkdtemp(join(tmpdir(), 'ante-nodes-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const env = (port: number) => ({
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    DATA_DIR: folder,
    ANTE_ADMIN_TOKEN: ADMIN_TOKEN,
    LOG_LEVEL: 'fatal',
  })
  const nodes = new Nodes(env, [await quietPort(), await quietPort()])
  onTestFinished(() => nodes.killAll())
  await nodes.start(0)
  await nodes.start(1)
  return nodes
}

/** Resolves when each pair has played some matches more; rejects when one of them failed. */
async function playOn(pairs: readonly Pair[], playing: Promise<unknown>): Promise<void> {
  const goals = pairs.map(({ matches }) => matches.length + BETWEEN)
  const reached = () => pairs.every(({ matches }, index) => matches.length >= (goals[index] ?? 0))
  await Promise.race([eventually(async () => (reached() ? true : null), LATEST), playing])
}

const statusOf = async (url: string, path: string) => (await fetch(`${url}${path}`)).status

/** Without a primary: each node lives, is not ready, and refuses reads and writes for now. */
async function expectUnavailable(nodes: Nodes, token: string): Promise<void> {
  const reading = { method: 'GET', path: `${MATCHES}/me.json`, token } as const
  const body = { match: { stake: 500, currency: 'GBP', game_id: 1 } }
  const writing = { method: 'POST', path: `${MATCHES}/matches/join.json`, token, body, key: 'never' } as const
  for (const url of nodes.urls) {
    await eventually(async () => ((await statusOf(url, '/readyz')) === 503 ? true : null), LATEST)
    expect(await statusOf(url, '/healthz')).toBe(200)
    for (const call of [reading, writing]) {
      const response = await sendTo(url, call)
      expect(response.status).toBe(503)
      expect(response.headers.get('retry-after')).toBe('2')
      expect(await response.json()).toMatchObject({ code: 'unavailable' })
    }
  }
}

async function expectReady(nodes: Nodes): Promise<void> {
  for (const url of nodes.urls) {
    await eventually(async () => ((await statusOf(url, '/readyz')) === 200 ? true : null), LATEST)
  }
}
