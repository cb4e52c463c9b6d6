import type * as wire from '@ante/shared'
import type { Instant, PlayerId } from '../domain/ids.ts'
import type { PostedTransfer } from '../domain/ledger.ts'
import { type Attempt, type Match, sideOf } from '../domain/match.ts'
import { isOpen } from '../domain/play/attempt.ts'
import type { Notice } from '../domain/play/transition.ts'
import { scoreOf } from '../domain/settlement.ts'
import { presentRules } from './present-game.ts'

export const presentInstant = (instant: Instant): string => new Date(instant).toISOString()

/** A match as one player sees it; `result_until` is that player's own. */
export function presentMatch(match: Match, viewer: PlayerId): wire.Match {
  const side = sideOf(match, viewer)
  const attempt = side && match[side]
  return {
    id: match.id,
    challenger_id: match.challenger.playerId,
    challenged_id: match.challenged?.playerId ?? null,
    stake_amount: match.stakeAmount,
    currency: match.currency,
    state: match.state,
    game_id: match.gameId,
    created_at: presentInstant(match.createdAt),
    result_until: attempt ? presentInstant(attempt.resultUntil) : null,
    open_until: presentInstant(match.openUntil),
  }
}

/** The match as one player sees it, with secret and seed while that player's attempt is open. */
export function presentMatchWithAttempt(match: Match, viewer: PlayerId, now: Instant): wire.MatchWithAttempt {
  const side = sideOf(match, viewer)
  const attempt = side && match[side]
  const view: wire.MatchWithAttempt = presentMatch(match, viewer)
  if (!attempt || match.settlement !== null || !isOpen(attempt, now)) return view
  // Assigned: V8 makes a copy with more fields in its slow way.
  view.secret = attempt.secret
  view.seed = match.seed
  return view
}

/** The result as one player sees it: the other side's score is hidden until the match is decided. */
export function presentResult(match: Match, viewer: PlayerId): wire.MatchResult {
  const decided = match.settlement
  const side = sideOf(match, viewer)
  const shown = (attempt: Attempt | null, isOwn: boolean) => (attempt && (decided || isOwn) ? scoreOf(attempt) : null)
  return {
    match_id: match.id,
    challenger_score: shown(match.challenger, side === 'challenger'),
    challenged_score: shown(match.challenged, side === 'challenged'),
    winner_id: decided?.winnerId ?? null,
    amount_won: decided?.amountWon ?? null,
    currency: decided ? match.currency : null,
    outcome: decided?.outcome ?? null,
  }
}

/** The content of the event that tells a player of a notice. */
export function presentNotice(match: Match, { playerId, type }: Notice): wire.PlayerEventContent {
  switch (type) {
    case 'match.matched':
      return { type, data: { match: presentMatch(match, playerId) } }
    case 'match.opponent_finished':
      return { type, data: { match_id: match.id } }
    case 'match.settled':
    case 'match.expired':
    case 'match.void':
      return { type, data: { match: presentMatch(match, playerId), match_result: presentResult(match, playerId) } }
  }
}

/** The score stays hidden until the match is decided, from the operator too. */
function presentAttempt(attempt: Attempt, isDecided: boolean): wire.MatchDetails['challenger'] {
  const { finish } = attempt
  return {
    player_id: attempt.playerId,
    client_id: attempt.clientId,
    address_hash: attempt.addressHash,
    started_at: presentInstant(attempt.startedAt),
    result_until: presentInstant(attempt.resultUntil),
    prolongs: attempt.prolongs,
    finish: finish && { kind: finish.kind, score: isDecided ? scoreOf(attempt) : null, at: presentInstant(finish.at) },
  }
}

export function presentTransfer(transfer: PostedTransfer): wire.LedgerTransfer {
  const { id, seq, debit, credit, amount, currency, at, reason } = transfer
  const optional = reason === undefined ? {} : { reason }
  return { id, seq, debit, credit, amount, currency, at: presentInstant(at), ...optional }
}

/** A match as the operator sees it: everything but its secrets. */
export function presentMatchDetails(match: Match, transfers: readonly PostedTransfer[]): wire.MatchDetails {
  const { settlement } = match
  return {
    id: match.id,
    game_id: match.gameId,
    state: match.state,
    rules: presentRules(match.rules),
    stake_amount: match.stakeAmount,
    currency: match.currency,
    seed: settlement && match.seed,
    challenger_skill_level: match.skillLevel,
    created_at: presentInstant(match.createdAt),
    open_until: presentInstant(match.openUntil),
    challenger: presentAttempt(match.challenger, settlement !== null),
    challenged: match.challenged && presentAttempt(match.challenged, settlement !== null),
    settlement: settlement && {
      outcome: settlement.outcome,
      winner_id: settlement.winnerId,
      amount_won: settlement.amountWon,
      fee: settlement.fee,
      at: presentInstant(settlement.at),
    },
    transfers: transfers.map(presentTransfer),
  }
}
