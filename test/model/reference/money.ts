import type { PlayerEventContent } from '@ante/shared'
import { type Match, type Model, nowOf, playerIn } from './model.ts'
import { viewMatch, viewResult } from './views.ts'

/** A player's balance changes by this amount. */
export interface Move {
  player: number
  currency: string
  by: number
}

export interface Notice {
  player: number
  content: PlayerEventContent
}

/** One commit: what players are told, then the new balances of those whose money moved. */
export function commit(model: Model, notices: Notice[], moves: Move[]): void {
  const at = nowOf(model)
  for (const { player, content } of notices) playerIn(model, player).events.push({ at, content })
  const before = new Map<string, { player: number; currency: string; balance: number }>()
  for (const { player, currency, by } of moves) {
    const { money } = playerIn(model, player)
    const balance = money[currency] ?? 0
    const key = `${player} ${currency}`
    if (!before.has(key)) before.set(key, { player, currency, balance })
    money[currency] = balance + by
  }
  for (const { player, currency, balance } of before.values()) {
    const { money, events } = playerIn(model, player)
    const after = money[currency] ?? 0
    if (after !== balance) {
      events.push({ at, content: { type: 'wallet.changed', data: { currency, balance: after } } })
    }
  }
}

export const told = (match: Match, player: number, type: 'match.settled' | 'match.expired' | 'match.void'): Notice => ({
  player,
  content: { type, data: { match: viewMatch(match, player), match_result: viewResult(match, player) } },
})

/** The stake of each side back to it. */
export function refunds(match: Match): Move[] {
  const { stake, currency } = match
  const players = [match.challenger.player, ...(match.challenged ? [match.challenged.player] : [])]
  return players.map((player) => ({ player, currency, by: stake }))
}

/** `floor(pot × fee_bps / 10000)`, in integers that never lose a digit. */
export function feeOf(match: Match): number {
  return Number((BigInt(2 * match.stake) * BigInt(match.rules.fee_bps)) / 10_000n)
}
