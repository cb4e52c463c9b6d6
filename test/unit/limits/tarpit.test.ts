import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CAPS } from '../../../server/domain/limits.ts'
import { createTarpit, type Tarpit } from '../../../server/limits/tarpit.ts'

const PROMPT = 50

let tarpit: Tarpit
let answered: string[]
let leave: (() => void)[]

beforeEach(() => {
  vi.useFakeTimers()
  tarpit = createTarpit()
  answered = []
  leave = []
})
afterEach(() => {
  vi.useRealTimers()
})

function refuse(address: string, times: number): void {
  for (let n = 0; n < times; n++) {
    tarpit.refuse(
      address,
      () => answered.push(address),
      (stop) => leave.push(stop),
    )
  }
}

describe('the tarpit', () => {
  it('[HT44] answers so many refusals of a network at once, and the next ones a second later', () => {
    refuse('192.0.2.1', PROMPT + 3)
    expect(answered).toHaveLength(PROMPT)
    vi.advanceTimersByTime(999)
    expect(answered).toHaveLength(PROMPT)
    vi.advanceTimersByTime(1)
    expect(answered).toHaveLength(PROMPT + 3)
  })

  it('[HT44] does not concern other networks', () => {
    refuse('192.0.2.1', PROMPT + 3)
    refuse('192.0.2.2', PROMPT)
    expect(answered.filter((address) => address === '192.0.2.2')).toHaveLength(PROMPT)
  })

  it('[HT44] takes all addresses of a /64 for one network', () => {
    for (let n = 0; n < PROMPT + 3; n++) refuse(`2001:db8::${n.toString(16)}`, 1)
    expect(answered).toHaveLength(PROMPT)
  })

  it('[HT44] begins anew after ten seconds', () => {
    refuse('192.0.2.1', PROMPT + 3)
    vi.advanceTimersByTime(10_000)
    refuse('192.0.2.1', PROMPT)
    expect(answered).toHaveLength(2 * PROMPT + 3)
  })

  it('[HT44] holds only so many answers of a network at once, and of all', () => {
    refuse('192.0.2.1', PROMPT + CAPS.lateRefusals.count + 5)
    expect(answered).toHaveLength(PROMPT + 5)
    answered = []
    const networks = CAPS.allLateRefusals.count / CAPS.lateRefusals.count
    for (let n = 2; n <= networks + 1; n++) refuse(`192.0.2.${n}`, PROMPT + CAPS.lateRefusals.count)
    expect(answered).toHaveLength(networks * PROMPT + CAPS.lateRefusals.count)
  })

  it('[HT44] forgets an answer that nobody waits for, and holds another in its place', () => {
    refuse('192.0.2.1', PROMPT + CAPS.lateRefusals.count)
    for (const stop of leave) stop()
    vi.advanceTimersByTime(1000)
    expect(answered).toHaveLength(PROMPT)
    refuse('192.0.2.1', 1)
    expect(answered).toHaveLength(PROMPT)
    vi.advanceTimersByTime(1000)
    expect(answered).toHaveLength(PROMPT + 1)
  })
})
