import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { MATCHES, startAnte, type TestPlayer } from '../support/ante.ts'
import { type OwnCluster, startCluster } from '../support/postgres/cluster.ts'
import { openStore } from '../support/postgres/stores.ts'

/** Tables of a row or a few, which are read as a whole. */
const SMALL = new Set(['store', 'processes', 'games', 'clients', 'sealed_balances', 'migrations', 'leases'])

describe('queries', { tags: ['postgres'] }, () => {
  let cluster: OwnCluster
  beforeAll(async () => {
    // Every plan is written to the log, and a table is only read as a whole where no index can be used.
    cluster = await startCluster({
      session_preload_libraries: 'auto_explain',
      'auto_explain.log_min_duration': '0',
      enable_seqscan: 'off',
    })
  })
  afterAll(() => cluster?.remove())

  const plans = () => readFile(join(cluster.socketFolder, 'server.log'), 'utf8')

  it('[SC30] all find an index, in a lifecycle of matches, in look-ups, and when it is swept', async () => {
    const url = cluster.url(await cluster.createDatabase())
    const ante = await startAnte({ DATABASE_URL: url })
    onTestFinished(() => ante.close())
    const game = await ante.game({ max_open: 50 })
    const [alice, bob] = [await ante.player({ scope: 'public wallet' }), await ante.player()]
    await playEverything(alice, bob, game)
    await ante.operator('PATCH', `/admin/v1/games/${game}`, { enabled: false })
    await ante.operator('GET', `/admin/v1/players/${alice.id}`)
    await ante.operator('POST', `/admin/v1/players/${bob.id}/ban`, { reason: '' })
    const storage = await openStore(url)
    await storage.sweep(Date.now(), Date.now())

    const text = await plans()
    expect(text).toContain('Index Scan')
    const whole = [...text.matchAll(/Seq Scan on (\w+)/g)].map(([, table = '']) => table)
    expect([...new Set(whole)].filter((table) => !SMALL.has(table))).toEqual([])
  })
})

async function playEverything(alice: TestPlayer, bob: TestPlayer, game: number): Promise<void> {
  const terms = (level: number | undefined, stake = 500) => ({
    match: { stake, currency: 'GBP', game_id: game, ...(level !== undefined && { challenger_skill_level: level }) },
  })
  const lookUp = `${MATCHES}/matches.json?stake=500&currency=GBP&game_id=${game}`
  for (const level of [undefined, 3, 5, 7]) await alice.call('POST', `${MATCHES}/matches.json`, terms(level))
  for (const path of [lookUp, `${lookUp}&skill_level=4`, `${lookUp}&skill_level=4&per_page=1`]) {
    const { body } = await bob.call('GET', path)
    expect(body.matches.length).toBeGreaterThan(0)
    if (body.meta.next_page)
      await bob.call('GET', new URL(body.meta.next_page).href.slice(new URL(body.meta.next_page).origin.length))
  }
  const created = (await alice.call('POST', `${MATCHES}/matches/join.json`, terms(undefined, 700))).body.match
  const accepted = (await bob.call('POST', `${MATCHES}/matches/join.json`, terms(undefined, 700))).body.match
  expect(accepted.id).toBe(created.id)
  const score = (by: TestPlayer, match: { id: string; secret: string }, points: number) =>
    by.call(
      'POST',
      `${MATCHES}/matches/${match.id}/result.json`,
      { match_score: { score: points, secret: match.secret } },
      { 'idempotency-key': `score ${points}` },
    )
  expect((await score(alice, created, 1)).status).toBe(200)
  expect((await score(bob, accepted, 2)).status).toBe(200)
  for (const state of ['', '?state=unmatched', '?state=matched', '?state=settled']) {
    expect((await alice.call('GET', `${MATCHES}/me/matches.json${state}`)).status).toBe(200)
  }
  expect((await alice.call('GET', `${MATCHES}/me/events.json?after=0`)).status).toBe(200)
  expect((await alice.call('GET', `${MATCHES}/me/statement.json?currency=GBP&per_page=1`)).status).toBe(200)
  expect((await alice.call('GET', `${MATCHES}/me/statement.json`)).status).toBe(200)
}
