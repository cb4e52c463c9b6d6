import { Problem, type ProblemCode } from '@ante/shared'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asClientId, asMatchId, asPlayerId } from '../../../server/domain/ids.ts'
import type { Match, MatchedMatch } from '../../../server/domain/match.ts'
import { nextDeadline } from '../../../server/domain/match.ts'
import { passDeadlines, prolongAttempt, shiftOpenAttempts } from '../../../server/domain/play/deadlines.ts'
import { withdrawMatch } from '../../../server/domain/play/ending.ts'
import { attemptForScore, recordScore } from '../../../server/domain/play/reporting.ts'
import { acceptMatch, canStake, createMatch, isRepeatedAccept } from '../../../server/domain/play/starting.ts'
import { compareOffers } from '../../../server/domain/ranking.ts'
import { admits } from '../../../server/domain/rules.ts'
import {
  ALICE,
  aFinish,
  aGame,
  aMatchedMatch,
  anAttempt,
  anUnmatchedMatch,
  aStaker,
  BOB,
  GAME_CLIENT,
  MINUTE,
  NOON,
  someRules,
} from '../../support/builders.ts'

const TERMS = {
  id: asMatchId('f'.repeat(32)),
  stakeAmount: 500,
  currency: 'GBP',
  skillLevel: null,
  seed: 'ab'.repeat(32),
  secret: 'fresh-secret',
}

