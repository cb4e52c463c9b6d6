import { describe, expect, it } from 'vitest'
import type { Loss } from '../support/storage/simulated-disk.ts'
import type { Command } from './play/commands.ts'
import { ALICE, accept, aSetup, BOB, begin, create, join, prolong, score, wordOf } from './play/scenario.ts'

const LOSSES: readonly Loss[] = ['everything unsynced', 'nothing', 'a part of each file', 'folder entries']
/** A call has done all that it asks of the disk within so many steps. */
const STEPS = 6
const KEY = 1

describe('a call with a key whose caller never got the answer', () => {
  it.each<[string, readonly Command[], Command, Record<string, number>]>([
    ['create', [], create(ALICE, {}, KEY), { matches: 1, money: 900 }],
    ['join', [], join(ALICE, {}, KEY), { matches: 1, money: 900 }],
    ['accept', [create(BOB)], accept(ALICE, 0, KEY), { matches: 1, money: 900 }],
    ['prolong', [create(ALICE)], prolong('challenger', KEY), { matches: 1, money: 900, prolongs: 1 }],
    ['score', [create(ALICE), accept(BOB)], score('challenger', 5, KEY), { matches: 1, money: 900 }],
  ])('[HT21] acts once when it is repeated after a power failure at any step: %s', async (_, before, call, end) => {
    for (const loss of LOSSES) {
      for (let atStep = 0; atStep < STEPS; atStep++) {
        const history = await begin(aSetup({ max_prolongs: 9, play_seconds: 86_400 }))
        for (const command of before) await history.run(command)
        await history.run({ do: 'crash', ms: 0, failure: { loss, torn: 0.5 }, during: [call], atStep })
        await history.run(call)
        const { matches, players } = history.model
        const [match, ...others] = Object.values(matches)
        expect({
          matches: others.length + 1,
          money: players[ALICE + 1]?.money.GBP,
          ...('prolongs' in end && { prolongs: match?.challenger.prolongs }),
        }).toEqual(end)
      }
    }
  })
})

describe('a key', () => {
  it.each<[string, readonly Command[], readonly string[]]>([
    ['player', [create(ALICE, {}, KEY), create(BOB, {}, KEY)], ['201', '201']],
    ['application', [create(ALICE, {}, KEY), { ...create(ALICE, {}, KEY), client: 1 } as Command], ['201', '201']],
    ['path', [create(ALICE, {}, KEY), join(ALICE, {}, KEY)], ['201', '201']],
    [
      'match',
      [create(ALICE), create(ALICE), accept(BOB, 0, KEY), accept(BOB, 0, KEY), prolong('challenged', KEY)],
      ['201', '201', '200', '200', '200'],
    ],
  ])('[HT21] counts for its own %s alone', async (_, commands, answers) => {
    const history = await begin(aSetup())
    const given: string[] = []
    for (const command of commands) {
      await history.run(command)
      const answer = history.lastSeen?.answer
      given.push(answer ? wordOf(answer) : 'nothing')
    }
    expect(given).toEqual(answers)
    const { matches } = history.model
    const stakes = Object.values(matches).reduce((sum, { challenged }) => sum + (challenged ? 200 : 100), 0)
    expect(stakes).toBe(commands.filter(({ do: what }) => what !== 'prolong').length * 100)
  })
})
