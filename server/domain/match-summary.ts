import type { MatchId, PlayerId } from './ids.ts'
import { type Account, escrowAccount, playerAccount } from './ledger.ts'
import type { Match, Settlement, Side } from './match.ts'
import { transferId } from './transfer-cause.ts'

/** What an audit needs of a match: enough to compute the transfers that it must have. */
export interface MatchSummary {
  readonly id: MatchId
  readonly state: Match['state']
  readonly stakeAmount: number
  readonly currency: string
  readonly challengerId: PlayerId
  readonly challengedId: PlayerId | null
  readonly feeBps: number
  readonly drawFee: boolean
  readonly outcome: Settlement['outcome'] | null
  readonly winnerId: PlayerId | null
  readonly fee: number
}

/** A transfer that a match must have. */
export interface ExpectedTransfer {
  readonly id: string
  readonly debit: Account
  readonly credit: Account
  readonly amount: number
}

export function summaryOf(match: Match): MatchSummary {
  return {
    id: match.id,
    state: match.state,
    stakeAmount: match.stakeAmount,
    currency: match.currency,
    challengerId: match.challenger.playerId,
    challengedId: match.challenged?.playerId ?? null,
    feeBps: match.rules.feeBps,
    drawFee: match.rules.drawFee,
    outcome: match.settlement?.outcome ?? null,
    winnerId: match.settlement?.winnerId ?? null,
    fee: match.settlement?.fee ?? 0,
  }
}

/** The outcomes that each state can have. */
const OUTCOMES: Readonly<Record<Match['state'], readonly (Settlement['outcome'] | null)[]>> = {
  unmatched: [null],
  matched: [null],
  settled: ['challenger_won', 'challenged_won', 'draw', 'walkover'],
  expired: ['expired'],
  void: ['void'],
}

/** Why a summary cannot be true; null if it is consistent. */
export function contradictionIn(match: MatchSummary): string | null {
  const { state, outcome, challengedId, winnerId } = match
  if (!OUTCOMES[state].includes(outcome)) return `it is ${state} and its outcome is ${outcome ?? 'open'}`
  if ((state === 'unmatched' || state === 'expired') && challengedId !== null) return `it is ${state} and was accepted`
  if ((state === 'matched' || state === 'settled') && challengedId === null) return `it is ${state} and nobody accepted`
  if (challengedId === match.challengerId) return 'both sides are the same player'
  if (winnerId !== winnerOf(match)) return `its winner is ${winnerId ?? 'nobody'} and its outcome is ${outcome}`
  return match.fee === feeOf(match) ? null : `its fee is ${match.fee}; ${feeOf(match)} is due`
}

function winnerOf({ outcome, challengerId, challengedId, winnerId }: MatchSummary): PlayerId | null {
  switch (outcome) {
    case 'challenger_won':
      return challengerId
    case 'challenged_won':
      return challengedId
    case 'walkover':
      // Either side may have been the one that scored.
      return winnerId === challengedId ? challengedId : challengerId
    case 'draw':
    case 'void':
    case 'expired':
    case null:
      return null
  }
}

/** Computed independently of `settle`, so that an audit finds an error in it. */
function feeOf({ outcome, stakeAmount, feeBps, drawFee }: MatchSummary): number {
  const fee = Number((2n * BigInt(stakeAmount) * BigInt(feeBps)) / 10_000n)
  switch (outcome) {
    case 'challenger_won':
    case 'challenged_won':
    case 'walkover':
      return fee
    case 'draw':
      return drawFee ? fee - (fee % 2) : 0
    case 'void':
    case 'expired':
    case null:
      return 0
  }
}

/** The transfers that a match in this state must have. It may have no others. */
export function expectedTransfers(match: MatchSummary): readonly ExpectedTransfer[] {
  const { id, stakeAmount, outcome } = match
  const escrow = escrowAccount(id)
  const sides = (['challenger', 'challenged'] as const).flatMap((side) => {
    const playerId = match[`${side}Id`]
    return playerId === null ? [] : [{ side, account: playerAccount(playerId) }]
  })
  const stakes = sides.map(({ side, account }) => ({
    id: transferId({ kind: 'stake', matchId: id, side }),
    debit: account,
    credit: escrow,
    amount: stakeAmount,
  }))
  const fee = feeOf(match)
  const pay = (kind: 'payout' | 'refund', side: Side, credit: Account, amount: number): ExpectedTransfer[] =>
    amount === 0 ? [] : [{ id: transferId({ kind, matchId: id, side }), debit: escrow, credit, amount }]
  const takeFee =
    fee === 0
      ? []
      : [{ id: transferId({ kind: 'fee', matchId: id }), debit: escrow, credit: 'fees' as const, amount: fee }]
  const refund = stakeAmount - fee / 2
  switch (outcome) {
    case null:
      return stakes
    case 'expired':
    case 'void':
    case 'draw':
      return [...stakes, ...sides.flatMap(({ side, account }) => pay('refund', side, account, refund)), ...takeFee]
    case 'challenger_won':
    case 'challenged_won':
    case 'walkover': {
      const winner = sides.filter(({ account }) => match.winnerId !== null && account === playerAccount(match.winnerId))
      const payouts = winner.flatMap(({ side, account }) => pay('payout', side, account, 2 * stakeAmount - fee))
      return [...stakes, ...payouts, ...takeFee]
    }
  }
}
