import { canStillPost, isDecided, type Match, type Side, scoreOf, sideOf } from './model.ts'

const iso = (instant: number) => new Date(instant).toISOString()

/** A match as one player sees it. */
export function viewMatch(match: Match, viewer: number) {
  const own = sideOf(match, viewer)
  return {
    id: match.id,
    challenger_id: match.challenger.player,
    challenged_id: match.challenged ? match.challenged.player : null,
    stake_amount: match.stake,
    currency: match.currency,
    state: match.state,
    game_id: match.game,
    created_at: iso(match.created),
    result_until: own ? iso(own.until) : null,
    open_until: iso(match.openUntil),
  }
}

/** The same, with the player's secret while the player's attempt is open. */
export function viewOwnMatch(match: Match, viewer: number, now: number) {
  const own = sideOf(match, viewer)
  const playing = own !== null && !isDecided(match) && canStillPost(own, now)
  return { ...viewMatch(match, viewer), ...(playing && { secret: own.secret, seed: match.seed }) }
}

/** The result as one player sees it. Before the decision it has the player's own score alone. */
export function viewResult(match: Match, viewer: number) {
  const decided = isDecided(match)
  const shown = (side: Side | null) => (decided || side?.player === viewer ? scoreOf(side) : null)
  return {
    match_id: match.id,
    challenger_score: shown(match.challenger),
    challenged_score: shown(match.challenged),
    winner_id: match.winner,
    amount_won: decided ? match.won : null,
    currency: decided ? match.currency : null,
    outcome: match.outcome,
  }
}
