import type { Outcome } from '@ante/shared'
import { describe, expect, it } from 'vitest'
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
  create,
  exclude,
  join,
  lookUp,
  prolong,
  rules,
  score,
  tick,
  until,
  wordOf,
} from './play/scenario.ts'
import type { Match } from './reference/model.ts'
import { RULES } from './rules/rules.ts'
import type { StepSeen } from './rules/seen.ts'

/** A step that was seen, which a test changes into one that never was. */
type Forged = { -readonly [Key in keyof StepSeen]: StepSeen[Key] }

async function played(commands: readonly Command[], setup = aSetup()): Promise<History> {
  const history = await begin(setup)
  for (const command of commands) await history.run(command)
  return history
}

function lastSeen(history: History): StepSeen {
  if (!history.lastSeen) throw new Error('nothing was seen')
  return history.lastSeen
}

/** What a rule has to say about the last step, once it is made to be something else. */
function brokenBy(history: History, rule: keyof typeof RULES, forge: (seen: Forged, match: Match) => void): string[] {
  const seen = structuredClone(lastSeen(history))
  const match = Object.values(seen.after.matches).at(-1)
  if (!match) throw new Error('no match')
  expect(RULES[rule](seen)).toEqual([])
  forge(seen, match)
  return RULES[rule](seen)
}

const newest = (history: History) => Object.values(history.model.matches).at(-1)
const moneyOf = (history: History, player: number) => history.model.players[player + 1]?.money.GBP
const wordOfLast = (history: History) => wordOf(lastSeen(history).answer)

describe('rule 1, no cancel', () => {
  const waiting = [create(ALICE), score('challenger', 9)]

  it.each<[string, readonly Command[], string]>([
    ['expires', [until(0, 1), tick], 'expired'],
    ['is taken back when its game closes', [rules({ enabled: false })], 'void'],
    ['is taken back when its player is excluded', [exclude(ALICE)], 'void'],
  ])('[MT23] gives the whole stake back when an open match %s, whatever was scored', async (_, end, state) => {
    const history = await played([...waiting, ...end], aSetup({ fee_bps: 5000, play_seconds: 600, open_seconds: 3600 }))
    expect(newest(history)?.state).toBe(state)
    expect(moneyOf(history, ALICE)).toBe(1000)
    expect(
      brokenBy(history, 'rule1NoCancel', (seen) => {
        seen.call = { do: 'me', who: { player: 1, client: 'tower' } }
        seen.now = 0
      }),
    ).toHaveLength(1)
    expect(
      brokenBy(history, 'rule1NoCancel', (seen) => {
        seen.after = { ...seen.after, ledger: seen.after.ledger.slice(0, -1) }
      }),
    ).toHaveLength(1)
  })

  it('[MT23] lets a matched match run on through both, and its excluded player post', async () => {
    const history = await played([create(ALICE), accept(BOB), exclude(ALICE), rules({ enabled: false })])
    expect(newest(history)?.state).toBe('matched')
    await history.run(score('challenger', 5))
    await history.run(score('challenged', 1))
    expect(newest(history)).toMatchObject({ state: 'settled', outcome: 'challenger_won' })
  })
})

describe('rule 2, one commit', () => {
  it('[MT24] settles once, with all of its entries and events or none', async () => {
    const history = await played([create(ALICE), accept(BOB), score('challenger', 5), score('challenged', 1)])
    await history.run(score('challenged', 1))
    expect(lastSeen(history).after.ledger.filter(({ matchId }) => matchId === newest(history)?.id)).toHaveLength(3)
    const { ledger, players } = lastSeen(history).after
    const broken = (forge: Parameters<typeof brokenBy>[2]) => brokenBy(history, 'rule2OneCommit', forge)
    expect(
      broken((seen) => {
        seen.after = { ...seen.after, ledger: ledger.slice(0, -1) }
      }),
    ).toHaveLength(1)
    expect(
      broken((seen) => {
        seen.after = { ...seen.after, ledger: [...ledger, ...ledger.slice(-1)] }
      }),
    ).toHaveLength(1)
    const bob = players[2]
    const untold = bob && { ...bob, events: bob.events.filter(({ type }) => type !== 'match.settled') }
    expect(
      untold &&
        broken((seen) => {
          seen.after = { ...seen.after, players: { ...players, 2: untold } }
        }),
    ).toHaveLength(1)
  })
})

