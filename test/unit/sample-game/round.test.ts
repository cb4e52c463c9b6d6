import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRoundRecords } from '../../../demo-game/game/round-records.ts'
import { type Skill, skillFrom } from '../../../demo-game/simulation/autoplay.ts'
import { TICKS_PER_SECOND } from '../../../demo-game/simulation/level.ts'
import { createRound, type Round, type RoundRecord } from '../../../demo-game/simulation/round.ts'
import { ROUND_TICKS, replay } from '../../../demo-game/simulation/simulation.ts'

const SEED = '5eed'.repeat(16)
const START = 1_000_000
const strong = skillFrom(new URLSearchParams('autoplay=strong'))

const atTick = (tick: number) => START + Math.ceil((tick * 1000) / TICKS_PER_SECOND)

/** A page whose clock the test moves. */
function aPage(options: { skill?: Skill | null; record?: RoundRecord } = {}) {
  const page = {
    time: START,
    record: options.record ?? { seed: SEED, startsAt: START, presses: [] },
    open: (): Round =>
      createRound({
        record: page.record,
        skill: options.skill ?? null,
        now: () => page.time,
        onPress: (record) => {
          page.record = record
        },
      }),
  }
  return page
}

function pressAt(page: ReturnType<typeof aPage>, round: Round, tick: number): void {
  page.time = atTick(tick)
  round.press(page.time)
}

describe('a round in real time', () => {
  it('[GM7] scores what a replay of its recorded presses scores', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 30 }), (waits) => {
        const page = aPage()
        const round = page.open()
        let tick = 0
        for (const wait of waits) {
          tick += wait
          pressAt(page, round, tick)
        }
        page.time = atTick(ROUND_TICKS)
        expect(round.tower().score).toBe(replay(SEED, page.record.presses))
        expect(round.tower().ending).not.toBeNull()
      }),
    )
  })

  it('[GM7] goes on after a reload with the same presses and a clock that did not stop', () => {
    const page = aPage()
    const before = page.open()
    pressAt(page, before, 123)
    const { score } = before.tower()
    page.time += 2_000

    const after = page.open()

    expect(score).toBeGreaterThan(0)
    expect(after.tower()).toMatchObject({ score, ending: null, slabs: { length: 2 } })
    expect(after.ticks()).toBeCloseTo(123 + 2 * TICKS_PER_SECOND, 0)
    expect(after.tower().tick).toBe(Math.floor(after.ticks()))
  })

  it('[GM7] is over when somebody comes back after its time', () => {
    const page = aPage()
    pressAt(page, page.open(), 123)
    page.time = atTick(ROUND_TICKS + 1)
    expect(page.open().tower()).toMatchObject({ ending: 'time', slabs: { length: 2 } })
  })

  it('[GM7] takes no press before the start, and none for an earlier tick than it has shown', () => {
    const page = aPage()
    const round = page.open()
    page.time = START - 500
    round.press(page.time)
    expect(round.tower()).toMatchObject({ tick: 0, ending: null })

    page.time = atTick(200)
    round.tower()
    round.press(atTick(150))
    expect(page.record.presses).toEqual([200])
  })

  it('[GM6] plays the same by itself, however often the page looks, and over a reload', () => {
    const recordWith = (steps: readonly number[]) => {
      const page = aPage({ skill: strong })
      let round = page.open()
      for (const step of steps) {
        page.time += step
        round.tower()
        if (step % 7 === 0) round = page.open()
      }
      page.time = atTick(ROUND_TICKS)
      round.tower()
      return page.record.presses
    }
    const once = recordWith([])
    expect(once.length).toBe(10)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 60 }), (steps) => {
        expect(recordWith(steps)).toEqual(once)
      }),
    )
  })

  it('[GM6] lets nobody press in a round that plays itself', () => {
    const page = aPage({ skill: strong })
    pressAt(page, page.open(), 50)
    expect(page.record.presses).toEqual([])
  })
})

/** As much of a browser's storage as there is to it. */
function aStorage(limit = Number.POSITIVE_INFINITY): Storage {
  const items = new Map<string, string>()
  return {
    get length() {
      return items.size
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => {
      if (items.size >= limit) throw new DOMException('full', 'QuotaExceededError')
      items.set(key, value)
    },
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  }
}

describe('records of rounds', () => {
  const record = (startsAt: number): RoundRecord => ({ seed: SEED, startsAt, presses: [123, 251] })

  it('[GM7] finds what was saved, for its match alone', () => {
    const storage = aStorage()
    createRoundRecords(storage).save('a', record(5))
    expect(createRoundRecords(storage).find('a')).toEqual(record(5))
    expect(createRoundRecords(storage).find('b')).toBeNull()
  })

  it('[GM7] keeps the latest twenty and nothing of others', () => {
    const storage = aStorage()
    storage.setItem('somebody.else', 'x')
    const records = createRoundRecords(storage)
    for (let i = 1; i <= 25; i++) records.save(`match-${i}`, record(i))
    expect(records.find('match-5')).toBeNull()
    expect(records.find('match-6')).toEqual(record(6))
    expect(storage.getItem('somebody.else')).toBe('x')
  })

  it.each([
    '{',
    'null',
    '7',
    '{"seed":"xyz","startsAt":1,"presses":[]}',
    `{"seed":"${SEED}","startsAt":"1","presses":[]}`,
    `{"seed":"${SEED}","startsAt":1,"presses":[-1]}`,
    `{"seed":"${SEED}","startsAt":1,"presses":[1.5]}`,
  ])('[GM7] takes %s for no record', (text) => {
    const storage = aStorage()
    storage.setItem('stackhouse.round.a', text)
    expect(createRoundRecords(storage).find('a')).toBeNull()
  })

  it('[GM7] plays on where nothing can be stored', () => {
    expect(() => createRoundRecords(aStorage(0)).save('a', record(1))).not.toThrow()
    const records = createRoundRecords(null)
    records.save('a', record(1))
    expect(records.find('a')).toBeNull()
  })
})
