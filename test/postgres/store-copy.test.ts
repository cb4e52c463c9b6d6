import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { openLowdbStorage } from '../../server/storage/lowdb/lowdb-storage.ts'
import { parseDatabaseUrl } from '../../server/storage/postgres/connection/database-url.ts'
import { openDatabaseSource } from '../../server/storage/postgres/copy/database-source.ts'
import { openPostgresStorage } from '../../server/storage/postgres/postgres-storage.ts'
import type { OAuthRecord, Storage } from '../../server/storage/storage.ts'
import { StoreUnfinished } from '../../server/storage/store-copy.ts'
import { aPlayer, committed, deposit } from '../contract/suite/arrange.ts'
import { MATCHES, startAnte, type TestAnte, type TestPlayer } from '../support/ante.ts'
import { MINUTE, NOON } from '../support/builders.ts'
import { eventually } from '../support/eventually.ts'
import { freePort } from '../support/ports.ts'
import { query, startCluster } from '../support/postgres/cluster.ts'
import { type Databases, migratedDatabase, openDatabases } from '../support/postgres/stores.ts'
import { startProcess } from '../support/process.ts'
import { runAnte } from '../support/run-cli.ts'
import { temporaryFolder } from '../support/storage/folders.ts'
import { fundPlayers, inParallel, PLAYERS, playMatch } from '../support/storage/load.ts'

const copy = (from: string, to: string, ...more: string[]) =>
  runAnte(['store', 'copy', '--from', from, '--to', to, ...more])

const GOES_ON = /^A copy was cut short here: it goes on after the \d+ records that are there\.\n$/
const SOURCE_CHANGED =
  'The source is not what was copied before. What was there is removed, and the copy begins anew.\n'
const BEGINS_ANEW = 'What a copy left there is removed, and the copy begins anew.\n'

/** A player of before, at another server. */
const at =
  (ante: TestAnte, { token }: TestPlayer) =>
  (method: string, path: string, body?: unknown, headers = {}) =>
    ante.anonymous(method, path, body, { authorization: `Bearer ${token}`, ...headers })

