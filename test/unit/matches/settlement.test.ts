import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escrowAccount, playerAccount, post, type Transfer } from '../../../server/domain/ledger.ts'
import { settle } from '../../../server/domain/settlement.ts'
import { ALICE, aFinish, aMatchedMatch, anAttempt, BOB, NOON, someRules } from '../../support/builders.ts'

type How = number | 'forfeit' | 'timeout'
const MAX_STAKE = Math.floor(Number.MAX_SAFE_INTEGER / 2)

function settled(challenger: How, challenged: How, rules = someRules(), stakeAmount = 500) {
  const match = aMatchedMatch({
    rules,
    stakeAmount,
    challenger: anAttempt({ finish: aFinish(challenger) }),
    challenged: anAttempt({ playerId: BOB, finish: aFinish(challenged) }),
  })
  const { match: decided, transfers } = settle(match, NOON)
  return { decided, transfers, outcome: decided.settlement }
}

const paidTo = (transfers: readonly Transfer[], account: string) =>
  transfers.filter(({ credit }) => credit === account).reduce((sum, { amount }) => sum + amount, 0)

describe('settlement', () => {
  it('[MT1] pays the pot to the better score', () => {
    const { outcome, transfers, decided } = settled(700, 300)
    expect(outcome).toMatchObject({ outcome: 'challenger_won', winnerId: ALICE, amountWon: 500, fee: 0 })
    expect(decided.state).toBe('settled')
    expect(paidTo(transfers, playerAccount(ALICE))).toBe(1000)
    expect(settled(300, 700).outcome).toMatchObject({ outcome: 'challenged_won', winnerId: BOB, amountWon: 500 })
  })

  it('[MT2] lets the lower score win where the game says so', () => {
    const rules = someRules({ scoreOrder: 'lower_wins' })
    expect(settled(102, 221, rules).outcome).toMatchObject({ outcome: 'challenger_won', winnerId: ALICE })
    expect(settled(0, 1, rules).outcome).toMatchObject({ outcome: 'challenger_won' })
  })

  it('[MT3] returns both stakes of a draw, without a fee unless the game says so', () => {
    const free = settled(5, 5, someRules({ feeBps: 1000 }))
    expect(free.outcome).toMatchObject({ outcome: 'draw', winnerId: null, amountWon: 0, fee: 0 })
    expect(paidTo(free.transfers, playerAccount(ALICE))).toBe(500)
    expect(paidTo(free.transfers, playerAccount(BOB))).toBe(500)

    const paid = settled(5, 5, someRules({ feeBps: 1000, drawFee: true }))
    expect(paid.outcome).toMatchObject({ outcome: 'draw', fee: 100 })
    expect(paidTo(paid.transfers, playerAccount(ALICE))).toBe(450)
    expect(paidTo(paid.transfers, playerAccount(BOB))).toBe(450)
  })

  it.each<[How, How]>([
    [10, 'forfeit'],
    [10, 'timeout'],
    [0, 'forfeit'],
    [0, 'timeout'],
  ])('[MT4] gives a walkover to the only score, in either order (%s against %s)', (score, none) => {
    for (const scoreOrder of ['higher_wins', 'lower_wins'] as const) {
      const rules = someRules({ scoreOrder, feeBps: 500 })
      expect(settled(score, none, rules).outcome).toMatchObject({ outcome: 'walkover', winnerId: ALICE, fee: 50 })
      expect(settled(none, score, rules).outcome).toMatchObject({ outcome: 'walkover', winnerId: BOB, amountWon: 450 })
    }
  })

  it.each<[How, How]>([
    ['forfeit', 'forfeit'],
    ['forfeit', 'timeout'],
    ['timeout', 'forfeit'],
    ['timeout', 'timeout'],
  ])('[MT5] voids a match without any score and returns both stakes whole (%s, %s)', (challenger, challenged) => {
    const { decided, outcome, transfers } = settled(challenger, challenged, someRules({ feeBps: 5000, drawFee: true }))
    expect(decided.state).toBe('void')
    expect(outcome).toMatchObject({ outcome: 'void', winnerId: null, amountWon: 0, fee: 0 })
    expect(paidTo(transfers, playerAccount(ALICE))).toBe(500)
    expect(paidTo(transfers, playerAccount(BOB))).toBe(500)
  })

  it('[LG1] takes floor(pot × fee_bps / 10000) of a win and leaves the rest to the winner', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX_STAKE }), fc.integer({ min: 0, max: 5000 }), (stake, feeBps) => {
        const { outcome, transfers } = settled(2, 1, someRules({ feeBps }), stake)
        const fee = Number((BigInt(stake) * 2n * BigInt(feeBps)) / 10_000n)
        expect(outcome.fee).toBe(fee)
        expect(paidTo(transfers, 'fees')).toBe(fee)
        expect(outcome.amountWon).toBe(2 * stake - fee - stake)
        expect(outcome.amountWon).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('[LG1] does so with every remainder that a pot can leave', () => {
    const remainders = new Set<number>()
    for (let stake = 1; stake <= 5_000; stake++) {
      for (const feeBps of [1, 4_999]) {
        const { outcome, transfers } = settled(2, 1, someRules({ feeBps }), stake)
        const [pot, parts] = [2 * stake, 2 * stake * feeBps]
        remainders.add(parts % 10_000)
        expect(outcome.fee).toBe((parts - (parts % 10_000)) / 10_000)
        expect(paidTo(transfers, playerAccount(ALICE)) + paidTo(transfers, 'fees')).toBe(pot)
        expect(outcome.amountWon).toBe(pot - outcome.fee - stake)
      }
    }
    // A pot is two stakes, so that odd ones cannot be.
    expect(remainders.size).toBe(5_000)
  })

  it('[LG2] empties the escrow exactly, however a match ends', () => {
    const how = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom('forfeit' as const, 'timeout' as const))
    const rules = fc.record({
      feeBps: fc.integer({ min: 0, max: 5000 }),
      drawFee: fc.boolean(),
      scoreOrder: fc.constantFrom('higher_wins' as const, 'lower_wins' as const),
    })
    fc.assert(
      fc.property(how, how, rules, fc.integer({ min: 1, max: MAX_STAKE }), (a, b, changes, stake) => {
        const { transfers, decided } = settled(a, b, someRules(changes), stake)
        const escrow = escrowAccount(decided.id)
        const result = post(transfers, (account) => (account === escrow ? 2 * stake : 0))
        expect('posted' in result && result.posted.at(-1)?.debitBalance).toBe(0)
        expect(transfers.every(({ amount, debit }) => amount > 0 && debit === escrow)).toBe(true)
      }),
    )
  })

  it('[LG3] returns the same to both sides of a draw, whatever the fee', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX_STAKE }), fc.integer({ min: 0, max: 5000 }), (stake, feeBps) => {
        const { transfers, outcome } = settled(7, 7, someRules({ feeBps, drawFee: true }), stake)
        expect(paidTo(transfers, playerAccount(ALICE))).toBe(paidTo(transfers, playerAccount(BOB)))
        expect(outcome.fee).toBeLessThanOrEqual(Number((BigInt(stake) * 2n * BigInt(feeBps)) / 10_000n))
      }),
    )
  })
})
