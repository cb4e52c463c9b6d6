import type { Instant, PlayerId } from './ids.ts'
import { escrowAccount, playerAccount, type Transfer } from './ledger.ts'
import type { Attempt, MatchedMatch, SettledMatch, Settlement, Side, UnmatchedMatch, VoidMatch } from './match.ts'
import type { GameRules } from './rules.ts'
import { transferId } from './transfer-cause.ts'

/** The operator's fee on a pot, rounded down. Exact for every pot that is a safe integer. */
function feeOf(pot: number, feeBps: number): number {
  return Number((BigInt(pot) * BigInt(feeBps)) / 10_000n)
}

/** The fee on a draw. It is even, so that both sides get the same refund. */
function drawFeeOf(pot: number, rules: GameRules): number {
  if (!rules.drawFee) return 0
  const fee = feeOf(pot, rules.feeBps)
  return fee - (fee % 2)
}

/** The winner of a match whose attempts have both ended. A forfeit or a timeout is no score. */
function winnerOf(challenger: Attempt, challenged: Attempt, rules: GameRules): Side | 'draw' | 'nobody' {
  const [a, b] = [scoreOf(challenger), scoreOf(challenged)]
  if (a === null && b === null) return 'nobody'
  if (b === null) return 'challenger'
  if (a === null) return 'challenged'
  if (a === b) return 'draw'
  return a > b === (rules.scoreOrder === 'higher_wins') ? 'challenger' : 'challenged'
}

/** The score of an attempt; null if it has none. */
export function scoreOf(attempt: Attempt): number | null {
  return attempt.finish?.kind === 'score' ? attempt.finish.score : null
}

/**
 * Settles a match whose attempts have both ended: the better score wins the pot less the fee, equal scores return both
 * stakes (less the fee of a draw), and no score at all voids the match.
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

/** Ends a match without a winner: each stake is refunded in full. */
export function voidMatch(
  match: MatchedMatch | UnmatchedMatch,
  now: Instant,
): { match: VoidMatch; transfers: Transfer[] } {
  return {
    match: close(match, 'void', { outcome: 'void', winnerId: null, amountWon: 0, fee: 0, at: now }),
    transfers: refundAll(match),
  }
}

/** The transfers that refund all stakes of a match in full. */
export function refundAll(match: MatchedMatch | UnmatchedMatch): Transfer[] {
  return [
    ...pay(match, 'refund', 'challenger', match.stakeAmount),
    ...(match.challenged ? pay(match, 'refund', 'challenged', match.stakeAmount) : []),
  ]
}

/** The transfer of a side's stake into escrow. */
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
