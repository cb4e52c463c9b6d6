import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { asPlayerId } from '../../../server/domain/ids.ts'
import { openLowdbStorage } from '../../../server/storage/lowdb/lowdb-storage.ts'
import type { Storage } from '../../../server/storage/storage.ts'
import { NOON } from '../../support/builders.ts'
import { openStorage, temporaryFolder, temporaryStorage } from '../../support/storage/folders.ts'
import { liveThrough, readAll } from '../../support/storage/history.ts'
import { fundPlayers, inParallel, playMatch } from '../../support/storage/load.ts'
import { filesIn, folderOf, watchedDisk } from '../../support/storage/simulated-disk.ts'
import { describeStorage } from '../suite/storage-suite.ts'

describeStorage('lowdb', () => temporaryStorage())

describe('lowdb storage, opened again', () => {
  it.each([
    ['after it was closed', async () => {}],
    ['after a checkpoint and more commits', (checkpoint: () => Promise<void>) => checkpoint()],
  ])('[ST23] is as it was %s', async (_, beforeMore) => {
    const directory = await temporaryFolder()
    const storage = await openLowdbStorage({ directory })
    await liveThrough(storage)
    await beforeMore(() => storage.checkpoint())
    await playMatch(storage, 50)
    await storage.sweep(NOON, NOON + 2500)
    const before = await readAll(storage)
    await storage.close()
    expect(await readAll(await openStorage({ directory }))).toEqual(before)
  })

  it('[ST23] is as it was when it was never closed', async () => {
    const storage = await temporaryStorage()
    const directory = await temporaryFolder()
    await liveThrough(storage)
    await folderOf(await filesIn(storage.directory), directory)
    const copy = await openStorage({ directory })
    expect(await readAll(copy)).toEqual(await readAll(storage))
  })

  it('[ST23] goes on from there, any number of times', async () => {
    const directory = await temporaryFolder()
    for (let round = 0; round < 5; round++) {
      const storage = await openLowdbStorage({ directory })
      if (round === 0) await fundPlayers(storage)
      await inParallel(3, 3, (n) => playMatch(storage, round * 3 + n))
      if (round % 2) await storage.checkpoint()
      await storage.close()
    }
    const storage = await openStorage({ directory })
    expect(await storage.ledgerLength()).toBe(200 + 15 * 3)
    expect(await storage.balance('treasury', 'GBP')).toBe(-200 * 1_000_000_000)
  })

  it.each([
    ['a snapshot', true],
    ['a journal', false],
  ])('[ST89] keeps one copy of the rules that matches share, when it reads %s', async (_, withCheckpoint) => {
    const storage = await temporaryStorage()
    await fundPlayers(storage)
    await inParallel(3, 1, (n) => playMatch(storage, n))
    if (withCheckpoint) await storage.checkpoint()
    const directory = await folderOf(await filesIn(storage.directory), await temporaryFolder())
    const again = await openStorage({ directory })
    const { matches } = await again.matchesOf(asPlayerId(2), { offset: 0, limit: 9 })
    expect(matches.length).toBeGreaterThan(1)
    for (const { rules } of matches) expect(rules).toBe(matches[0]?.rules)
  })

  it('[ST5] gives no number again that it gave before', async () => {
    const directory = await temporaryFolder()
    const first = await openLowdbStorage({ directory })
    const numbers = [await first.newPlayerId(), await first.newPlayerId()]
    await first.close()
    const second = await openStorage({ directory })
    expect(numbers).not.toContain(await second.newPlayerId())
  })

  it('[ST33] keeps its folder and files for its owner', async () => {
    const parent = await temporaryFolder()
    const directory = join(parent, 'new', 'data')
    const storage = await openLowdbStorage({ directory })
    await storage.newPlayerId()
    await storage.checkpoint()
    const names = [...(await filesIn(directory)).keys()]
    expect(names).toHaveLength(2)
    for (const name of names) expect((await stat(join(directory, name))).mode & 0o777).toBe(0o600)
    expect((await stat(directory)).mode & 0o777).toBe(0o700)
    await storage.close()
  })
})