describe('ante store copy', { tags: ['postgres'] }, () => {
  let databases: Databases
  beforeAll(async () => {
    databases = await openDatabases()
  })
  afterAll(() => databases?.remove())

  const newFolder = async () => join(await temporaryFolder(), 'data')

  async function serve(place: { DATA_DIR: string } | { DATABASE_URL: string }): Promise<TestAnte> {
    const ante = await startAnte(place)
    let closing: Promise<void> | null = null
    const close = () => {
      closing ??= ante.close()
      return closing
    }
    onTestFinished(close)
    return { ...ante, close }
  }

  /** A folder with settled matches of a load, as a server leaves it. */
  async function loadedFolder(matches: number): Promise<string> {
    const directory = await newFolder()
    const storage = await openLowdbStorage({ directory })
    await fill(storage, matches)
    return directory
  }

  async function loadedDatabase(matches: number): Promise<string> {
    const url = await databases.create()
    await fill(await openPostgresStorage({ url }), matches)
    return url
  }

  async function fill(storage: Storage, matches: number): Promise<void> {
    await storage.commit({ at: 1, meta: { demo: false, aliveAt: 1 } })
    await fundPlayers(storage)
    await inParallel(matches, 100, (n) => playMatch(storage, n))
    await storage.close()
  }

  it('[OP54] takes everything to PostgreSQL and back, and players play on at each stop', async () => {
    const folder = await newFolder()
    const first = await serve({ DATA_DIR: folder })
    const game = await first.game({ fee_bps: 1000 })
    const [alice, bob, carol] = [await first.player(), await first.player(), await first.player()]
    const terms = { match: { stake: 500, currency: 'GBP', game_id: game } }
    const begin = async () => {
      const { match } = (await alice.call('POST', `${MATCHES}/matches.json`, terms)).body
      const accepted = (await bob.call('PUT', `${MATCHES}/matches/${match.id}/accept.json`)).body.match
      return { id: match.id, secrets: [match.secret, accepted.secret] as const }
    }
    const report = (ante: TestAnte, player: TestPlayer, id: string, secret: string, score: number) =>
      at(ante, player)('POST', `${MATCHES}/matches/${id}/result.json`, { match_score: { score, secret } })

    const settled = await begin()
    await report(first, alice, settled.id, settled.secrets[0], 5)
    await report(first, bob, settled.id, settled.secrets[1], 3)
    const [inPlay, inPlayToo] = [await begin(), await begin()]
    await report(first, alice, inPlay.id, inPlay.secrets[0], 7)
    const key = { 'Idempotency-Key': 'one-offer-only' }
    const offered = await alice.call('POST', `${MATCHES}/matches.json`, terms, key)
    await first.operator('POST', `/admin/v1/players/${carol.id}/ban`, { reason: 'cheated' })
    await eventually(async () => ((await headOf(first)).entries === 12 ? true : null))
    const original = await seen(first, [alice, bob])
    await first.close()

    const url = await databases.create()
    const there = await copy(folder, url)
    expect(there).toMatchObject({ code: 0, err: '' })
    expect(there.out).toContain(`head       ${original.head.height}:${original.head.hash}\n`)
    expect(there.out).toMatch(/ {2}matches +4\n/)

    // Numbers that belong to no transfer, as a transaction that is rolled back leaves them.
    await query(url, "SELECT nextval('transfer_numbers'), nextval('transfer_numbers')")
    const second = await serve({ DATABASE_URL: url })
    expect(await seen(second, [alice, bob])).toEqual(original)
    expect((await at(second, carol)('GET', `${MATCHES}/me.json`)).status).toBe(401)
    expect(await at(second, alice)('POST', `${MATCHES}/matches.json`, terms, key)).toMatchObject({
      status: offered.status,
      body: { match: { id: offered.body.match.id } },
    })
    expect((await report(second, bob, inPlay.id, inPlay.secrets[1], 9)).status).toBe(200)
    expect(await balanceOf(second, bob)).toBe(10_000 - 3 * 500 + 900)
    await eventually(async () => ((await headOf(second)).entries === 14 ? true : null))
    const [newcomer] = [await second.player({ balance: 100 })]
    await eventually(async () => ((await headOf(second)).entries === 15 ? true : null))
    const onDatabase = await seen(second, [alice, bob, newcomer])
    await second.close()

    const back = await newFolder()
    const again = await copy(url, back, '--json')
    expect(again).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(again.out)).toMatchObject({
      matches: 4,
      transfers: 15,
      keys: true,
      head: headPart(onDatabase.head),
    })
    expect(await readFile(join(back, 'keys.json'), 'utf8')).toBe(await readFile(join(folder, 'keys.json'), 'utf8'))

    const third = await serve({ DATA_DIR: back })
    expect(await seen(third, [alice, bob, newcomer])).toEqual(onDatabase)
    expect((await report(third, alice, inPlayToo.id, inPlayToo.secrets[0], 2)).status).toBe(200)
    expect((await report(third, bob, inPlayToo.id, inPlayToo.secrets[1], 1)).status).toBe(200)
    expect(await balanceOf(third, alice)).toBe(10_000 - 4 * 500 + 2 * 900)
    const accepted = await at(third, bob)('PUT', `${MATCHES}/matches/${offered.body.match.id}/accept.json`)
    expect(accepted.status).toBe(200)
    const numbers = (
      await third.operator('GET', `/admin/v1/matches/${offered.body.match.id}`)
    ).body.match.transfers.map(({ seq }: { seq: number }) => seq)
    expect(new Set(numbers).size).toBe(2)
    expect((await third.operator('GET', '/admin/v1/ledger/verify')).body).toMatchObject({ ok: true, problems: [] })
    await third.close()
    const head = `${original.head.height}:${original.head.hash}`
    expect(await runAnte(['ledger', 'verify', back, '--head', head])).toMatchObject({ code: 0 })
    await (await serve({ DATA_DIR: back })).close()
  })

  it('[OP54] keeps every text, every order, and what goes on from a last number', async () => {
    const folder = await newFolder()
    const storage = await openLowdbStorage({ directory: folder })
    const odd = 'a\\b \0 \ud83d é 猫'
    const alice = await storage.newPlayerId()
    await committed(storage, { players: [aPlayer(alice, odd)] })
    const identity = (subject: string) => ({
      provider: 'upstream',
      subject,
      playerId: alice,
      username: odd,
      wallet: null,
      linkedAt: NOON,
    })
    const record = (key: string, uid: string): OAuthRecord => ({
      model: 'Session',
      key,
      uid,
      accountId: String(alice),
      payload: { odd },
      expiresAt: null,
    })
    await committed(storage, { identities: [identity('z'), identity(odd)], meta: { demo: true, clockOffset: 5 } })
    for (const one of [record('b', 'same'), record(odd, 'other'), record('a', 'same')]) await storage.oauth.put(one)
    await storage.oauth.consume('Session', odd, NOON, { used: odd })
    const answer = { key: odd, playerId: alice, fingerprint: 'f', status: 201, body: { odd }, expiresAt: NOON + MINUTE }
    await committed(storage, { answer, transfers: [deposit(alice, { id: 'payment:odd' })] })
    // Their numbers stay used, though nothing of them is left.
    await storage.sweep(NOON, NOON + 1)
    const lastGame = await storage.newGameId()

    const look = async (one: Storage) => ({
      meta: await one.meta(),
      identities: await one.identitiesOf(alice),
      sessions: await one.oauth.listBy('Session', { accountId: String(alice) }),
      newest: (await one.oauth.getByUid('Session', 'same'))?.key,
      answer: await one.answer(odd, NOON),
      answers: await one.countAnswers(alice, 9),
      transfer: await one.transfer('payment:odd'),
      events: await one.events(alice, 0, 9),
      balances: [await one.balances(alice), await one.balance('treasury', 'GBP')],
    })
    const original = await look(storage)
    expect(original.events).toMatchObject({ events: [], lastSeq: 1, gap: true })
    await storage.close()

    const [url, back] = [await databases.create(), await newFolder()]
    expect(await copy(folder, url)).toMatchObject({ code: 0, err: '' })
    const onDatabase = await openPostgresStorage({ url })
    expect(await look(onDatabase)).toEqual(original)
    const game = await onDatabase.newGameId()
    expect(game).toBeGreaterThan(lastGame)
    expect(
      (await committed(onDatabase, { transfers: [deposit(alice, { id: 'payment:later' })] })).transfers[0]?.seq,
    ).toBe(2)
    await onDatabase.sweep(NOON, NOON + 1)
    const changed = await look(onDatabase)
    expect(changed.events).toMatchObject({ lastSeq: 2, gap: true })
    await onDatabase.close()
    expect(await copy(url, back)).toMatchObject({ code: 0, err: '' })
    const again = await openLowdbStorage({ directory: back })
    expect(await look(again)).toEqual(changed)
    expect(await again.newGameId()).toBeGreaterThan(game)
    await again.close()
  })

  it('[OP55] refuses a target that is not empty, and changes nothing in it', async () => {
    const [folder, url] = [await loadedFolder(1), await loadedDatabase(1)]
    const before = await readdir(folder)
    const intoDatabase = await copy(folder, url)
    expect([intoDatabase.code, intoDatabase.out, intoDatabase.err]).toEqual([
      1,
      '',
      'The database is not empty. A store is copied into an empty database only.\n',
    ])
    const intoFolder = await copy(url, folder)
    expect([intoFolder.code, intoFolder.out, intoFolder.err]).toEqual([
      1,
      '',
      `The data folder ${folder} is not empty. A store is copied into a new folder only.\n`,
    ])
    expect(await readdir(folder)).toEqual(before)
    // The same copy a second time.
    const target = await databases.create()
    expect((await copy(folder, target)).code).toBe(0)
    expect(await copy(folder, target)).toMatchObject({ code: 1, out: '' })
    const other = await databases.create()
    await query(other, 'DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE of_another_program (id int)')
    expect(await copy(folder, other)).toMatchObject({ code: 1, out: '' })
    await (await openPostgresStorage({ url })).close()
  })

  it('[OP55] refuses a store that a server uses', async () => {
    const [folder, url] = [await newFolder(), await databases.create()]
    const [onFolder, onDatabase] = [await serve({ DATA_DIR: folder }), await serve({ DATABASE_URL: url })]
    const [newDatabase, newPlace] = [await databases.create(), await newFolder()]
    const fromFolder = await copy(folder, newDatabase)
    expect([fromFolder.code, fromFolder.err]).toEqual([1, expect.stringContaining('is in use by another Ante')])
    const fromDatabase = await copy(url, newPlace)
    expect([fromDatabase.code, fromDatabase.err]).toEqual([1, expect.stringContaining('is in use by a server.')])
    await expect(access(newPlace)).rejects.toThrow()
    await onFolder.close()
    await onDatabase.close()
    expect((await copy(folder, newDatabase)).code).toBe(0)
    expect((await copy(url, newPlace)).code).toBe(0)
  })

  it('[OP55] refuses a database on which a server came and went while it was copied', async () => {
    const url = await databases.create()
    await (await serve({ DATABASE_URL: url })).close()
    const source = await openDatabaseSource(parseDatabaseUrl(url))
    onTestFinished(() => source.close())
    await source.assertAtRest()
    // Until everything was read, a server that starts waits.
    await (await source.read()).close()
    await (await serve({ DATABASE_URL: url })).close()
    await expect(source.assertAtRest()).rejects.toThrow('A server ran on the database while it was copied')
  })

  it('[OP55] says what it does not understand or find, shows no password, and exits 2 or 1', async () => {
    const [folder, url] = [await loadedFolder(1), await databases.create()]
    for (const [from, to, code, message] of [
      [folder, 'mysql://ante:secret@db/ante', 2, '--to is a mysql:// URL'],
      [folder, 'postgres://ante:secret@db/ante?target_session_attrs=secret', 2, '--to has a target_session_attrs'],
      [folder, join(folder, 'other'), 2, 'ante backup'],
      [url, url, 2, 'pg_dump'],
      [folder, 'postgres://ante:secret@127.0.0.1:9/ante', 1, 'The database cannot be reached'],
      [join(folder, 'none'), url, 1, 'There is no data folder'],
      [await temporaryFolder(), url, 1, 'is no data folder of Ante'],
      [url, await newFolder(), 1, 'There is no store in the database'],
    ] as const) {
      const said = await copy(from, to)
      expect([said.code, said.out], said.err).toEqual([code, ''])
      expect(said.err).toContain(message)
      expect(said.err).not.toContain('secret@')
    }
    expect((await runAnte(['store', 'copy', '--from', folder])).code).toBe(2)
  })

  /** Copies until somebody who writes into a table has to wait, and is killed there. */
  async function cutShort(folder: string, url: string, table: string): Promise<void> {
    const gate = await holdTable(url, table)
    const child = startCopy(folder, url)
    await gate.somebodyWaits()
    await kill(child)
    await gate.open()
  }

  it('[OP56] of a copy to PostgreSQL that was killed, no server starts, and the same command goes on there', async () => {
    const folder = await loadedFolder(60)
    // At the last one everything is written, and not verified.
    for (const table of ['matches', 'transfers', 'events', 'oauth_records']) {
      const url = await databases.create()
      await cutShort(folder, url, table)
      await expect(openPostgresStorage({ url })).rejects.toThrow(StoreUnfinished)
      if (table === 'events') await expectNoStart({ DATABASE_URL: url, DATA_DIR: await temporaryFolder() })
      expect(await copy(url, await newFolder())).toMatchObject({ code: 1, err: /half-made copy/ })
      const written = await rowPlaces(url, 'matches')
      expect(written).toHaveLength(table === 'matches' ? 0 : 60)
      const { code, err } = await copy(folder, url)
      expect([code, err], table).toEqual([0, expect.stringMatching(GOES_ON)])
      if (table !== 'matches') expect(await rowPlaces(url, 'matches')).toEqual(written)
      await expectMatches(url, 60)
    }
  })

  it('[OP56] a copy begins anew, and says so, where the source is not what was copied before', async () => {
    const [folder, other, url] = [await loadedFolder(60), await loadedFolder(30), await databases.create()]
    await cutShort(folder, url, 'events')
    const storage = await openLowdbStorage({ directory: folder })
    await playMatch(storage, 60)
    await storage.close()
    await cutShort(folder, url, 'events')
    expect(await copy(other, url)).toMatchObject({ code: 0, err: SOURCE_CHANGED })
    await expectMatches(url, 30)
    const again = await databases.create()
    await cutShort(other, again, 'events')
    expect(await copy(folder, again)).toMatchObject({ code: 0, err: SOURCE_CHANGED })
    await expectMatches(again, 61)
  })

  it('[OP56] a copy goes on after a crash of the database server', async () => {
    const cluster = await startCluster()
    onTestFinished(() => cluster.remove())
    const folder = await loadedFolder(60)
    const url = cluster.url(await cluster.createDatabase(await migratedDatabase(cluster)))
    const gate = await holdTable(url, 'events')
    const child = startCopy(folder, url)
    await gate.somebodyWaits()
    const exited = once(child, 'exit')
    await cluster.stop('immediate')
    await exited
    expect(child.exitCode).toBe(1)
    await cluster.start()
    await expect(openPostgresStorage({ url })).rejects.toThrow(StoreUnfinished)
    expect((await copy(folder, url)).code).toBe(0)
    await expectMatches(url, 60)
  })

  it('[OP56] refuses a second copy while one is under way, and one without a note of how far it came begins anew', async () => {
    const [folder, url] = [await loadedFolder(60), await databases.create()]
    const gate = await holdTable(url, 'events')
    const child = startCopy(folder, url)
    await gate.somebodyWaits()
    const other = await loadedFolder(1)
    expect((await copy(other, url)).err).toBe('Another copy into this database is under way.\n')
    await gate.open()
    await once(child, 'exit')
    expect(child.exitCode).toBe(0)
    await query(url, `UPDATE store SET copy = '00000000-0000-4000-8000-000000000000'`)
    await expect(openPostgresStorage({ url })).rejects.toThrow(StoreUnfinished)
    expect(await copy(folder, url)).toMatchObject({ code: 0, err: BEGINS_ANEW })
    await expectMatches(url, 60)
  })

  it('[OP56] of a copy to a folder that was killed, no server starts, and the same command begins anew', async () => {
    const url = await loadedDatabase(400)
    for (const moment of ['copying.json', 'snapshot.ndjson', 'stopped.json']) {
      const folder = await newFolder()
      const child = startCopy(url, folder)
      const isThere = (name: string) => eventually(async () => ((await exists(join(folder, name))) ? true : null), 60)
      await isThere('copying.json')
      // At the end it looks once more for servers on the source, and does not get past that.
      const gate = await holdTable(url, 'processes', 'ACCESS EXCLUSIVE')
      await isThere(moment)
      await kill(child)
      await gate.open()
      if (moment === 'stopped.json') await expectNoStart({ DATA_DIR: folder })
      await expect(openLowdbStorage({ directory: folder })).rejects.toThrow(StoreUnfinished)
      expect(await runAnte(['ledger', 'verify', folder])).toMatchObject({ code: 1 })
      expect(await copy(url, folder), moment).toMatchObject({ code: 0, err: BEGINS_ANEW })
      const storage = await openLowdbStorage({ directory: folder })
      expect(await storage.ledgerLength()).toBe(200 + 400 * 3)
      await storage.close()
    }
  })

  it('[OP57] shows progress where somebody watches, and one result always', async () => {
    const [folder, url] = [await loadedFolder(5), await databases.create()]
    const { code, out, err } = await runAnte(['store', 'copy', '--from', folder, '--to', url], { isWatched: true })
    expect(code).toBe(0)
    expect(out).toMatch(/ {2}matches +5\n/)
    expect(out).toContain('The database has everything, and is verified.')
    expect(err).toMatch(/copied \d+ of \d+ records \(\d+ %\)/)
    expect(err).toMatch(/verified \d+ of \d+ records \(100 %\)/)
  })
})

