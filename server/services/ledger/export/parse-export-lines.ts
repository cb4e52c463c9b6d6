import { asMatchId, asPlayerId } from '../../../domain/ids.ts'
import type { Account, LedgerEntry } from '../../../domain/ledger.ts'
import type { Block } from '../../../domain/ledger-chain.ts'
import type { MatchSummary } from '../../../domain/match-summary.ts'
import type { LineOf } from './export-lines.ts'

/** The format of a line has made sure that the text is an account. */
const toAccount = (text: string) => text as Account

/** The entry that a line of an export contains. */
export function toEntry(line: LineOf<'entry'>['entry']): LedgerEntry {
  const { id, seq, at, debit, credit, amount, currency, match_id, reason } = line
  return {
    id,
    seq,
    at: Date.parse(at),
    debit: toAccount(debit),
    credit: toAccount(credit),
    amount,
    currency,
    matchId: match_id === null ? null : asMatchId(match_id),
    ...(reason !== undefined && { reason }),
  }
}

export function toBlock({ height, previous, merkle_root, size, sealed_at, hash, entries }: LineOf<'block'>): Block {
  return {
    height,
    previous,
    merkleRoot: merkle_root,
    size,
    entries: entries.map(({ id }) => id),
    sealedAt: Date.parse(sealed_at),
    hash,
  }
}

export function toSummary(line: LineOf<'match'>): MatchSummary {
  const player = (id: number | null) => (id === null ? null : asPlayerId(id))
  return {
    id: asMatchId(line.id),
    state: line.state,
    stakeAmount: line.stake_amount,
    currency: line.currency,
    challengerId: asPlayerId(line.challenger_id),
    challengedId: player(line.challenged_id),
    feeBps: line.fee_bps,
    drawFee: line.draw_fee,
    outcome: line.outcome,
    winnerId: player(line.winner_id),
    fee: line.fee,
  }
}

export function toStatedBalance({ account, currency, balance }: LineOf<'balance'>) {
  return { account: toAccount(account), currency, balance }
}
