import {
  type Answer,
  answer,
  canStillPost,
  isDecided,
  type Match,
  type Model,
  nowOf,
  otherSide,
  refuse,
  SECOND,
  type Side,
  scoreOf,
  sideOf,
  type Who,
} from './model.ts'
import { commit, feeOf, type Notice, refunds, told } from './money.ts'
import { viewOwnMatch, viewResult } from './views.ts'

/** What refuses a score before the score itself is looked at. */
export function whyNotReport(model: Model, who: Who, id: string, secret: string): Answer | null {
  const match = model.matches[id]
  if (!match) return refuse('not_found')
  const own = sideOf(match, who.player)
  if (!own) return refuse('not_participant')
  if (own.secret !== secret) return refuse('wrong_secret')
  const { clients, result_clients } = match.rules
  const reporters = result_clients.length > 0 ? result_clients : clients
  if (reporters.length > 0 && !reporters.includes(who.client)) return refuse('client_not_allowed')
  return null
}

export function postScore(model: Model, who: Who, id: string, score: number | 'forfeit'): Answer {
  const match = model.matches[id]
  const own = match && sideOf(match, who.player)
  if (!match || !own) return refuse('not_found')
  const { min_score, max_score } = match.rules
  if (score !== 'forfeit' && (score < min_score || score > max_score)) return refuse('score_out_of_range')

  const posted = own.end !== null && own.end !== 'timeout'
  const isSame = own.end === 'forfeit' ? score === 'forfeit' : scoreOf(own) === score
  if (posted && !isSame) return refuse('score_already_posted')
  if (!posted) {
    if (isDecided(match) || !canStillPost(own, nowOf(model))) return refuse('result_too_late')
    own.end = score === 'forfeit' ? 'forfeit' : { score }
    becameFinal(model, match, [own])
  }
  return answer(200, { match_result: viewResult(match, who.player) })
}

/** A side has become final: decides the match when both are, else tells the player who is still playing. */
function becameFinal(model: Model, match: Match, sides: Side[]): void {
  const { challenger, challenged } = match
  if (!challenged) return
  for (const side of [challenger, challenged]) {
    if (side.end === null && nowOf(model) >= side.until) side.end = 'timeout'
  }
  if (challenger.end !== null && challenged.end !== null) decide(model, match)
  else commit(model, finishNotices(match, sides), [])
}

function finishNotices(match: Match, sides: Side[]): Notice[] {
  return sides.flatMap((side): Notice[] => {
    const other = otherSide(match, side)
    return other
      ? [{ player: other.player, content: { type: 'match.opponent_finished', data: { match_id: match.id } } }]
      : []
  })
}

/** Who won: a missing score is no score. */
function verdictOn(match: Match): 'challenger' | 'challenged' | 'draw' | 'nobody' {
  const [a, b] = [scoreOf(match.challenger), scoreOf(match.challenged)]
  if (a === null && b === null) return 'nobody'
  if (a === b) return 'draw'
  if (a === null) return 'challenged'
  if (b === null) return 'challenger'
  if (match.rules.score_order === 'higher_wins') return a > b ? 'challenger' : 'challenged'
  return a < b ? 'challenger' : 'challenged'
}

function decide(model: Model, match: Match): void {
  const verdict = verdictOn(match)
  if (verdict === 'nobody') {
    endWith(model, match, 'void', 'void')
    return
  }
  const players = [match.challenger.player, match.challenged?.player ?? 0]
  const moves = verdict === 'draw' ? drawn(match) : wonBy(match, verdict)
  model.fees[match.currency] = (model.fees[match.currency] ?? 0) + match.fee
  match.state = 'settled'
  commit(
    model,
    players.map((player) => told(match, player, 'match.settled')),
    moves,
  )
}

function wonBy(match: Match, side: 'challenger' | 'challenged') {
  const loser = side === 'challenger' ? match.challenged : match.challenger
  const player = match[side]?.player ?? 0
  match.outcome = scoreOf(loser) === null ? 'walkover' : `${side}_won`
  match.winner = player
  match.fee = feeOf(match)
  match.won = match.stake - match.fee
  return [{ player, currency: match.currency, by: 2 * match.stake - match.fee }]
}

function drawn(match: Match) {
  match.outcome = 'draw'
  // Both get the same back, so an odd unit of a draw's fee is not taken.
  match.fee = match.rules.draw_fee ? 2 * Math.floor(feeOf(match) / 2) : 0
  return refunds(match).map((move) => ({ ...move, by: match.stake - match.fee / 2 }))
}

/** An end without a winner: every stake is refunded in full. */
function endWith(model: Model, match: Match, state: 'void' | 'expired', outcome: 'void' | 'expired'): void {
  const { notices, moves } = ending(match, state, outcome)
  commit(model, notices, moves)
}

/** The same, for several matches that end in one commit. */
export function ending(match: Match, state: 'void' | 'expired', outcome: 'void' | 'expired') {
  match.state = state
  match.outcome = outcome
  const players = [match.challenger.player, ...(match.challenged ? [match.challenged.player] : [])]
  return { notices: players.map((player) => told(match, player, `match.${state}`)), moves: refunds(match) }
}

export function prolong(model: Model, who: Who, id: string): Answer {
  const match = model.matches[id]
  if (!match) return refuse('not_found')
  const own = sideOf(match, who.player)
  if (!own) return refuse('not_participant')
  const mayProlong = !isDecided(match) && canStillPost(own, nowOf(model)) && own.prolongs < match.rules.max_prolongs
  if (!mayProlong) return refuse('cannot_prolong_match')
  own.prolongs += 1
  own.until += match.rules.play_seconds * SECOND
  return answer(200, { match: viewOwnMatch(match, who.player, nowOf(model)) })
}

/** What the clock alone brings about, earliest deadline first. */
export function fireDue(model: Model): void {
  const now = nowOf(model)
  const undecided = Object.values(model.matches).filter((match) => !isDecided(match))
  const due = (match: Match) =>
    match.state === 'unmatched'
      ? match.openUntil
      : Math.min(...[match.challenger, match.challenged].map((side) => (side?.end === null ? side.until : Infinity)))
  for (const match of undecided.sort((a, b) => due(a) - due(b))) {
    if (due(match) > now) continue
    if (match.state === 'unmatched') endWith(model, match, 'expired', 'expired')
    else becameFinal(model, match, lateSides(match, now))
  }
}

const lateSides = (match: Match, now: number) =>
  [match.challenger, match.challenged].filter((side): side is Side => side?.end === null && now >= side.until)
