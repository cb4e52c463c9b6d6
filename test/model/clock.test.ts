import { describe, expect, it } from 'vitest'
import { asMatchId } from '../../server/domain/ids.ts'
import { NOON } from '../support/builders.ts'
import { temporaryStorage } from '../support/storage/folders.ts'
import type { Loss } from '../support/storage/simulated-disk.ts'
import { hastyDisk } from '../support/storage/simulated-disk.ts'
import { furnish } from './play/begin.ts'
import type { Command } from './play/commands.ts'
import type { History } from './play/history.ts'
import {
  ALICE,
  accept,
  aSetup,
  BOB,
  begin,
  bodyOf,
  CAROL,
  clock,
  create,
  leap,
  lookUp,
  restart,
  score,
  tick,
  until,
} from './play/scenario.ts'
import { type Match, nowOf, SECOND } from './reference/model.ts'
import { ask, seededRandomness, startServices } from './server/services.ts'

const HOUR = 3600 * SECOND
/** Long, and less than outages may add to an attempt. */
const LONG = 40 * HOUR
const GRACE = 60 * SECOND
const SETUP = aSetup({ play_seconds: 600, open_seconds: 7200 })

/** The newest match, as the reference has it and the server too. */
function newest(history: History): Match {
  const match = Object.values(history.model.matches).at(-1)
  if (!match) throw new Error('no match')
  return match
}

async function matched() {
  const history = await begin(SETUP)
  await history.run(create(ALICE))
  await history.run(accept(BOB))
  return { history, until: newest(history).challenger.until }
}

describe('a clock that steps back', () => {
  it('[DL14] leaves deadlines where they are, and they fire when it shows them', async () => {
    const { history, until: deadline } = await matched()
    await history.run(clock(-HOUR))
    await history.run(tick)
    expect(newest(history)).toMatchObject({ state: 'matched', challenger: { until: deadline } })
    await history.run(until(-1))
    await history.run(tick)
    expect(newest(history).state).toBe('matched')
    await history.run(clock(1))
    await history.run(tick)
    expect(newest(history).state).toBe('void')
  })

  it('[DL14] fires nothing twice', async () => {
    const { history } = await matched()
    await history.run(score('challenger', 3))
    await history.run(until())
    await history.run(tick)
    const decided = structuredClone(newest(history))
    expect(decided.outcome).toBe('walkover')
    await history.run(clock(-HOUR))
    await history.run(tick)
    await history.run(until())
    await history.run(clock(HOUR))
    await history.run(tick)
    expect(newest(history)).toEqual(decided)
  })

  it('[DL14] makes no outage of less than nothing when it happens between two starts', async () => {
    const { history, until: deadline } = await matched()
    await history.run(restart(-HOUR))
    expect(newest(history).challenger.until).toBe(deadline + GRACE)
    await history.run(until())
    await history.run(tick)
    expect(newest(history).state).toBe('void')
  })
})

describe('a clock that leaps ahead', () => {
  it.each([11 * SECOND, HOUR, LONG])(
    '[DL13] by %i ms gives open attempts that and a minute, whoever looks first',
    async (ms) => {
      const read: Command = { do: 'get', by: 'challenged', match: 0 }
      const list: Command = { do: 'own', player: BOB, state: null, page: 1, perPage: 20 }
      for (const looks of [tick, score('challenger', 3), accept(ALICE), read, list, lookUp(CAROL)]) {
        const { history, until: deadline } = await matched()
        await history.run(leap(ms))
        await history.run(looks)
        expect(newest(history)).toMatchObject({ state: 'matched', challenged: { until: deadline + ms + GRACE } })
      }
    },
  )

  it('[DL13] tells nobody who reads first that their attempt is over', async () => {
    const { history } = await matched()
    await history.run(leap(LONG))
    await history.run({ do: 'get', by: 'challenged', match: 0 })
    expect(bodyOf<{ match: object }>(history.lastSeen?.answer).match).toHaveProperty('secret')
  })

  it('[DL13] by less than it takes to be away lets deadlines fire', async () => {
    const { history } = await matched()
    await history.run(until(-5 * SECOND))
    await history.run(leap(5 * SECOND))
    await history.run(tick)
    expect(newest(history).state).toBe('void')
  })
})

