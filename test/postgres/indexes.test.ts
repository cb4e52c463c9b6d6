import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { asMatchId, asPlayerId } from '../../server/domain/ids.ts'
import type { Storage } from '../../server/storage/storage.ts'
import { MATCHES, startAnte, type TestAnte, type TestPlayer } from '../support/ante.ts'
import { MINUTE } from '../support/builders.ts'
import { eventually } from '../support/eventually.ts'
import { type OwnCluster, query, startCluster } from '../support/postgres/cluster.ts'
import { loadDatabase } from '../support/postgres/loaded-database.ts'
import { logPlans, type RunStatement, rowCounts, runStatements } from '../support/postgres/plans.ts'
import { openStore } from '../support/postgres/stores.ts'

const DAY = 24 * 60 * MINUTE
const SIZES = { matches: 20_000, age: 180 * DAY, open: 4000, others: 8000 }

/** Tables that have few rows whatever the age of a store; a scan of them as a whole is right. */
const SMALL = [
  'clients',
  'games',
  'kept_texts',
  'leases',
  'migrations',
  'processes',
  'sealed_balances',
  'store',
  'unsealed_transfers',
]

/** More than a look-up or a slice of sweeping needs, and less than a large table has. */
const MOST_ROWS = 2000
/** The same for pages, where few rows are found. */
const MOST_PAGES = 500
const PAGES_PER_ROW = 20

describe('queries on a loaded database', { tags: ['postgres'] }, () => {
  let cluster: OwnCluster
  let url: string
  beforeAll(async () => {
    cluster = await startCluster({ fsync: 'off' })
    const database = await cluster.createDatabase()
    url = cluster.url(database)
    await loadDatabase(url, SIZES)
    await logPlans(cluster, database)
  }, 120_000)
  afterAll(() => cluster?.remove())

  it('[SC30] find what they need by an index, however much there is, as the planner chooses', async () => {
    expect(smallTables(await rowCounts(url))).toEqual(SMALL)
    const ante = await startAnte({ DATABASE_URL: url })
    onTestFinished(() => ante.close())
    const storage = await openStore(url)
    // Before that it gave its time back to every open match.
    const before = (await runStatements(cluster)).length
    await playEverything(ante)
    await eventually(async () => ((await storage.unsealedTransfers(1)).length === 0 ? true : null))
    await readLongHistory(storage)
    await storage.sweep(Date.now() + DAY / 2, Date.now() - 60 * DAY)
    const statements = (await runStatements(cluster)).slice(before)
    expect(problemsOf(statements)).toEqual([])
    expect(statements.length).toBeGreaterThan(1000)

    // So that nobody has to believe it: without an index, this test fails.
    await query(url, 'DROP INDEX transfers_by_match')
    await storage.transfersOf(asMatchId('0'.repeat(32)))
    const more = (await runStatements(cluster)).slice(before + statements.length)
    expect(problemsOf(more)).toEqual([expect.stringMatching(/^reads all of transfers: /)])
  })
})

const smallTables = (counts: ReadonlyMap<string, number>) =>
  [...counts].flatMap(([table, rows]) => (rows > MOST_ROWS ? [] : table)).sort()

/** What is wrong with the statements that ran, each once. */
function problemsOf(statements: readonly RunStatement[]): string[] {
  const small = new Set(SMALL)
  const problems = statements.flatMap(({ text, scans }) =>
    scans.flatMap(({ node, table, rows, pages }) => {
      if (small.has(table)) return []
      if (node === 'Seq Scan') return [`reads all of ${table}: ${text}`]
      if (rows > MOST_ROWS) return [`${node} reads ${rows} rows of ${table}: ${text}`]
      const isMuch = pages > MOST_PAGES + PAGES_PER_ROW * rows
      return isMuch ? [`${node} reads ${pages} pages for ${rows} rows of ${table}: ${text}`] : []
    }),
  )
  return [...new Set(problems)]
}

