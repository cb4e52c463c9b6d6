import { asMatchId, asPlayerId, type MatchId, type PlayerId } from './ids.ts'
import { escrowAccount, isPlayerAccount, playerAccount, type Transfer } from './ledger.ts'
import type { Side } from './match.ts'

/** Why a transfer is posted. Each cause posts at most one transfer, because its id names the cause. */
export type TransferCause =
  | { readonly kind: 'stake' | 'payout' | 'refund'; readonly matchId: MatchId; readonly side: Side }
  | { readonly kind: 'fee'; readonly matchId: MatchId }
  | { readonly kind: 'payment' | 'correction'; readonly reference: string }
  | { readonly kind: 'play_money'; readonly playerId: PlayerId }

/** What a transfer is for a player or an auditor: a payment is a deposit or a withdrawal. */
export type TransferKind = Exclude<TransferCause['kind'], 'payment'> | 'deposit' | 'withdrawal'

/** The id of the transfer with this cause. Stored ledgers contain these ids: they never change. */
export function transferId(cause: TransferCause): string {
  switch (cause.kind) {
    case 'stake':
    case 'payout':
    case 'refund':
      return `${cause.matchId}:${cause.kind}:${cause.side}`
    case 'fee':
      return `${cause.matchId}:fee`
    case 'payment':
    case 'correction':
      return `${cause.kind}:${cause.reference}`
    case 'play_money':
      return `play-money:${cause.playerId}`
  }
}

const MATCH_ID = '[0-9a-f]{32}'
const TRANSFER_ID = new RegExp(
  `^(?:(?<match>${MATCH_ID}):(?:(?<movement>stake|payout|refund):(?<side>challenger|challenged)|fee)` +
    '|(?<operator>payment|correction):(?<reference>[\\x21-\\x7e]{1,128})' +
    '|play-money:(?<player>[1-9]\\d{0,15}))$',
)

/** The inverse of `transferId`; null for a text that is no id of a transfer. */
export function parseTransferId(id: string): TransferCause | null {
  const groups = TRANSFER_ID.exec(id)?.groups
  if (!groups) return null
  const { match, movement, side, operator, reference, player } = groups as Groups
  if (player !== undefined) return { kind: 'play_money', playerId: asPlayerId(Number(player)) }
  if (operator !== undefined && reference !== undefined) return { kind: operator, reference }
  if (match === undefined) return null
  const matchId = asMatchId(match)
  return movement !== undefined && side !== undefined ? { kind: movement, matchId, side } : { kind: 'fee', matchId }
}

interface Groups {
  readonly match?: string
  readonly movement?: 'stake' | 'payout' | 'refund'
  readonly side?: Side
  readonly operator?: 'payment' | 'correction'
  readonly reference?: string
  readonly player?: string
}

/** What a transfer is, by its id. Null if its accounts, match or reason are not those of that cause. */
export function kindOf(transfer: Transfer): TransferKind | null {
  const cause = parseTransferId(transfer.id)
  if (!cause) return null
  const { debit, credit, matchId, reason } = transfer
  if (cause.kind === 'correction') return matchId === null && isCorrection(transfer) ? 'correction' : null
  if (reason !== undefined) return null
  switch (cause.kind) {
    case 'stake': {
      const isStake = isPlayerAccount(debit) && credit === escrowAccount(cause.matchId)
      return isStake && matchId === cause.matchId ? 'stake' : null
    }
    case 'payout':
    case 'refund': {
      const isPaidOut = debit === escrowAccount(cause.matchId) && isPlayerAccount(credit)
      return isPaidOut && matchId === cause.matchId ? cause.kind : null
    }
    case 'fee': {
      const isFee = debit === escrowAccount(cause.matchId) && credit === 'fees'
      return isFee && matchId === cause.matchId ? 'fee' : null
    }
    case 'payment':
      return matchId === null ? kindOfPayment(transfer) : null
    case 'play_money': {
      const isPlayMoney = debit === 'treasury' && credit === playerAccount(cause.playerId)
      return isPlayMoney && matchId === null ? 'play_money' : null
    }
  }
}

function kindOfPayment({ debit, credit }: Transfer): TransferKind | null {
  if (debit === 'treasury' && isPlayerAccount(credit)) return 'deposit'
  return isPlayerAccount(debit) && credit === 'treasury' ? 'withdrawal' : null
}

/** A correction never touches an escrow, which belongs to its match alone. */
function isCorrection({ debit, credit, reason }: Transfer): boolean {
  const isFree = (account: Transfer['debit']) =>
    isPlayerAccount(account) || account === 'fees' || account === 'treasury'
  return isFree(debit) && isFree(credit) && debit !== credit && reason !== undefined && reason !== ''
}
