import { LoginError, type Match, type MatchResult, Problem, type Verdict } from '@ante/client'
import { describe, expect, it } from 'vitest'
import { ago, clock, gain, outcomeLine, outcomeReason, problemLine } from '../../../demo-game/page/words.ts'

const match: Match = {
  id: '0'.repeat(32),
  gameId: 1,
  stake: 500,
  currency: 'GBP',
  state: 'settled',
  role: 'challenger',
  challengerId: 1,
  challengedId: 2,
  createdAt: null,
  resultUntil: null,
  openUntil: null,
}

const aResult = (verdict: Verdict | null, own: number | null, other: number | null): MatchResult => ({
  matchId: match.id,
  challengerScore: own,
  challengedScore: other,
  ownScore: own,
  opponentScore: other,
  winnerId: verdict === 'won' ? 1 : null,
  amountWon: verdict === 'won' || verdict === 'lost' ? 475 : 0,
  currency: 'GBP',
  outcome: null,
  verdict,
})

describe('what the sample game says', () => {
  it.each([
    ['won', 900, 800, 'You won £4.75', '+£4.75', 'Your tower beat theirs'],
    ['won', 900, null, 'You won £4.75', '+£4.75', 'sent no score'],
    ['lost', 800, 900, 'You lost £5.00', '−£5.00', 'worth more'],
    ['lost', null, 900, 'You lost £5.00', '−£5.00', 'No score of yours'],
    ['draw', 900, 900, "It's a draw", '£0.00', 'Your £5.00 are back'],
    ['void', null, null, 'Nobody sent a score', '£0.00', 'Your £5.00 are back'],
    ['expired', 900, null, 'Nobody took the match', '£0.00', 'Your £5.00 are back'],
  ] as const)('[GM8] tells that a match is %s (%s to %s)', (verdict, own, other, line, money, reason) => {
    const result = aResult(verdict, own, other)
    expect(outcomeLine(match, result)).toBe(line)
    expect(gain(match, result)).toBe(money)
    expect(outcomeReason(match, result)).toContain(reason)
  })

  it('[GM8] tells nothing of a match that is undecided', () => {
    expect(outcomeLine(match, aResult(null, 900, null))).toBeNull()
    expect(gain(match, aResult(null, 900, null))).toBeNull()
  })

  it('[GM8] says in words what went wrong', () => {
    expect(problemLine(new Problem('insufficient_funds', 'x'))).toContain('does not cover')
    expect(problemLine(new Problem('internal_error', 'x'))).toContain('on the server')
    expect(problemLine(new LoginError('denied', 'x'))).toContain('did not allow')
    expect(problemLine(new TypeError('x'))).toContain('in this page')
  })

  it.each([
    [-5_000, '0:00'],
    [1, '0:01'],
    [59_001, '1:00'],
    [600_000, '10:00'],
  ])('[GM8] shows %d ms as %s', (span, text) => {
    expect(clock(span)).toBe(text)
  })

  it.each([
    [20, 'just now'],
    [60, '1 minute ago'],
    [2 * 3600 + 5, '2 hours ago'],
    [86_400, 'yesterday'],
  ])('[GM8] tells the age of %d seconds as "%s"', (seconds, text) => {
    expect(ago(new Date(0), seconds * 1000)).toBe(text)
  })
})
