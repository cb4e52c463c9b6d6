import { describe, expect, it } from 'vitest'
import type { Command } from './play/commands.ts'
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
  join,
  lookUp,
  rules,
  score,
  until,
  wordOf,
} from './play/scenario.ts'

const [TOWER, OTHER] = [0, 1]
const through = (client: number, call: Command): Command => ({ ...call, client }) as Command
const times = (count: number, command: Command): Command[] => Array.from({ length: count }, () => command)
const SETUP = aSetup({ max_open: 100, open_seconds: 3600 }, { funds: 100_000 })

/** What a join is answered after these, and whose match it is. */
async function joinAfter(before: readonly Command[], joining: Command, setup = SETUP) {
  const history = await begin(setup)
  for (const command of before) await history.run(command)
  const mine = Object.keys(history.model.matches)
  await history.run(joining)
  const answer = history.lastSeen?.answer
  const { match } = bodyOf<{ match: { id: string; challenger_id: number } }>(answer)
  return { word: answer && wordOf(answer), challenger: match.challenger_id - 1, place: mine.indexOf(match.id) }
}

describe('join', () => {
  it.each<[string, readonly Command[], Command]>([
    ['own ones', times(3, create(ALICE)), join(ALICE)],
    ['more own ones than it looks at in one go', times(45, create(ALICE)), join(ALICE)],
    ['own ones of the same level', times(25, create(ALICE, { level: 3 })), join(ALICE, { level: 3 })],
    ['one that is over, and nobody has looked', [create(CAROL), until(0, 1)], join(ALICE)],
    [
      'one of another application',
      [rules({ clients: ['tower'] }), create(CAROL), rules({ clients: [] })],
      through(OTHER, join(ALICE)),
    ],
    ['one that was taken', [create(CAROL), accept(BOB)], join(ALICE)],
  ])('[MT32] passes over %s: accepts the next, or creates where there is none', async (_, unacceptable, joining) => {
    expect(await joinAfter(unacceptable, joining)).toEqual({ word: '201', challenger: ALICE, place: -1 })
    const place = unacceptable.filter((command) => command.do === 'create').length
    const level = 'terms' in joining ? joining.terms.level : null
    expect(await joinAfter([...unacceptable, create(BOB, { level })], joining)).toEqual({
      word: '200',
      challenger: BOB,
      place,
    })
  })

  it.each<[string, number | null, number]>([
    ['nearest to its level', 3, 2],
    ['oldest at the same distance', 2, 1],
    ['oldest without a level', null, 0],
  ])('[MT32] accepts the best that it can: the %s', async (_, level, place) => {
    const levels = [null, 1, 3, 3]
    const open = levels.flatMap((each) => [create(BOB, { level: each }), clock(1)])
    expect(await joinAfter(open, through(TOWER, join(ALICE, { level })))).toEqual({
      word: '200',
      challenger: BOB,
      place,
    })
  })

  it.each<[string, readonly Command[]]>([
    ['forfeited', [score('challenger', 'forfeit')]],
    ['scored', [score('challenger', 9)]],
    ['ran out of time', [until()]],
  ])('[MT12] accepts, and look-up offers, a match whose challenger %s', async (_, ending) => {
    expect(await joinAfter([create(BOB), ...ending], join(ALICE))).toEqual({ word: '200', challenger: BOB, place: 0 })
    const history = await begin(SETUP)
    for (const command of [create(BOB), ...ending, lookUp(ALICE)]) await history.run(command)
    expect(bodyOf<{ meta: object }>(history.lastSeen?.answer).meta).toMatchObject({ count: 1 })
  })

  it('[MT32] accepts nothing that was not asked for: another stake, currency or game', async () => {
    const setup = { ...SETUP, games: [...SETUP.games, ...SETUP.games] }
    const others = [create(BOB, { stake: 1 }), create(BOB, { currency: 1 }), create(BOB, { game: 1 })]
    expect(await joinAfter(others, join(ALICE), setup)).toEqual({ word: '201', challenger: ALICE, place: -1 })
  })
})