describe('lowdb storage while it is written', () => {
  it('[ST30] commits during a checkpoint, and both are there afterwards', async () => {
    const directory = await temporaryFolder()
    const gate = createGate()
    const disk = watchedDisk(async ({ operation, name }) => {
      if (operation === 'rename' && name.startsWith('snapshot') && gate.armed) await gate.opened
    })
    const storage = await openLowdbStorage({ directory, disk })
    await fundPlayers(storage)
    await inParallel(20, 8, (n) => playMatch(storage, n))
    gate.armed = true
    const checkpoint = storage.checkpoint()
    await inParallel(20, 8, (n) => playMatch(storage, 20 + n))
    gate.open()
    await checkpoint
    await inParallel(20, 8, (n) => playMatch(storage, 40 + n))
    const before = await readAll(storage)
    await storage.close()
    expect(await readAll(await openStorage({ directory }))).toEqual(before)
  })

  it('[ST30] replaces the journal by itself as it grows', async () => {
    const storage = await temporaryStorage({ checkpointBytes: 20_000 })
    await fundPlayers(storage)
    await inParallel(200, 16, (n) => playMatch(storage, n))
    await storage.checkpoint()
    const files = await filesIn(storage.directory)
    const [journal, snapshot, ...others] = [...files.keys()]
    expect(others).toEqual([])
    expect(snapshot).toBe('snapshot.ndjson')
    expect(journal).not.toBe('journal-0000000000000001.ndjson')
    expect(String(files.get(journal ?? '')).split('\n')).toHaveLength(2)
  })

  it('[ST31] waits for what is on its way to disk', async () => {
    const gate = createGate()
    const order: string[] = []
    const disk = watchedDisk(async ({ operation }) => {
      if (operation !== 'sync' || !gate.armed) return
      await gate.opened
      order.push('on disk')
    })
    const storage = await temporaryStorage({ disk })
    const { oauth } = storage
    await oauth.put({ model: 'AccessToken', key: 'old', payload: {}, expiresAt: null })
    gate.armed = true
    const note = (name: string) => () => order.push(name)
    const commit = storage.commit({ at: NOON, meta: { aliveAt: NOON } }).then(note('commit'))
    const put = oauth.put({ model: 'Session', key: 's', uid: 'u', payload: {}, expiresAt: null }).then(note('put'))
    const waiting = [
      storage.flushed().then(note('flushed')),
      oauth.get('Session', 's').then(note('get')),
      oauth.getByUid('Session', 'u').then(note('getByUid')),
      oauth.consume('Session', 's', NOON).then(note('consume')),
      oauth
        .put({ model: 'AccessToken', key: 'x', payload: {}, grantId: 'none', expiresAt: null })
        .then(note('refused')),
    ]
    expect(await storage.meta()).toMatchObject({ aliveAt: NOON })
    expect(await oauth.get('AccessToken', 'old')).toBeDefined()
    expect(order).toEqual([])
    gate.open()
    await Promise.all([commit, put, ...waiting])
    expect(order[0]).toBe('on disk')
    expect(order).toEqual(expect.arrayContaining(['commit', 'put', 'flushed', 'get', 'getByUid', 'consume', 'refused']))
    await storage.flushed()
  })

  it.each<[string, (storage: Storage) => Promise<unknown>]>([
    ['a deletion', ({ oauth }) => oauth.delete('Session', 's')],
    ['a revocation', (storage) => storage.commit({ at: NOON, revokes: [{ accountId: '1' }] })],
  ])('[ST31] waits for %s that an OAuth read saw', async (_, remove) => {
    const gate = createGate()
    let synced = false
    const disk = watchedDisk(async ({ operation }) => {
      if (operation !== 'sync' || !gate.armed) return
      await gate.opened
      synced = true
    })
    const storage = await temporaryStorage({ disk })
    const { oauth } = storage
    await oauth.put({ model: 'Session', key: 's', uid: 'u', accountId: '1', payload: {}, expiresAt: null })
    gate.armed = true
    const removal = remove(storage)
    const reads = [oauth.get('Session', 's'), oauth.getByUid('Session', 'u')].map((read) =>
      read.then((found) => ({ found, synced })),
    )
    gate.open()
    expect(await Promise.all(reads)).toEqual([
      { found: undefined, synced: true },
      { found: undefined, synced: true },
    ])
    await removal
  })
})

/** A gate that blocks until a test opens it. */
function createGate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { armed: false, opened, open: () => open() }
}
