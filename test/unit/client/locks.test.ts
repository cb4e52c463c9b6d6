import { describe, expect, it } from 'vitest'
import { text } from '../../../client/contract/shape.ts'
import { createLock } from '../../../client/environment/locks.ts'
import { createRecords } from '../../../client/environment/records.ts'
import { memoryStorage, openStorage } from '../../../client/environment/storage.ts'

const SPEED = 20
const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds / SPEED))
const refusing = {
  request: () => Promise.reject(new DOMException('denied', 'SecurityError')),
} as unknown as LockManager
const NOON = 1_790_000_000_000

/** Locks as each of several tabs makes them, with a storage that they share. */
function tabs(count: number, options: { locks?: LockManager; now?: () => number } = {}) {
  const storage = memoryStorage()
  const parts = { locks: options.locks, storage, now: options.now ?? (() => NOON), sleep }
  return { storage, locks: Array.from({ length: count }, () => createLock(parts)) }
}

/** Runs tasks in all tabs at once; the most that ran at the same time. */
async function mostAtOnce(locks: ReturnType<typeof createLock>[]): Promise<number> {
  let running = 0
  let most = 0
  const task = async () => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve, 20))
    running--
  }
  await Promise.all(locks.map((lock) => lock('refresh', task)))
  return most
}

describe('a lock', () => {
  it('[CL18] is a lease in the storage where the browser has no locks, or refuses them', async () => {
    expect(await mostAtOnce(tabs(3).locks)).toBe(1)
    const { storage, locks } = tabs(3, { locks: refusing })
    expect(await mostAtOnce(locks)).toBe(1)
    expect(storage.length).toBe(0)
  })

  it('[CL18] holds within the tab where the storage is refused too', async () => {
    const lock = createLock({ locks: refusing, storage: null, now: Date.now, sleep })
    expect(await mostAtOnce([lock, lock, lock])).toBe(1)
  })

  it('[CL18] passes on what the task throws, and runs it once', async () => {
    let runs = 0
    const { locks } = tabs(1, { locks: refusing })
    const failing = async () => {
      runs++
      throw new RangeError('of the task')
    }
    await expect(locks[0]?.('play', failing)).rejects.toThrow('of the task')
    expect(runs).toBe(1)
  })

  it('[CL21] of a tab that was killed ends with its lease', async () => {
    let now = NOON
    const { storage, locks } = tabs(1, { now: () => now })
    storage.setItem('play:lease', `somebody ${NOON + 6000}`)
    const waiting = locks[0]?.('play', async () => now)
    now += 6001
    expect(await waiting).toBe(NOON + 6001)
  })

  it.each([
    [
      'a lease that is renewed for ever',
      (storage: Storage) => storage.setItem('play:lease', `somebody ${NOON + 5000}`),
    ],
    [
      'a lease of a clock that was set back',
      (storage: Storage) => storage.setItem('play:lease', `somebody ${NOON * 2}`),
    ],
  ])('[CL21] is not waited for longer than ten seconds: %s', async (_, hold) => {
    const { storage, locks } = tabs(1)
    hold(storage as Storage)
    expect(await locks[0]?.('play', async () => 'ran')).toBe('ran')
  })

  it('[CL21] within the tab is not waited for longer than ten seconds', async () => {
    const lock = createLock({ locks: undefined, storage: null, now: Date.now, sleep })
    void lock('play', () => new Promise(() => {}))
    expect(await lock('play', async () => 'ran')).toBe('ran')
  })
})

describe('records', () => {
  it('[CL19] keep beside the storage what it refuses, until another tab writes something newer', () => {
    const storage = memoryStorage()
    const records = createRecords(storage, 'ante:')
    records.write('session', 'first')
    const write = storage.setItem
    storage.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    records.write('session', 'second')
    records.write('outbox:1', 'score')
    expect([records.isStored('outbox:1'), records.isStored('outbox:2')]).toEqual([false, true])
    expect([records.read('session', text), records.keys('outbox:')]).toEqual(['second', ['outbox:1']])
    write('ante:session', '"of another tab"')
    expect(records.read('session', text)).toBe('of another tab')
  })

  it('[CL19] are read from a storage that is full', () => {
    const storage = memoryStorage()
    storage.setItem('ante:session', '"kept"')
    storage.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    const opened = openStorage(() => storage)
    expect(opened && createRecords(opened, 'ante:').read('session', text)).toBe('kept')
  })
})