describe('rule 3, one winner', () => {
  it('[MT25] lets one of many have a match, and holds nothing from the others', async () => {
    const history = await played([create(ALICE)])
    const answered = await history.runAtOnce([accept(BOB), accept(CAROL), accept(BOB), accept(CAROL), accept(CAROL)])
    const winner = newest(history)?.challenged?.player
    const words = answered.map(({ call, answer }) => ['who' in call && call.who.player === winner, wordOf(answer)])
    expect(words.filter(([isWinner]) => isWinner).every(([, word]) => word === '200')).toBe(true)
    expect(words.filter(([isWinner]) => !isWinner).every(([, word]) => word === 'already_matched')).toBe(true)
    const loser = winner === 2 ? CAROL : BOB
    expect(moneyOf(history, loser)).toBe(1000)
    await history.run(accept(loser))
    expect(
      brokenBy(history, 'rule3OneWinner', ({ after: { players } }) => {
        const other = players[loser + 1]
        if (other) Object.assign(players, { [loser + 1]: { ...other, money: { ...other.money, GBP: 900 } } })
      }),
    ).toHaveLength(1)
    expect(
      brokenBy(history, 'rule3OneWinner', (_, match) => {
        if (match.challenged) match.challenged.player = loser + 1
      }),
    ).toHaveLength(2)
  })
})

describe('rule 4, the first score wins', () => {
  it('[MT26] answers the same score again, at any time, and refuses any other', async () => {
    const history = await played([create(ALICE), accept(BOB), score('challenger', 5)])
    await history.run(score('challenger', 6))
    expect(wordOfLast(history)).toBe('score_already_posted')
    await history.run(score('challenger', 'forfeit'))
    expect(wordOfLast(history)).toBe('score_already_posted')
    await history.run(until())
    await history.run(tick)
    await history.run(score('challenger', 5))
    expect(bodyOf(lastSeen(history).answer)).toMatchObject({ match_result: { outcome: 'walkover', winner_id: 1 } })
    expect(
      brokenBy(history, 'rule4FirstScore', (_, match) => {
        match.challenger.end = { score: 6 }
      }),
    ).toHaveLength(1)
  })
})

describe('rule 4, an attempt that is over', () => {
  it.each<[string, readonly Command[]]>([
    ['while the other side plays on', [create(ALICE), accept(BOB), prolong('challenged'), until(), tick]],
    ['before anybody accepted', [create(ALICE), until(), accept(BOB)]],
  ])('[MT26] stays over when its time ran out %s, also when the clock steps back', async (_, commands) => {
    const history = await played(commands, aSetup({ play_seconds: 600, open_seconds: 3600 }))
    for (const steppedBack of [0, -3_600_000]) {
      await history.run({ do: 'clock', ms: steppedBack })
      expect(newest(history)).toMatchObject({ state: 'matched', challenger: { end: 'timeout' } })
      for (const points of [5, 'forfeit'] as const) {
        await history.run(score('challenger', points))
        expect(wordOfLast(history)).toBe('result_too_late')
      }
      await history.run(prolong('challenger'))
      expect(wordOfLast(history)).toBe('cannot_prolong_match')
      await history.run({ do: 'get', by: 'challenger', match: 0 })
      expect(bodyOf<{ match: object }>(lastSeen(history).answer).match).not.toHaveProperty('secret')
    }
  })
})

describe('rule 5, the decision', () => {
  const paired = [create(ALICE), accept(BOB)]
  const both = (a: number | 'forfeit', b: number | 'forfeit') => [
    ...paired,
    score('challenger', a),
    score('challenged', b),
  ]

  it.each<[string, readonly Command[], Outcome, 'higher_wins' | 'lower_wins']>([
    ['5 against 1', both(5, 1), 'challenger_won', 'higher_wins'],
    ['5 against 1 where lower wins', both(5, 1), 'challenged_won', 'lower_wins'],
    ['5 against 5', both(5, 5), 'draw', 'higher_wins'],
    ['0 against a forfeit', both(0, 'forfeit'), 'walkover', 'higher_wins'],
    ['a forfeit against 10 where lower wins', both('forfeit', 10), 'walkover', 'lower_wins'],
    ['two forfeits', both('forfeit', 'forfeit'), 'void', 'higher_wins'],
    ['nothing against nothing', [...paired, until(), tick], 'void', 'higher_wins'],
    ['0 against nothing', [...paired, score('challenger', 0), until(), tick], 'walkover', 'higher_wins'],
    [
      '0 of a challenged player against a time that is over',
      [create(ALICE), until(-1), accept(BOB), until(), score('challenged', 0)],
      'walkover',
      'lower_wins',
    ],
    [
      'a forfeit before anybody accepted',
      [create(ALICE), score('challenger', 'forfeit'), accept(BOB), score('challenged', 0)],
      'walkover',
      'higher_wins',
    ],
    [
      'a time that was over before anybody accepted',
      [create(ALICE), until(), accept(BOB), score('challenged', 0)],
      'walkover',
      'higher_wins',
    ],
  ])(
    '[MT27] makes %s what it is, in the commit that makes the second side final',
    async (_, commands, outcome, order) => {
      const history = await played(commands, aSetup({ score_order: order, play_seconds: 600, open_seconds: 3600 }))
      expect(newest(history)?.outcome).toBe(outcome)
      const others: Outcome[] = ['challenger_won', 'challenged_won', 'draw', 'walkover', 'void']
      for (const other of others.filter((each) => each !== outcome)) {
        expect(
          brokenBy(history, 'rule5Decision', (_seen, match) => {
            match.outcome = other
          }),
        ).toHaveLength(1)
      }
      expect(
        brokenBy(history, 'rule5Decision', (_seen, match) => {
          Object.assign(match, { state: 'matched', outcome: null, winner: null })
        }),
      ).not.toEqual([])
    },
  )
})

