import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createTurns } from '../../../server/services/core/turns.ts'

const NEVER = 600_000
/** Whatever can go on by itself has done so. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('turns', () => {
  it('[SC22] come one after the other, in the order in which they were waited for', async () => {
    const turns = createTurns(NEVER)
    const begun: number[] = []
    const callers = [0, 1, 2, 3].map((n) => {
      const turn = turns.at('a pool')
      void turn.wait().then(() => begun.push(n))
      return turn
    })
    for (const [n, turn] of callers.entries()) {
      await settled()
      expect(begun).toEqual([0, 1, 2, 3].slice(0, n + 1))
      turn.end()
    }
    const late = turns.at('a pool')
    await late.wait()
    late.end()
  })

  it('[SC22] stay with who has them until their end, and keep nobody from another pool', async () => {
    const turns = createTurns(NEVER)
    const [first, second, other] = [turns.at('a pool'), turns.at('a pool'), turns.at('another pool')]
    await first.wait()
    await first.wait()
    let hasBegun = false
    void second.wait().then(() => {
      hasBegun = true
    })
    await other.wait()
    other.end()
    await settled()
    expect(hasBegun).toBe(false)
    first.end()
    first.end()
    await settled()
    expect(hasBegun).toBe(true)
    second.end()
  })

  it('[SC22] are waited for while they pass on, not for one who is stuck; who goes on without one has none', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    onTestFinished(() => {
      vi.useRealTimers()
    })
    const turns = createTurns(1000)
    const begun: string[] = []
    const take = (name: string) => {
      const turn = turns.at('a pool')
      void turn.wait().then(() => begun.push(name))
      return turn
    }
    const [first, stuck, hasty] = [take('first'), take('stuck'), take('hasty')]
    await vi.advanceTimersByTimeAsync(999)
    first.end()
    await vi.advanceTimersByTimeAsync(999)
    expect(begun).toEqual(['first', 'stuck'])
    await vi.advanceTimersByTimeAsync(1)
    expect(begun).toEqual(['first', 'stuck', 'hasty'])
    const next = take('next')
    hasty.end()
    await settled()
    expect(begun).toEqual(['first', 'stuck', 'hasty'])
    stuck.end()
    await settled()
    expect(begun).toEqual(['first', 'stuck', 'hasty', 'next'])
    next.end()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('[SC22] end for all who wait where nothing works', async () => {
    const turns = createTurns(NEVER)
    const callers = [0, 1, 2].map(() => turns.at('a pool'))
    const waits = callers.map((turn) => turn.wait())
    await waits[0]
    callers[0]?.giveUp()
    await Promise.all(waits)
    for (const turn of callers) turn.end()
    const again = turns.at('a pool')
    await again.wait()
    again.end()
  })
})