describe('a clock that is years off for a while', () => {
  const YEARS = 10 * 365 * 24 * HOUR
  /** More than anybody can have left of an attempt of ten minutes. */
  const MOST = 600 * SECOND + 24 * HOUR

  it.each<[string, readonly Command[]]>([
    ['back and forth', [clock(-YEARS), tick, clock(YEARS), tick]],
    ['back at a start, and forth', [restart(-YEARS), tick, clock(YEARS), tick]],
  ])('[DL18] leaves nobody years for an attempt: %s', async (_, commands) => {
    const { history, until: deadline } = await matched()
    const began = nowOf(history.model)
    for (const command of commands) await history.run(command)
    expect(nowOf(history.model)).toBe(began)
    const { challenger, challenged } = newest(history)
    for (const side of [challenger, challenged]) {
      expect(side?.until).toBeGreaterThanOrEqual(deadline)
      expect(side?.until).toBeLessThanOrEqual(began + MOST)
    }
    await history.run(accept(BOB, 0))
    expect(bodyOf<{ match: object }>(history.lastSeen?.answer).match).toHaveProperty('secret')
    await history.run(score('challenger', 3))
    for (const _side of [challenger, challenged]) {
      await history.run(until())
      await history.run(tick)
    }
    expect(newest(history).outcome).toBe('walkover')
  })
})

describe('a clock that leaps ahead by more than outages may add', () => {
  const YEARS = 10 * 365 * 24 * HOUR

  it.each<[string, readonly Command[]]>([
    ['while the server runs', [clock(YEARS), tick, clock(-YEARS), tick]],
    ['at a start, and back', [restart(YEARS), tick, clock(-YEARS), tick]],
    ['at a start, and back at the next', [restart(YEARS), tick, restart(-YEARS), tick]],
  ])('[DL19] ends the attempts that are open, and returns both stakes: %s', async (_, commands) => {
    const { history, until: deadline } = await matched()
    for (const command of commands) await history.run(command)
    const { challenger, outcome } = newest(history)
    expect(outcome).toBe('void')
    expect(challenger.until).toBe(deadline + 48 * HOUR)
  })
})

it('[MT11] answers an accept that is repeated after the clock stepped back years with the same attempt', async () => {
  const { history } = await matched()
  const { challenged } = newest(history)
  await history.run(clock(-10 * 365 * 24 * HOUR))
  await history.run(accept(BOB, 0))
  const { match } = bodyOf<{ match: { secret: string } }>(history.lastSeen?.answer)
  expect(match.secret).toBe(challenged?.secret)
})

describe('an outage', () => {
  it.each([SECOND, LONG])(
    '[DL14] of %i ms moves open attempts by that and a minute, and what was over stays over',
    async (ms) => {
      const { history, until: deadline } = await matched()
      await history.run(score('challenger', 3))
      await history.run(create(ALICE))
      const { openUntil } = newest(history)
      await history.run(restart(ms))
      const [first, open] = Object.values(history.model.matches)
      expect(first).toMatchObject({ challenger: { until: deadline }, challenged: { until: deadline + ms + GRACE } })
      expect(open).toMatchObject({ openUntil, challenger: { until: deadline + ms + GRACE } })
      await history.run(tick)
      expect(newest(history).state).toBe(ms === LONG ? 'expired' : 'unmatched')
    },
  )

  it('[DL15] is given back once, and whole, when the power fails again at any step of the start', async () => {
    const losses: Loss[] = ['everything unsynced', 'nothing', 'a part of each file', 'folder entries', 'file contents']
    const moved = new Set<number>()
    for (const loss of losses) {
      for (let atStep = 0; atStep < 16; atStep++) {
        const { history, until: deadline } = await matched()
        await history.run({ do: 'crashInStart', ms: HOUR, failure: { loss, torn: 0.5 }, atStep })
        const { challenger, challenged } = newest(history)
        expect(challenged?.until).toBe(challenger.until)
        moved.add(challenger.until - deadline)
      }
    }
    // The second start comes at once, so it adds its minute alone where the first had given back the hour.
    expect([...moved].sort()).toEqual([HOUR + GRACE, HOUR + 2 * GRACE])
  })
})

/** Services at noon whose store a test can read. */
async function arrange() {
  const storage = await temporaryStorage({ disk: hastyDisk })
  await furnish(storage, SETUP)
  const source = { at: NOON, now: () => source.at }
  return { storage, source, start: (over = storage) => startServices(over, source, seededRandomness('clock')) }
}

const deposit = { do: 'deposit' as const, player: 1, amount: 1000, currency: 'GBP', reference: 'start' }
const opening = {
  do: 'create' as const,
  who: { player: 1, client: 'tower' },
  key: null,
  terms: { stake: 10, currency: 'GBP', game_id: 1 },
}