describe('rule 6, fees', () => {
  const fees = { fee_bps: 999, draw_fee: false }

  it.each<[string, readonly Command[], typeof fees, [house: number, alice: number, bob: number]]>([
    ['a win', [create(ALICE), accept(BOB), score('challenger', 5), score('challenged', 1)], fees, [19, 1081, 900]],
    [
      'a walkover',
      [create(ALICE), accept(BOB), score('challenger', 5), score('challenged', 'forfeit')],
      fees,
      [19, 1081, 900],
    ],
    ['a draw', [create(ALICE), accept(BOB), score('challenger', 5), score('challenged', 5)], fees, [0, 1000, 1000]],
    [
      'a draw with draw_fee',
      [create(ALICE), accept(BOB), score('challenger', 5), score('challenged', 5)],
      { ...fees, draw_fee: true },
      [18, 991, 991],
    ],
    ['a void match', [create(ALICE), accept(BOB), until(), tick], { ...fees, draw_fee: true }, [0, 1000, 1000]],
    ['an expired match', [create(ALICE), until(0, 1), tick], { ...fees, draw_fee: true }, [0, 1000, 1000]],
  ])(
    '[LG8] takes from %s what is due, and the rest goes where it belongs',
    async (_, commands, terms, [house, alice, bob]) => {
      const history = await played(commands, aSetup({ ...terms, play_seconds: 600, open_seconds: 3600 }))
      expect([history.model.fees.GBP, moneyOf(history, ALICE), moneyOf(history, BOB)]).toEqual([house, alice, bob])
      expect(
        brokenBy(history, 'rule6Fees', (seen, match) => {
          const [last] = seen.after.ledger.slice(-1)
          const ledger = last ? [...seen.after.ledger.slice(0, -1), { ...last, amount: last.amount + 1 }] : []
          seen.after = { ...seen.after, ledger }
          expect(last?.matchId).toBe(match.id)
        }),
      ).toHaveLength(1)
    },
  )
})

describe('rule 7, double entry', () => {
  it('[LG9] keeps every entry whole and as it was, and every balance its sum', async () => {
    const history = await played([create(ALICE), accept(BOB), score('challenger', 5), score('challenged', 1)])
    const { ledger } = lastSeen(history).after
    const rewritten = (changes: object, index = -1) =>
      brokenBy(history, 'rule7DoubleEntry', (seen) => {
        const at = ledger.length + index
        seen.after = { ...seen.after, ledger: ledger.map((each, n) => (n === at ? { ...each, ...changes } : each)) }
      })
    expect(rewritten({ amount: 0.5 })).not.toEqual([])
    expect(rewritten({ amount: 201 })).not.toEqual([])
    expect(rewritten({ currency: 'JPY' })).not.toEqual([])
    expect(rewritten({ credit: 'player:2' })).not.toEqual([])
    expect(rewritten({ creditBalance: 1 })).not.toEqual([])
    expect(rewritten({ at: 0 }, -2)).toEqual(['entries of the ledger were edited'])
    expect(
      brokenBy(history, 'rule7DoubleEntry', (seen) => {
        seen.after = { ...seen.after, ledger: ledger.slice(1) }
      }),
    ).not.toEqual([])
  })
})