async function seen(ante: TestAnte, players: readonly TestPlayer[]) {
  const views = players.map(async (player) => {
    const call = at(ante, player)
    const { body: me } = await call('GET', `${MATCHES}/me.json`)
    const { body: events } = await call('GET', `${MATCHES}/me/events.json`)
    return { balances: me.me.balances, events: events.events }
  })
  return { head: await headOf(ante), players: await Promise.all(views) }
}

const headOf = async (ante: TestAnte) => (await ante.operator('GET', '/admin/v1/ledger/head')).body.head
const headPart = ({ height, hash }: { height: number; hash: string }) => ({ height, hash })
const balanceOf = async (ante: TestAnte, player: TestPlayer) =>
  (await at(ante, player)('GET', `${MATCHES}/me.json`)).body.me.balances.GBP

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

/** The command as a process of its own, to be killed. */
function startCopy(from: string, to: string): ChildProcess {
  const args = ['server/dist/cli.js', 'store', 'copy', '--from', from, '--to', to]
  return spawn(process.execPath, args, { cwd: join(import.meta.dirname, '../..'), stdio: 'ignore' })
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}

async function expectNoStart(env: Record<string, string>): Promise<void> {
  const server = startProcess({ env: { PORT: String(await freePort()), ...env } })
  expect(await server.ended).toBe(1)
  expect(server.stderr()).toMatch(/is a half-made copy of another store\. Run the same "ante store copy" again/)
}

