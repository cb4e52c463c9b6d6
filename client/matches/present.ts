import type { Match, MatchResult, Outcome, Page, Role, Settled, Verdict } from '../api/types.ts'
import type { WireMatch, WireResult } from '../http/calls.ts'

/** Data that the wire form of a match lacks: who reads it, and what a CashPlay server leaves out. */
export interface Viewpoint {
  readonly playerId: number | null
  /** Known when the player has just created or accepted it. */
  readonly role?: Role
  readonly gameId?: number
}

/** Converts a match from its wire form to the form for the game. */
export function presentMatch(wire: WireMatch, viewpoint: Viewpoint): Match {
  const challengedId = wire.challenged_id ?? null
  return {
    id: wire.id,
    gameId: wire.game_id ?? viewpoint.gameId ?? 0,
    stake: wire.stake_amount,
    currency: wire.currency,
    state: wire.state ?? (challengedId === null ? 'unmatched' : 'matched'),
    role: viewpoint.role ?? roleOf(wire, viewpoint.playerId),
    challengerId: wire.challenger_id,
    challengedId,
    createdAt: dateOf(wire.created_at),
    resultUntil: dateOf(wire.result_until),
    openUntil: dateOf(wire.open_until),
  }
}

function roleOf(wire: WireMatch, playerId: number | null): Role | null {
  if (playerId === null) return null
  if (wire.challenger_id === playerId) return 'challenger'
  return wire.challenged_id === playerId ? 'challenged' : null
}

function dateOf(timestamp: string | null | undefined): Date | null {
  return timestamp ? new Date(timestamp) : null
}

/** Converts a result from its wire form to the form for the game, from the player's side. */
export function presentResult(
  wire: WireResult,
  { role, challengerId }: Pick<Match, 'role' | 'challengerId'>,
): MatchResult {
  const challengerScore = wire.challenger_score ?? null
  const challengedScore = wire.challenged_score ?? null
  const isChallenger = role === 'challenger'
  const outcome = wire.outcome ?? outcomeOf(wire, challengerId)
  return {
    matchId: wire.match_id,
    challengerScore,
    challengedScore,
    ownScore: role && (isChallenger ? challengerScore : challengedScore),
    opponentScore: role && (isChallenger ? challengedScore : challengerScore),
    winnerId: wire.winner_id ?? null,
    amountWon: wire.amount_won ?? null,
    currency: wire.currency ?? null,
    outcome,
    verdict: role && outcome && verdictOf(outcome, wire.winner_id === challengerId, isChallenger),
  }
}

/**
 * Returns the outcome. A server that supports only the CashPlay calls sends no outcome. There, a result with an amount
 * is decided.
 */
function outcomeOf(wire: WireResult, challengerId: number): Outcome | null {
  if (typeof wire.amount_won !== 'number') return null
  if (typeof wire.winner_id !== 'number') return 'draw'
  return wire.winner_id === challengerId ? 'challenger_won' : 'challenged_won'
}

function verdictOf(outcome: Outcome, challengerWon: boolean, isChallenger: boolean): Verdict {
  switch (outcome) {
    case 'draw':
    case 'void':
    case 'expired':
      return outcome
    case 'challenger_won':
    case 'challenged_won':
    case 'walkover':
      return challengerWon === isChallenger ? 'won' : 'lost'
  }
}

/** Returns the match with its result when it is decided; otherwise null. */
export function settledOf(match: Match, result: MatchResult): Settled | null {
  const { outcome, verdict } = result
  return outcome && verdict ? { match, result: { ...result, outcome, verdict } } : null
}

/** One page of a list. The wire form has the addresses of the next and the previous page. */
export function presentPage<Entry>(
  entries: readonly Entry[],
  meta: { count: number; next_page?: string | null | undefined; prev_page?: string | null | undefined },
  page: number,
): Page<Entry> {
  return {
    entries,
    count: meta.count,
    nextPage: meta.next_page ? page + 1 : null,
    prevPage: meta.prev_page ? page - 1 : null,
  }
}