describe('rule 8, secrecy', () => {
  it('[MT28] tells nobody another secret, nor the other score before the decision, and pairs nobody with themselves', async () => {
    const history = await played([create(ALICE), lookUp(BOB), accept(ALICE)])
    expect(wordOfLast(history)).toBe('own_match')
    await history.run(accept(BOB))
    const secret = newest(history)?.challenger.secret
    await history.run(score('challenger', 7))
    await history.run({ do: 'result', by: 'challenged', match: 0 })
    expect(bodyOf(lastSeen(history).answer)).toMatchObject({ match_result: { challenger_score: null } })
    const broken = (forge: Parameters<typeof brokenBy>[2]) => brokenBy(history, 'rule8Secrecy', forge)
    expect(
      broken((seen) => {
        seen.answer = { status: 200, body: { match: { secret } } }
      }),
    ).toHaveLength(1)
    expect(
      broken((seen, { id }) => {
        seen.answer = { status: 200, body: { match_result: { match_id: id, challenger_score: 7 } } }
      }),
    ).toHaveLength(1)
    expect(
      broken((_, match) => {
        if (match.challenged) match.challenged.player = match.challenger.player
      }),
    ).toHaveLength(1)
    await history.run({ do: 'own', player: BOB, state: null, page: 1, perPage: 20 })
    await history.run(join(ALICE))
    await history.run(join(ALICE))
    expect(Object.values(history.model.matches).filter(({ state }) => state === 'unmatched')).toHaveLength(2)
  })
})

describe('rule 9, deadlines', () => {
  it('[DL14] lets a result count a millisecond before its deadline, and not at it', async () => {
    const setup = aSetup({ play_seconds: 600, open_seconds: 3600 })
    const early = await played(
      [create(ALICE), accept(BOB), prolong('challenged'), until(-1), score('challenger', 1)],
      setup,
    )
    expect(wordOfLast(early)).toBe('200')
    const late = await played([create(ALICE), accept(BOB), until(), score('challenger', 1)], setup)
    expect(wordOfLast(late)).toBe('result_too_late')
    await late.run(prolong('challenger'))
    expect(wordOfLast(late)).toBe('cannot_prolong_match')
    const broken = (forge: Parameters<typeof brokenBy>[2]) => brokenBy(late, 'rule9Deadlines', forge)
    expect(
      broken((_, match) => {
        match.challenger.until += 1000
      }),
    ).toHaveLength(1)
    expect(
      broken((_, match) => {
        match.openUntil += 1
      }),
    ).toHaveLength(1)
    expect(
      broken((_, match) => {
        match.challenger.end = { score: 1 }
      }),
    ).toHaveLength(1)
    expect(
      broken((seen) => {
        seen.call = tick as StepSeen['call']
      }),
    ).toHaveLength(1)
  })
})

describe('rule 10, open matches', () => {
  it('[MT29] counts created and accepted ones, until they are decided', async () => {
    const history = await played([create(ALICE), create(BOB), accept(ALICE)], aSetup({ max_open: 2 }))
    await history.run(create(ALICE))
    expect(wordOfLast(history)).toBe('too_many_matches')
    await history.run(create(CAROL))
    await history.run(accept(ALICE))
    expect(wordOfLast(history)).toBe('too_many_matches')
    await history.run(join(ALICE))
    expect(wordOfLast(history)).toBe('too_many_matches')
    expect(
      brokenBy(history, 'rule10MaxOpen', (_, match) => {
        match.rules.max_open = 1
        match.challenger.player = 1
      }),
    ).toHaveLength(1)
  })

  it('[MT29] counts each game by itself', async () => {
    const [game] = aSetup({ max_open: 1 }).games
    if (!game) throw new Error('no game')
    const history = await played([create(ALICE), create(ALICE, { game: 1 })], aSetup({}, { games: [game, game] }))
    expect(wordOfLast(history)).toBe('201')
    await history.run(accept(BOB, 0))
    await history.run(accept(BOB, 0))
    expect(wordOfLast(history)).toBe('200')
    expect(Object.values(history.model.matches).map(({ state }) => state)).toEqual(['matched', 'matched'])
  })

  it('[MT29] lets a join pass over a match that its own rules keep the player from', async () => {
    const history = await played(
      [create(BOB), rules({ max_open: 2 }), create(ALICE), join(ALICE)],
      aSetup({ max_open: 1 }),
    )
    expect(newest(history)).toMatchObject({ state: 'unmatched', challenger: { player: 1 } })
    expect(wordOfLast(history)).toBe('201')
  })
})