/** Where the rows of a table lie, and which transactions wrote them: another one after whatever touches them. */
async function rowPlaces(url: string, table: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(`SELECT ctid::text, xmin::text FROM ${table} ORDER BY ctid`)).rows
  } finally {
    await client.end()
  }
}

/** That the copy of a load with so many matches serves. */
async function expectMatches(url: string, matches: number): Promise<void> {
  const storage = await openPostgresStorage({ url })
  expect(await storage.ledgerLength()).toBe(PLAYERS + matches * 3)
  await storage.close()
}

/** Keeps writers from a table, or everybody, until it is opened. */
async function holdTable(url: string, table: string, mode = 'SHARE') {
  const client = new pg.Client({ connectionString: url })
  // A crash of the server opens it too.
  client.on('error', () => {})
  await client.connect()
  await client.query('BEGIN')
  await client.query(`LOCK TABLE ${table} IN ${mode} MODE`)
  onTestFinished(() => client.end().catch(() => {}))
  return {
    somebodyWaits: () =>
      eventually(async () => {
        const { rows } = await client.query('SELECT 1 FROM pg_locks WHERE NOT granted AND relation = $1::regclass', [
          table,
        ])
        return rows.length > 0 ? true : null
      }, 60),
    async open() {
      await client.query('ROLLBACK')
      await client.end()
    },
  }
}