/** What is asked about a player who has played for long. */
async function readLongHistory(storage: Storage): Promise<void> {
  const player = asPlayerId(7)
  for (const state of [undefined, 'unmatched', 'matched', 'settled', 'expired', 'void'] as const) {
    await storage.matchesOf(player, { ...(state && { state }), offset: 40, limit: 20 })
  }
  const { count } = await storage.transfersOfPlayer(player, { offset: 40, limit: 20 })
  expect(count).toBeGreaterThan(200)
  await storage.transfersOfPlayer(player, { currency: 'GBP', until: 30_000, offset: 0, limit: 20 })
  expect((await storage.events(player, 100, 50)).events).toHaveLength(50)
  expect(await storage.countAnswers(player, 1000)).toBeGreaterThan(0)
}

/** All calls of players and the operator, in the pool with many open matches, and in a game whose attempts end by themselves. */
async function playEverything(ante: TestAnte): Promise<void> {
  const loaded = 1
  const [alice, bob] = [await ante.player({ scope: 'public wallet' }), await ante.player()]
  const call = async (by: TestPlayer, method: string, path: string, body?: unknown, key?: string) => {
    const answer = await by.call(method, `${MATCHES}${path}`, body, key === undefined ? {} : { 'idempotency-key': key })
    expect([200, 201], `${method} ${path}: ${JSON.stringify(answer.body)}`).toContain(answer.status)
    return answer.body
  }
  const terms = (stake: number, game: number, level?: number) => ({
    match: { stake, currency: 'GBP', game_id: game, ...(level !== undefined && { challenger_skill_level: level }) },
  })
  const score = (by: TestPlayer, { id, secret }: { id: string; secret: string }, points: number) =>
    call(by, 'POST', `/matches/${id}/result.json`, { match_score: { score: points, secret } }, `score ${id}`)

  const lookUp = `/matches.json?stake=500&currency=GBP&game_id=${loaded}`
  for (const search of ['', '&skill_level=500', '&skill_level=500&per_page=1', '&skill_level=0&per_page=100']) {
    let { matches, meta } = await call(bob, 'GET', `${lookUp}${search}`)
    for (let page = 0; page < 3; page++) {
      expect(matches.length).toBeGreaterThan(0)
      const next = new URL(meta.next_page)
      ;({ matches, meta } = await call(bob, 'GET', `${next.pathname}${next.search}`.slice(MATCHES.length)))
    }
  }

  for (const level of [undefined, 3]) await call(alice, 'POST', '/matches.json', terms(500, loaded, level))
  const { match: created } = await call(alice, 'POST', '/matches.json', terms(700, loaded), 'create')
  const { match: accepted } = await call(bob, 'PUT', `/matches/${created.id}/accept.json`, undefined, 'accept')
  await call(alice, 'PUT', `/matches/${created.id}/prolong.json`)
  await score(alice, created, 1)
  await score(bob, accepted, 2)
  await call(bob, 'GET', `/matches/${created.id}/result.json`)
  const { match: offered } = await call(alice, 'POST', '/matches/join.json', terms(900, loaded), 'join')
  const { match: joined } = await call(bob, 'POST', '/matches/join.json', terms(900, loaded), 'join')
  expect(joined.id).toBe(offered.id)
  // One that is waiting already, of a player of long ago.
  await call(bob, 'POST', '/matches/join.json', terms(500, loaded, 700))

  for (const state of ['', 'unmatched', 'matched', 'settled', 'expired', 'void']) {
    await call(alice, 'GET', `/me/matches.json${state && `?state=${state}`}`)
  }
  await call(alice, 'GET', '/me.json')
  await call(alice, 'GET', '/me/events.json?after=0')
  await call(alice, 'GET', '/me/statement.json?currency=GBP&per_page=1')
  await call(alice, 'GET', '/me/statement.json')

  const brief = await ante.game({ play_seconds: 1, open_seconds: 1 })
  const { match: left } = await call(alice, 'POST', '/matches.json', terms(300, brief))
  const stateOf = async (id: string) => (await ante.operator('GET', `/admin/v1/matches/${id}`)).body.match.state
  await eventually(async () => ((await stateOf(left.id)) === 'expired' ? true : null))
  await call(alice, 'POST', '/matches.json', terms(300, brief))
  await ante.operator('PATCH', `/admin/v1/games/${brief}`, { enabled: false })
  await ante.operator('GET', `/admin/v1/players/${alice.id}`)
  await ante.operator('POST', `/admin/v1/players/${bob.id}/ban`, { reason: '' })
}
