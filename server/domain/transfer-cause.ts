import type { Transfer } from './ledger.ts'

/** What moves money. */
export type Cause = 'deposit' | 'withdrawal' | 'stake' | 'payout' | 'refund' | 'fee' | 'play_money' | 'correction'

const OF_MATCH = /^([0-9a-f]{32}):(?:(stake|payout|refund):(?:challenger|challenged)|(fee))$/
const REFERENCE = /^(payment|correction):[\x21-\x7e]{1,128}$/
const PLAYER = /^player:[1-9]\d{0,15}$/

/** Why a transfer was posted, by its id; null unless its accounts, match and reason are those of such a cause. */
export function causeOf(transfer: Transfer): Cause | null {
  const [, matchId, movement, fee] = OF_MATCH.exec(transfer.id) ?? []
  if (matchId !== undefined) return causeInMatch(transfer, matchId, movement ?? fee)
  if (transfer.matchId !== null) return null
  const [, kind] = REFERENCE.exec(transfer.id) ?? []
  if (kind === 'correction') return isCorrection(transfer) ? 'correction' : null
  if (transfer.reason !== undefined) return null
  if (kind === 'payment') return causeOfPayment(transfer)
  return isPlayMoney(transfer) ? 'play_money' : null
}

function causeInMatch(transfer: Transfer, matchId: string, movement: string | undefined): Cause | null {
  const { debit, credit, reason } = transfer
  if (transfer.matchId !== matchId || reason !== undefined) return null
  const escrow = `escrow:${matchId}`
  switch (movement) {
    case 'stake':
      return PLAYER.test(debit) && credit === escrow ? movement : null
    case 'payout':
    case 'refund':
      return debit === escrow && PLAYER.test(credit) ? movement : null
    case 'fee':
      return debit === escrow && credit === 'fees' ? movement : null
    default:
      return null
  }
}

function causeOfPayment({ debit, credit }: Transfer): Cause | null {
  if (debit === 'treasury' && PLAYER.test(credit)) return 'deposit'
  return PLAYER.test(debit) && credit === 'treasury' ? 'withdrawal' : null
}

function isPlayMoney({ id, debit, credit }: Transfer): boolean {
  return debit === 'treasury' && PLAYER.test(credit) && id === `play-money:${credit.slice('player:'.length)}`
}

/** Never of an escrow, which belongs to its match alone. */
function isCorrection({ debit, credit, reason }: Transfer): boolean {
  const isFree = (account: string) => PLAYER.test(account) || account === 'fees' || account === 'treasury'
  return isFree(debit) && isFree(credit) && debit !== credit && reason !== undefined && reason !== ''
}
