import { describe, expect, it } from 'vitest'
import { openLowdbStorage } from '../../../server/storage/lowdb/lowdb-storage.ts'
import { type Change, StorageFailed } from '../../../server/storage/storage.ts'
import { NOON } from '../../support/builders.ts'
import { openStorage, temporaryFolder, temporaryStorage } from '../../support/storage/folders.ts'
import { liveThrough, readAll } from '../../support/storage/history.ts'
import { failingDisk, filesIn, type Step, shortWritingDisk, watchedDisk } from '../../support/storage/simulated-disk.ts'

const alive = (aliveAt: number): Change => ({ at: NOON, meta: { aliveAt } })
const isJournal = ({ name }: Step) => name.startsWith('journal-')

/** A store whose disk fails from the step on that a test picks, once it is armed. */
async function storageThatFails(code: string, fails: (step: Step) => boolean) {
  const state = { armed: false, steps: 0 }
  const disk = watchedDisk(
    () => {
      if (state.armed) state.steps++
    },
    failingDisk(code, (step) => state.armed && fails(step)),
  )
  const storage = await temporaryStorage({ disk })
  await storage.commit(alive(1))
  state.armed = true
  return { storage, state }
}

describe.each([
  ['a write', 'ENOSPC', ({ operation }: Step) => operation === 'write'],
  ['an fsync', 'EIO', ({ operation }: Step) => operation === 'sync'],
])('after %s of the journal that failed', (_, code, fails) => {
  it('[ST29] acknowledges nothing that waited for it, or came later', async () => {
    const { storage } = await storageThatFails(code, (step) => isJournal(step) && fails(step))
    const commits = [2, 3, 4].map((n) => storage.commit(alive(n)))
    const waiting = [...commits, storage.flushed(), storage.newPlayerId()]
    for (const result of await Promise.allSettled(waiting)) {
      expect(result).toMatchObject({ status: 'rejected', reason: expect.any(StorageFailed) })
    }
    expect(await storage.failed).toMatchObject({ name: 'StorageFailed', message: expect.stringContaining(code) })
  })

  it('[ST29] refuses every call, and touches the disk no more', async () => {
    const { storage, state } = await storageThatFails(code, (step) => isJournal(step) && fails(step))
    await expect(storage.commit(alive(2))).rejects.toThrow(StorageFailed)
    const { steps } = state
    const { oauth } = storage
    const record = { model: 'Session', key: 's', payload: {}, expiresAt: null }
    const calls = [
      () => storage.check(),
      () => storage.meta(),
      () => storage.match('x' as never),
      () => storage.balance('fees', 'GBP'),
      () => storage.events(1 as never, 0, 1),
      () => storage.commit(alive(3)),
      () => storage.flushed(),
      () => storage.newGameId(),
      () => storage.sweep(NOON, NOON),
      () => storage.checkpoint(),
      () => storage.ledger()[Symbol.asyncIterator]().next(),
      () => oauth.put(record),
      () => oauth.get('Session', 's'),
      () => oauth.getByUid('Session', 's'),
      () => oauth.consume('Session', 's', NOON),
      () => oauth.delete('Session', 's'),
      () => oauth.deleteByGrant('g'),
    ]
    for (const call of calls) await expect(call()).rejects.toThrow(StorageFailed)
    expect(state.steps).toBe(steps)
  })

  it('[ST29] brings back what was acknowledged, at the next start', async () => {
    const { storage } = await storageThatFails(code, (step) => isJournal(step) && fails(step))
    await expect(storage.commit(alive(2))).rejects.toThrow(StorageFailed)
    await storage.close()
    const again = await openStorage({ directory: storage.directory })
    // What failed may be there or not: nobody was told either way.
    expect([1, 2]).toContain((await again.meta()).aliveAt)
    await again.commit(alive(3))
  })
})

describe('a checkpoint that fails', () => {
  it.each<[string, (step: Step) => boolean]>([
    ['to make a new segment', (step) => step.operation === 'create' && isJournal(step)],
    ['to make its file', ({ operation, name }) => operation === 'create' && name === 'snapshot.ndjson.tmp'],
    ['to write', ({ operation, name }) => operation === 'write' && name === 'snapshot.ndjson.tmp'],
    ['to fsync', ({ operation, name }) => operation === 'sync' && name === 'snapshot.ndjson.tmp'],
    ['to rename', ({ operation }) => operation === 'rename'],
    ['to fsync its folder', ({ operation }) => operation === 'syncFolder'],
    ['to remove what it replaced', (step) => step.operation === 'remove' && isJournal(step)],
  ])('[ST29] %s ends all service, and loses nothing', async (_, fails) => {
    const { storage } = await storageThatFails('ENOSPC', fails)
    await expect(storage.checkpoint()).rejects.toThrow(StorageFailed)
    expect(await storage.failed).toBeInstanceOf(StorageFailed)
    await expect(storage.commit(alive(2))).rejects.toThrow(StorageFailed)
    await storage.close()
    const again = await openStorage({ directory: storage.directory })
    expect((await again.meta()).aliveAt).toBe(1)
    await again.checkpoint()
    expect([...(await filesIn(storage.directory)).keys()]).toHaveLength(2)
  })
})

it('[ST29] acknowledges nothing after a checkpoint failed meanwhile', async () => {
  let failSnapshot = () => {}
  const failing = new Promise<void>((resolve) => {
    failSnapshot = resolve
  })
  let armed = false
  const disk = watchedDisk(async (step) => {
    if (!armed || step.operation !== 'write') return
    if (isJournal(step)) await failing
    else throw new Error('ENOSPC')
  })
  const storage = await temporaryStorage({ disk })
  armed = true
  storage.failed.then(failSnapshot)
  const checkpoint = storage.checkpoint()
  const commit = storage.commit(alive(1))
  await expect(checkpoint).rejects.toThrow(/ENOSPC/)
  await expect(commit).rejects.toThrow(/ENOSPC/)
})

describe('a disk', () => {
  it('[ST29] that takes a write in pieces gets all of it', async () => {
    const directory = await temporaryFolder()
    const storage = await openLowdbStorage({ directory, disk: shortWritingDisk(1000) })
    await liveThrough(storage)
    await storage.checkpoint()
    const before = await readAll(storage)
    await storage.close()
    expect(await readAll(await openStorage({ directory }))).toEqual(before)
  })

  it('[ST29] that takes nothing has failed', async () => {
    const storage = await temporaryStorage()
    await storage.close()
    const full = await openStorage({ directory: storage.directory, disk: shortWritingDisk(0) })
    await expect(full.commit(alive(2))).rejects.toThrow(/takes no more bytes/)
  })

  it('[ST29] that fails while the store is closed is reported, and the folder is let go', async () => {
    const directory = await temporaryFolder()
    const disk = failingDisk('EIO', ({ name }) => name === 'journal-0000000000000002.ndjson')
    const storage = await openLowdbStorage({ directory, disk })
    await storage.commit(alive(1))
    await expect(storage.close()).rejects.toThrow(/EIO/)
    expect((await (await openStorage({ directory })).meta()).aliveAt).toBe(1)
  })
})

describe('a change that cannot be written down', () => {
  it('[ST1] is refused and changes nothing', async () => {
    const storage = await temporaryStorage()
    const body: Record<string, unknown> = {}
    body.self = body
    const answer = { key: 'k', fingerprint: 'f', status: 200, body, expiresAt: NOON + 1 }
    await expect(storage.commit({ ...alive(5), answer })).rejects.toThrow(TypeError)
    expect((await storage.meta()).aliveAt).toBeNull()
    await storage.commit(alive(6))
  })
})