describe('an answer that starts an attempt', () => {
  it('[MT6] has the secret, also when the attempt was over before the disk was done', async () => {
    const { storage, source, start } = await arrange()
    const services = await start({
      ...storage,
      async commit(change) {
        const commitResult = await storage.commit(change)
        if (change.matches?.length) source.at += 5 * SECOND
        return commitResult
      },
    })
    await ask(services, deposit)
    await ask(services, { do: 'rules', game: 1, changes: { play_seconds: 1 } })
    const created = bodyOf<{ match: object }>(await ask(services, opening))
    expect(created.match).toMatchObject({ secret: expect.any(String), seed: expect.any(String) })
  })
})

describe('the clock of a demo store', () => {
  it('[DL11] goes no further than its instants can be told', async () => {
    const { start } = await arrange()
    const services = await start()
    const year = 366 * 24 * 3600
    await services.advanceClock(6_900 * year)
    await expect(services.advanceClock(100 * year)).rejects.toMatchObject({ code: 'invalid_request' })
    await ask(services, deposit)
    const { match } = bodyOf<{ match: { open_until: string } }>(await ask(services, opening))
    expect(match.open_until).toMatch(/^89\d\d-/)
  })
})

describe('deadlines', () => {
  it('[DL16] fire although a match among them cannot be decided', async () => {
    const { storage, source, start } = await arrange()
    let stuck = ''
    const services = await start({
      ...storage,
      async commit(change) {
        if (change.matches?.some(({ id, state }) => id === stuck && state === 'expired')) throw new Error('a bug')
        return storage.commit(change)
      },
    })
    await ask(services, deposit)
    for (let n = 0; n < 3; n++) await ask(services, opening)
    const [first, ...others] = await storage.undecidedMatches()
    stuck = first?.id ?? ''
    source.at += 9 * SECOND
    await services.advanceClock(7200)
    await services.deadlines.tick()
    await services.deadlines.tick()
    expect((await storage.undecidedMatches()).map(({ id }) => id)).toEqual([stuck])
    expect(others).toHaveLength(2)
    stuck = 'none'
    await services.deadlines.tick()
    expect(await storage.undecidedMatches()).toEqual([])
  })

  it('[DL16] end, although a match stays due and there is nothing to decide about it', async () => {
    const { storage, start } = await arrange()
    const services = await start({ ...storage, dueMatches: () => storage.undecidedMatches() })
    await ask(services, deposit)
    await ask(services, opening)
    await services.deadlines.fireDue()
    expect(await storage.undecidedMatches()).toHaveLength(1)
  })

  it('[DL13] get an absence back once, however long that takes, and as a whole when it fails at first', async () => {
    const { storage, source, start } = await arrange()
    let fails = true
    const services = await start({
      ...storage,
      async commit(change) {
        if (!change.meta?.aliveAt || !change.matches?.length) return storage.commit(change)
        if (fails) throw new Error('not now')
        source.at += 30 * SECOND
        return storage.commit(change)
      },
    })
    await ask(services, deposit)
    await ask(services, opening)
    const [before] = await storage.undecidedMatches()
    source.at += HOUR
    await expect(services.deadlines.tick()).rejects.toThrow('not now')
    fails = false
    source.at += SECOND
    await Promise.all([services.deadlines.tick(), ask(services, opening), services.deadlines.tick()])
    await services.deadlines.tick()
    const after = await storage.match(before?.id ?? asMatchId(''))
    const moved = (after?.challenger.resultUntil ?? 0) - (before?.challenger.resultUntil ?? 0)
    expect(moved).toBe(HOUR + SECOND + GRACE)
  })

  it('[DL17] are looked at with a durable sign of life at least every five seconds, also while many fire', async () => {
    const { storage, source, start } = await arrange()
    const services = await start()
    for (let ms = 0; ms < 60 * SECOND; ms += 200) {
      source.at += 200
      await services.deadlines.tick()
      const { aliveAt } = await storage.meta()
      expect(source.at - (aliveAt ?? 0)).toBeLessThan(5 * SECOND)
    }
  })

  it('[DL11] follow a clock that is moved twice at once', async () => {
    const { start } = await arrange()
    const services = await start()
    await Promise.all([services.advanceClock(10), services.advanceClock(20)])
    expect(services.clock.now()).toBe(NOON + 30 * SECOND)
    expect((await services.storage.meta()).clockOffset).toBe(30 * SECOND)
  })
})