function codeOf(act: () => unknown): ProblemCode | 'none' {
  try {
    act()
    return 'none'
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
}

describe('creating a match', () => {
  it('[MT6] puts the stake into escrow and starts the attempt of the challenger', () => {
    const { match, transfers } = createMatch(
      { ...TERMS, game: aGame({ playSeconds: 60, openSeconds: 120 }) },
      aStaker(),
      NOON,
    )
    expect(match).toMatchObject({ state: 'unmatched', version: 1, openUntil: NOON + 2 * MINUTE })
    expect(match.challenger).toMatchObject({ playerId: BOB, resultUntil: NOON + MINUTE, finish: null })
    expect(transfers).toEqual([
      expect.objectContaining({ debit: `player:${BOB}`, credit: `escrow:${match.id}`, amount: 500, currency: 'GBP' }),
    ])
  })

  it.each<[ProblemCode, Parameters<typeof aGame>[0], Parameters<typeof aStaker>[0]]>([
    ['game_disabled', { enabled: false }, {}],
    ['stake_not_allowed', { stakes: [100, 200] }, {}],
    ['client_not_allowed', { clients: [asClientId('other')] }, {}],
    ['too_many_matches', { maxOpen: 3 }, { openMatches: 3 }],
    ['insufficient_funds', {}, { balance: 499 }],
    ['player_excluded', {}, { excluded: true }],
  ])('[MT7] refuses with %s', (code, rules, entrant) => {
    expect(codeOf(() => createMatch({ ...TERMS, game: aGame(rules) }, aStaker(entrant), NOON))).toBe(code)
  })

  it('[MT8] copies the rules, so that later edits never change a running match', () => {
    const game = aGame({ feeBps: 100 })
    expect(createMatch({ ...TERMS, game }, aStaker(), NOON).match.rules).toEqual(game.rules)
  })
})

describe('accepting a match', () => {
  it('[MT9] puts the second stake into escrow, starts the second attempt and tells the challenger', () => {
    const { match, transfers, notices } = acceptMatch(anUnmatchedMatch(), aStaker(), 'secret', NOON + MINUTE)
    expect(match).toMatchObject({ state: 'matched', version: 2 })
    expect(match.challenged).toMatchObject({ playerId: BOB, resultUntil: NOON + 11 * MINUTE })
    expect(transfers).toEqual([expect.objectContaining({ id: `${match.id}:stake:challenged`, amount: 500 })])
    expect(notices).toEqual([{ playerId: ALICE, type: 'match.matched' }])
  })

  const expired = anUnmatchedMatch({ openUntil: NOON })
  it.each<[ProblemCode, Match, Parameters<typeof aStaker>[0]]>([
    ['own_match', anUnmatchedMatch(), { playerId: ALICE }],
    ['already_matched', aMatchedMatch(), { playerId: asPlayerId(3) }],
    ['match_closed', expired, {}],
    ['match_closed', passDeadlines(expired, NOON)?.match ?? expired, {}],
    ['match_closed', withdrawMatch(anUnmatchedMatch(), NOON).match, {}],
    ['client_not_allowed', anUnmatchedMatch({ rules: someRules({ clients: [asClientId('other')] }) }), {}],
    ['too_many_matches', anUnmatchedMatch({ rules: someRules({ maxOpen: 1 }) }), { openMatches: 1 }],
    ['insufficient_funds', anUnmatchedMatch(), { balance: 0 }],
    ['player_excluded', anUnmatchedMatch(), { excluded: true }],
  ])('[MT10] refuses with %s', (code, match, entrant) => {
    expect(codeOf(() => acceptMatch(match, aStaker(entrant), 'secret', NOON))).toBe(code)
  })

  it('[MT11] recognises the repetition of an accept while the attempt is open', () => {
    expect(isRepeatedAccept(aMatchedMatch(), BOB, NOON)).toBe(true)
    expect(isRepeatedAccept(aMatchedMatch(), ALICE, NOON)).toBe(false)
    expect(isRepeatedAccept(aMatchedMatch(), BOB, NOON + 10 * MINUTE)).toBe(false)
  })

  it('[MT12] keeps a challenger who forfeited or ran out of time in the pool, as final', () => {
    const late = NOON + 10 * MINUTE
    const accepted = acceptMatch(anUnmatchedMatch(), aStaker(), 'secret', late)
    expect(accepted.match.challenger.finish).toMatchObject({ kind: 'timeout' })
    expect(accepted.notices).toContainEqual({ playerId: BOB, type: 'match.opponent_finished' })

    const forfeited = recordScore(anUnmatchedMatch(), 'challenger', 'forfeit', NOON)
    expect(forfeited?.match).toMatchObject({ state: 'unmatched', challenger: { finish: { kind: 'forfeit' } } })
    expect(forfeited?.transfers).toEqual([])
    const scored = recordScore(anUnmatchedMatch(), 'challenger', 1, NOON)
    for (const open of [forfeited, scored]) {
      expect(acceptMatch(open?.match ?? aMatchedMatch(), aStaker(), 's', NOON).match.state).toBe('matched')
    }
  })
})

describe('whom rules admit', () => {
  const undecided = { clientId: GAME_CLIENT, undecided: 9 }

  it('[MT19] is everybody with an allowed application and room for one more undecided match', () => {
    expect(admits(someRules(), undecided)).toBe(true)
    expect(admits(someRules({ maxOpen: 9 }), undecided)).toBe(false)
    expect(admits(someRules({ clients: [asClientId('other')] }), undecided)).toBe(false)
    expect(admits(someRules({ clients: [GAME_CLIENT] }), undecided)).toBe(true)
  })
})

describe('posting a score', () => {
  const scored = aMatchedMatch({ challenger: anAttempt({ finish: aFinish(10) }) })

  it('[MT13] decides the match with the second score, in one step', () => {
    const first = recordScore(aMatchedMatch(), 'challenger', 10, NOON)
    expect(first?.match.state).toBe('matched')
    expect(first?.notices).toEqual([{ playerId: BOB, type: 'match.opponent_finished' }])
    const second = recordScore(scored, 'challenged', 20, NOON)
    expect(second?.match).toMatchObject({ state: 'settled', version: 3, settlement: { winnerId: BOB } })
    expect(second?.notices.map(({ type }) => type)).toEqual(['match.settled', 'match.settled'])
  })

  it('[MT27] decides the match at once when the other deadline has passed and nobody has looked yet', () => {
    const late = NOON + 10 * MINUTE
    const match = aMatchedMatch({ challenged: anAttempt({ playerId: BOB, resultUntil: late + MINUTE }) })
    const posted = recordScore(match, 'challenged', 0, late)
    expect(posted?.match).toMatchObject({
      state: 'settled',
      challenger: { finish: { kind: 'timeout', at: late } },
      settlement: { outcome: 'walkover', winnerId: BOB },
    })
    expect(recordScore(match, 'challenged', 'forfeit', late)?.match.state).toBe('void')
  })

  it('[MT14] lets the first score win: the same again changes nothing, another one is refused', () => {
    expect(recordScore(scored, 'challenger', 10, NOON + 24 * 60 * MINUTE)).toBeNull()
    expect(codeOf(() => recordScore(scored, 'challenger', 11, NOON))).toBe('score_already_posted')
    expect(codeOf(() => recordScore(scored, 'challenger', 'forfeit', NOON))).toBe('score_already_posted')
    const forfeited = aMatchedMatch({ challenger: anAttempt({ finish: aFinish('forfeit') }) })
    expect(recordScore(forfeited, 'challenger', 'forfeit', NOON)).toBeNull()
    expect(codeOf(() => recordScore(forfeited, 'challenger', 5, NOON))).toBe('score_already_posted')
  })

  it.each([-1, 1001])('[MT15] refuses a score out of range before it looks at anything else of it (%i)', (score) => {
    expect(codeOf(() => recordScore(scored, 'challenger', score, NOON + 60 * MINUTE))).toBe('score_out_of_range')
  })

  it('[MT16] takes a score until its deadline and not at it', () => {
    const deadline = NOON + 10 * MINUTE
    expect(recordScore(aMatchedMatch(), 'challenger', 1, deadline - 1)).not.toBeNull()
    expect(codeOf(() => recordScore(aMatchedMatch(), 'challenger', 1, deadline))).toBe('result_too_late')
    const closed = passDeadlines(aMatchedMatch(), deadline)?.match
    expect(closed && codeOf(() => recordScore(closed, 'challenger', 1, deadline))).toBe('result_too_late')
  })

  it('[MT17] asks for participant, secret and application in that order', () => {
    const match = aMatchedMatch({
      rules: someRules({ clients: [GAME_CLIENT], resultClients: [asClientId('backend')] }),
    })
    const refusal = (player: number, client: string, secret: string) =>
      codeOf(() => attemptForScore(match, asPlayerId(player), asClientId(client), secret))
    expect(refusal(3, 'game', 'a-secret')).toBe('not_participant')
    expect(refusal(ALICE, 'game', 'b-secret')).toBe('wrong_secret')
    expect(refusal(ALICE, 'game', 'a-secret')).toBe('client_not_allowed')
    expect(refusal(ALICE, 'backend', 'a-secret')).toBe('none')
    const withoutBackend = aMatchedMatch({ rules: someRules({ clients: [GAME_CLIENT] }) })
    const reports = (client: string) =>
      codeOf(() => attemptForScore(withoutBackend, ALICE, asClientId(client), 'a-secret'))
    expect([reports('backend'), reports(GAME_CLIENT)]).toEqual(['client_not_allowed', 'none'])
  })
})

describe('deadlines', () => {
  const late = NOON + 10 * MINUTE

  it('[DL1] gives a walkover to the only score when the other deadline passes', () => {
    const match = aMatchedMatch({ challenger: anAttempt({ finish: aFinish(0) }) })
    expect(passDeadlines(match, late - 1)).toBeNull()
    expect(passDeadlines(match, late)?.match.settlement).toMatchObject({ outcome: 'walkover', winnerId: ALICE })
  })

  it('[DL2] voids a match when both deadlines pass without a score', () => {
    expect(passDeadlines(aMatchedMatch(), late)?.match.state).toBe('void')
  })

  it('[DL3] tells the one that still plays when the other deadline passes', () => {
    const match = aMatchedMatch({ challenged: anAttempt({ playerId: BOB, resultUntil: late + MINUTE }) })
    const passed = passDeadlines(match, late)
    expect(passed?.match).toMatchObject({ state: 'matched', challenger: { finish: { kind: 'timeout' } } })
    expect(passed?.notices).toEqual([{ playerId: BOB, type: 'match.opponent_finished' }])
    expect(nextDeadline(passed?.match ?? match)).toBe(late + MINUTE)
  })

  it('[DL4] expires an unmatched match and refunds it in full, whatever was scored', () => {
    const scored = anUnmatchedMatch({ challenger: anAttempt({ finish: aFinish(900) }), openUntil: late })
    const expired = passDeadlines(scored, late)
    expect(expired?.match).toMatchObject({ state: 'expired', settlement: { outcome: 'expired', amountWon: 0, fee: 0 } })
    expect(expired?.transfers).toEqual([expect.objectContaining({ credit: `player:${ALICE}`, amount: 500 })])
    expect(expired?.notices).toEqual([{ playerId: ALICE, type: 'match.expired' }])
    expect(passDeadlines(anUnmatchedMatch(), late)).toBeNull()
  })

  it('[DL5] prolongs the own deadline by one attempt, as often as the game allows, before it has passed', () => {
    const prolonged = prolongAttempt(aMatchedMatch(), BOB, NOON).match as MatchedMatch
    expect(prolonged.challenged).toMatchObject({ resultUntil: NOON + 20 * MINUTE, prolongs: 1 })
    expect(prolonged.challenger.resultUntil).toBe(late)
    expect(codeOf(() => prolongAttempt(prolonged, BOB, NOON))).toBe('cannot_prolong_match')
    expect(codeOf(() => prolongAttempt(aMatchedMatch(), BOB, late))).toBe('cannot_prolong_match')
    const scored = aMatchedMatch({ challenged: anAttempt({ playerId: BOB, finish: aFinish(1) }) })
    expect(codeOf(() => prolongAttempt(scored, BOB, NOON))).toBe('cannot_prolong_match')
    expect(codeOf(() => prolongAttempt(aMatchedMatch(), asPlayerId(3), NOON))).toBe('not_participant')
  })

  it('[DL6] gives back what an outage took, to attempts that were open when it began', () => {
    const match = aMatchedMatch({ challenged: anAttempt({ playerId: BOB, resultUntil: NOON + MINUTE }) })
    const aliveAt = NOON + 2 * MINUTE
    const shifted = shiftOpenAttempts(match, aliveAt, 5 * MINUTE, aliveAt) as MatchedMatch
    expect(shifted.version).toBe(match.version + 1)
    expect(shifted.challenger.resultUntil).toBe(late + 5 * MINUTE)
    expect(shifted.challenged.resultUntil).toBe(NOON + MINUTE)
    expect(shiftOpenAttempts(anUnmatchedMatch(), NOON, MINUTE, NOON)?.openUntil).toBe(anUnmatchedMatch().openUntil)
    expect(
      shiftOpenAttempts(anUnmatchedMatch({ challenger: anAttempt({ finish: aFinish(1) }) }), NOON, MINUTE, NOON),
    ).toBeNull()
  })
})

describe('outages one after the other', () => {
  it('[DL19] add 48 hours to an attempt at most, all of them together, also after it was prolonged', () => {
    const hour = 60 * MINUTE
    let match = aMatchedMatch()
    let now = NOON
    // The attempt is always open when the server crashes again.
    for (let outage = 0; outage < 12; outage++) {
      now += 5 * hour
      match = (shiftOpenAttempts(match, now - 5 * hour, 5 * hour, now) ?? match) as MatchedMatch
      if (outage === 4) match = prolongAttempt(match, ALICE, now).match as MatchedMatch
    }
    expect(match.challenger.resultUntil).toBe(NOON + 20 * MINUTE + 48 * hour)
    expect(match.challenged.resultUntil).toBe(NOON + 10 * MINUTE + 48 * hour)
    expect(shiftOpenAttempts(match, NOON, 5 * hour, NOON + 47 * hour)).toBeNull()
  })
})

describe('a clock that was off', () => {
  it('[DL18] leaves an attempt its own length, prolongs included, and a day', () => {
    const years = NOON + 10 * 365 * 24 * 60 * MINUTE
    const match = aMatchedMatch({
      challenger: anAttempt({ resultUntil: years, prolongs: 1 }),
      challenged: anAttempt({ playerId: BOB }),
    })
    for (const by of [0, MINUTE, years]) {
      const shifted = shiftOpenAttempts(match, NOON, by, NOON) as MatchedMatch
      expect(shifted.challenger.resultUntil).toBe(NOON + 20 * MINUTE + 24 * 60 * MINUTE)
      expect(shifted.challenged.resultUntil).toBe(NOON + 10 * MINUTE + Math.min(by, 24 * 60 * MINUTE))
    }
  })
})

describe('the pool', () => {
  const match = (name: string, skillLevel: number | null, createdAt: number) =>
    anUnmatchedMatch({ id: asMatchId(name), skillLevel, createdAt })

  it('[MT18] offers the nearest skill level first, then the oldest; matches without a level last', () => {
    const open = [match('none', null, 1), match('far', 9, 2), match('older', 6, 3), match('near', 4, 4)]
    const names = (level: number | null) => [...open].sort((a, b) => compareOffers(a, b, level)).map(({ id }) => id)
    expect(names(5)).toEqual(['older', 'near', 'far', 'none'])
    expect(names(null)).toEqual(['none', 'far', 'older', 'near'])
  })

  it('[MT18] has one place for each open match, whatever the level', () => {
    const places = fc.uniqueArray(
      fc.record({
        skillLevel: fc.option(fc.nat({ max: 3 })),
        createdAt: fc.nat({ max: 3 }),
        id: fc.nat({ max: 50 }).map((n) => asMatchId(`${n}`)),
      }),
      { maxLength: 12, selector: ({ id }) => id },
    )
    fc.assert(
      fc.property(places, fc.option(fc.nat({ max: 3 })), (given, level) => {
        const sorted = [...given].sort((a, b) => compareOffers(a, b, level))
        expect([...given].reverse().sort((a, b) => compareOffers(a, b, level))).toEqual(sorted)
        for (const [index, place] of sorted.slice(1).entries()) {
          expect(compareOffers(sorted[index] ?? place, place, level)).toBeLessThan(0)
        }
      }),
    )
  })

  it.each<[string, Parameters<typeof aStaker>[0]]>([
    ['cannot pay', { balance: 499 }],
    ['is excluded', { excluded: true }],
  ])('[MT19] offers nothing to a player who %s', (_, entrant) => {
    expect(canStake(aStaker(), 500)).toBe(true)
    expect(canStake(aStaker(entrant), 500)).toBe(false)
  })
})
