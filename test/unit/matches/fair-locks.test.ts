import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createFairLocks } from '../../../server/services/core/fair-locks.ts'

const NEVER = 600_000
/** Whatever can go on by itself has done so. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('fair locks', () => {
  it('[SC22] are held one after the other, in the order in which they were waited for', async () => {
    const locks = createFairLocks(NEVER)
    const begun: number[] = []
    const callers = [0, 1, 2, 3].map((n) => {
      const lock = locks.of('a pool')
      void lock.acquire().then(() => begun.push(n))
      return lock
    })
    for (const [n, lock] of callers.entries()) {
      await settled()
      expect(begun).toEqual([0, 1, 2, 3].slice(0, n + 1))
      lock.release()
    }
    const late = locks.of('a pool')
    await late.acquire()
    late.release()
  })

  it('[SC22] are held until they are released, and keep nobody from another pool', async () => {
    const locks = createFairLocks(NEVER)
    const [first, second, other] = [locks.of('a pool'), locks.of('a pool'), locks.of('another pool')]
    await first.acquire()
    await first.acquire()
    let hasBegun = false
    void second.acquire().then(() => {
      hasBegun = true
    })
    await other.acquire()
    other.release()
    await settled()
    expect(hasBegun).toBe(false)
    first.release()
    first.release()
    await settled()
    expect(hasBegun).toBe(true)
    second.release()
  })

  it('[SC22] are waited for while they pass on, not for a holder who is stuck; who goes on without one holds none', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    onTestFinished(() => {
      vi.useRealTimers()
    })
    const locks = createFairLocks(1000)
    const begun: string[] = []
    const take = (name: string) => {
      const lock = locks.of('a pool')
      void lock.acquire().then(() => begun.push(name))
      return lock
    }
    const [first, stuck, hasty] = [take('first'), take('stuck'), take('hasty')]
    await vi.advanceTimersByTimeAsync(999)
    first.release()
    await vi.advanceTimersByTimeAsync(999)
    expect(begun).toEqual(['first', 'stuck'])
    await vi.advanceTimersByTimeAsync(1)
    expect(begun).toEqual(['first', 'stuck', 'hasty'])
    const next = take('next')
    hasty.release()
    await settled()
    expect(begun).toEqual(['first', 'stuck', 'hasty'])
    stuck.release()
    await settled()
    expect(begun).toEqual(['first', 'stuck', 'hasty', 'next'])
    next.release()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('[SC22] let all who wait go on where nothing works', async () => {
    const locks = createFairLocks(NEVER)
    const callers = [0, 1, 2].map(() => locks.of('a pool'))
    const waits = callers.map((lock) => lock.acquire())
    await waits[0]
    callers[0]?.dismissWaiting()
    await Promise.all(waits)
    for (const lock of callers) lock.release()
    const again = locks.of('a pool')
    await again.acquire()
    again.release()
  })
})
