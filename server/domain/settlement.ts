import type { Instant, PlayerId } from './ids.ts'
import { escrowAccount, playerAccount, type Transfer } from './ledger.ts'
import type { Attempt, MatchedMatch, SettledMatch, Settlement, Side, UnmatchedMatch, VoidMatch } from './match.ts'
import type { GameRules } from './rules.ts'
import { transferId } from './transfer-cause.ts'

/** The house's part of a pot, rounded down. Exact for every pot that is a safe integer. */
function feeOf(pot: number, feeBps: number): number {
  return Number((BigInt(pot) * BigInt(feeBps)) / 10_000n)
}

/** The fee of a draw, even, so that both sides get the same back. */
function drawFeeOf(pot: number, rules: GameRules): number {
  if (!rules.drawFee) return 0
  const fee = feeOf(pot, rules.feeBps)
  return fee - (fee % 2)
}

/** Who won a match whose sides are both final; null for equal scores. A forfeit or a time-out is no score. */
function winnerOf(challenger: Attempt, challenged: Attempt, rules: GameRules): Side | 'draw' | 'nobody' {
  const [a, b] = [scoreOf(challenger), scoreOf(challenged)]
  if (a === null && b === null) return 'nobody'
  if (b === null) return 'challenger'
  if (a === null) return 'challenged'
  if (a === b) return 'draw'
  return a > b === (rules.scoreOrder === 'higher_wins') ? 'challenger' : 'challenged'
}

/** The score that an attempt counts with; null where there is none. */
export function scoreOf(attempt: Attempt): number | null {
  return attempt.finish?.kind === 'score' ? attempt.finish.score : null
}

/**
 * Decides a match whose sides are both final: the better score takes the pot less the fee, a draw returns both stakes,
 * no score at all voids it.
 */
export function settle(match: MatchedMatch, now: Instant): { match: SettledMatch | VoidMatch; transfers: Transfer[] } {
  const winner = winnerOf(match.challenger, match.challenged, match.rules)
  switch (winner) {
    case 'nobody':
      return voidMatch(match, now)
    case 'draw':
      return settleDraw(match, now)
    case 'challenger':
    case 'challenged':
      return settleWin(match, winner, now)
  }
}

function settleWin(match: MatchedMatch, winner: Side, now: Instant) {
  const pot = 2 * match.stakeAmount
  const fee = feeOf(pot, match.rules.feeBps)
  const walkover = scoreOf(match[winner === 'challenger' ? 'challenged' : 'challenger']) === null
  const settlement: Settlement = {
    outcome: walkover ? 'walkover' : `${winner}_won`,
    winnerId: match[winner].playerId,
    amountWon: pot - fee - match.stakeAmount,
    fee,
    at: now,
  }
  return {
    match: close(match, 'settled', settlement),
    transfers: [...pay(match, 'payout', winner, pot - fee), ...takeFee(match, fee)],
  }
}

function settleDraw(match: MatchedMatch, now: Instant) {
  const pot = 2 * match.stakeAmount
  const fee = drawFeeOf(pot, match.rules)
  const refund = (pot - fee) / 2
  return {
    match: close(match, 'settled', { outcome: 'draw', winnerId: null, amountWon: 0, fee, at: now }),
    transfers: [
      ...pay(match, 'refund', 'challenger', refund),
      ...pay(match, 'refund', 'challenged', refund),
      ...takeFee(match, fee),
    ],
  }
}

/** Ends a match without a winner: whoever put up a stake gets it back whole. */
export function voidMatch(
  match: MatchedMatch | UnmatchedMatch,
  now: Instant,
): { match: VoidMatch; transfers: Transfer[] } {
  return {
    match: close(match, 'void', { outcome: 'void', winnerId: null, amountWon: 0, fee: 0, at: now }),
    transfers: refundAll(match),
  }
}

/** The stakes of both sides, or of the only one, back to where they came from. */
export function refundAll(match: MatchedMatch | UnmatchedMatch): Transfer[] {
  return [
    ...pay(match, 'refund', 'challenger', match.stakeAmount),
    ...(match.challenged ? pay(match, 'refund', 'challenged', match.stakeAmount) : []),
  ]
}

/** A side's stake on its way into escrow. */
export function stakeTransfer(match: MatchedMatch | UnmatchedMatch, side: Side, playerId: PlayerId): Transfer {
  return {
    id: transferId({ kind: 'stake', matchId: match.id, side }),
    debit: playerAccount(playerId),
    credit: escrowAccount(match.id),
    amount: match.stakeAmount,
    currency: match.currency,
    matchId: match.id,
  }
}

function pay(match: MatchedMatch | UnmatchedMatch, kind: 'payout' | 'refund', side: Side, amount: number): Transfer[] {
  const attempt = match[side]
  if (!attempt || amount === 0) return []
  return [
    {
      id: transferId({ kind, matchId: match.id, side }),
      debit: escrowAccount(match.id),
      credit: playerAccount(attempt.playerId),
      amount,
      currency: match.currency,
      matchId: match.id,
    },
  ]
}

function takeFee(match: MatchedMatch, amount: number): Transfer[] {
  if (amount === 0) return []
  return [
    {
      id: transferId({ kind: 'fee', matchId: match.id }),
      debit: escrowAccount(match.id),
      credit: 'fees',
      amount,
      currency: match.currency,
      matchId: match.id,
    },
  ]
}

function close<State extends 'settled' | 'void', M extends MatchedMatch | UnmatchedMatch>(
  match: M,
  state: State,
  settlement: Settlement,
) {
  return { ...match, version: match.version + 1, state, settlement }
}
