import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MATCHES, startAnte, type TestAnte, type TestPlayer } from '../../support/ante.ts'
import { eventually } from '../../support/eventually.ts'
import { runAnte } from '../../support/run-cli.ts'
import { temporaryFolder } from '../../support/storage/folders.ts'

let ante: TestAnte
let alice: TestPlayer
let bob: TestPlayer
let running: { id: string; secret: string }
let folder: string
let file: string

const run = (...args: string[]) => runAnte(args)

beforeAll(async () => {
  ante = await startAnte()
  folder = await mkdtemp(join(tmpdir(), 'ante-'))
  file = join(folder, 'ante.backup')
  const game = await ante.game()
  alice = await ante.player()
  bob = await ante.player()
  const terms = { match: { stake: 500, currency: 'GBP', game_id: game } }
  running = (await alice.call('POST', `${MATCHES}/matches.json`, terms)).body.match
  await bob.call('PUT', `${MATCHES}/matches/${running.id}/accept.json`)
  await eventually(async () => ((await head()).head.entries > 3 ? true : null))
})
afterAll(async () => {
  await ante.close()
  await rm(folder, { recursive: true, force: true })
})

const head = async () => (await ante.operator('GET', '/admin/v1/ledger/head')).body

describe('ante backup and ante restore', () => {
  it('[OP50] copy a folder that a server works on, and verify what they wrote', async () => {
    const { code, out, err } = await run('backup', ante.config.dataDirectory, file)
    expect([code, err]).toEqual([0, ''])
    const { height, hash } = (await head()).head
    expect(out).toContain(`head       ${height}:${hash}\n`)
    expect(out).toMatch(/matches +1\n/)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual(['ante.backup'])
  })

  it('[OP51] give a server that goes on where the backup was made', async () => {
    const copy = join(await temporaryFolder(), 'data')
    const { code, out } = await run('restore', file, copy, '--json')
    expect(code).toBe(0)
    const { height, hash } = (await head()).head
    expect(JSON.parse(out)).toMatchObject({ matches: 1, head: { height, hash } })

    const restored = await startAnte({ DATA_DIR: copy })
    try {
      const call = (player: TestPlayer, path: string, body?: object) =>
        fetch(`${restored.url}${MATCHES}${path}`, {
          method: body ? 'POST' : 'GET',
          headers: { authorization: `Bearer ${player.token}`, 'content-type': 'application/json' },
          ...(body && { body: JSON.stringify(body) }),
        }).then((response) => response.json())
      // The keys came along, so the tokens of before are still good.
      expect((await call(alice, '/me.json')).me.balances).toEqual({ GBP: 9500 })
      const events = async (from: TestAnte) =>
        (
          await (
            await fetch(`${from.url}${MATCHES}/me/events.json`, { headers: { authorization: `Bearer ${alice.token}` } })
          ).json()
        ).events
      expect(await events(restored)).toEqual(await events(ante))
      const accepted = await call(bob, `/matches/${running.id}.json`)
      const path = `/matches/${running.id}/result.json`
      await call(alice, path, { match_score: { score: 7, secret: running.secret } })
      await call(bob, path, { match_score: { score: 5, secret: accepted.match.secret } })
      expect((await call(alice, '/me.json')).me.balances.GBP).toBeGreaterThan(9500)
      expect((await restored.operator('GET', '/admin/v1/ledger/verify')).body).toMatchObject({ ok: true, problems: [] })
    } finally {
      await restored.close()
    }
  })

  it('[OP52] overwrite nothing', async () => {
    const before = await readFile(file)
    const again = await run('backup', ante.config.dataDirectory, file)
    expect([again.code, again.err.includes('exists already')]).toEqual([2, true])
    expect(await readFile(file)).toEqual(before)
    const full = await temporaryFolder()
    await writeFile(join(full, 'something'), '')
    const { code, err } = await run('restore', file, full)
    expect([code, err]).toEqual([1, `${full} is not empty. A backup is restored into a new folder only.\n`])
    expect(await readdir(full)).toEqual(['something'])
  })

  it.each([
    ['cut off', async (path: string) => truncate(path, (await stat(path)).size - 40)],
    ['cut to its first line', (path: string) => truncate(path, 40)],
    ['empty', (path: string) => truncate(path, 0)],
    [
      'changed in one place',
      async (path: string) => writeFile(path, (await readFile(path, 'utf8')).replace('"GBP"', '"USD"')),
    ],
    [
      'given other keys',
      async (path: string) => writeFile(path, (await readFile(path, 'utf8')).replace('"takenAt":1', '"takenAt":2')),
    ],
  ])('[OP53] refuse a backup that was %s, and leave nothing behind', async (_how, damage) => {
    const place = await temporaryFolder()
    const damagedFile = join(place, 'damaged')
    await writeFile(damagedFile, await readFile(file))
    await damage(damagedFile)
    const target = join(place, 'data')
    const { code, err } = await run('restore', damagedFile, target)
    expect([code, err.startsWith('The store is damaged') || err.includes(damagedFile)]).toEqual([1, true])
    expect(await readdir(place)).toEqual(['damaged'])
  })

  it('[OP53] say what they do not find, and exit 2', async () => {
    const place = await temporaryFolder()
    expect((await run('restore', join(place, 'none'), join(place, 'data'))).code).toBe(2)
    expect((await run('backup', join(place, 'none'), join(place, 'file'))).code).toBe(2)
    await mkdir(join(place, 'empty'))
    const { code, err } = await run('backup', join(place, 'empty'), join(place, 'file'))
    expect([code, err.includes('is no data folder of Ante')]).toEqual([2, true])
    expect((await run('backup', ante.config.dataDirectory)).code).toBe(2)
    expect(await readdir(place)).toEqual(['empty'])
  })
})
