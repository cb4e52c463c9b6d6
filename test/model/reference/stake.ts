import type { GameRules } from '@ante/shared'
import {
  type Answer,
  answer,
  canStillPost,
  isDecided,
  learned,
  type Match,
  type Model,
  nowOf,
  playerIn,
  refuse,
  SECOND,
  type Side,
  sideOf,
  sidesOf,
  type Who,
} from './model.ts'
import { commit } from './money.ts'
import { viewMatch, viewOwnMatch } from './views.ts'

export interface Terms {
  stake: number
  currency: string
  game_id: number
  challenger_skill_level?: number | null
}

const newSide = (model: Model, who: Who, rules: GameRules, secret: string): Side => ({
  player: who.player,
  client: who.client,
  secret,
  until: nowOf(model) + rules.play_seconds * SECOND,
  prolongs: 0,
  given: 0,
  end: null,
})

export const heldBy = (model: Model, player: number, currency: string) => playerIn(model, player).money[currency] ?? 0

const undecidedOf = (model: Model, player: number, game: number) =>
  Object.values(model.matches).filter(
    (match) => match.game === game && !isDecided(match) && sidesOf(match).some((side) => side.player === player),
  ).length

/** Why this player may not put up this stake under these rules; null if they may. */
function whyNotStake(
  model: Model,
  who: Who,
  game: number,
  rules: GameRules,
  terms: { stake: number; currency: string },
) {
  if (playerIn(model, who.player).excluded) return 'player_excluded'
  if (rules.clients.length > 0 && !rules.clients.includes(who.client)) return 'client_not_allowed'
  if (undecidedOf(model, who.player, game) >= rules.max_open) return 'too_many_matches'
  if (heldBy(model, who.player, terms.currency) < terms.stake) return 'insufficient_funds'
  return null
}

/** Why nobody may open a match on these terms; null if somebody may. */
function whyNotOffered(model: Model, terms: Terms) {
  const rules = model.games[terms.game_id]
  if (!rules) return 'unknown_game'
  if (!rules.enabled) return 'game_disabled'
  if (rules.stakes.length > 0 && !rules.stakes.includes(terms.stake)) return 'stake_not_allowed'
  return null
}

export function create(model: Model, who: Who, terms: Terms, given: Answer): Answer {
  const rules = model.games[terms.game_id]
  const reason = whyNotOffered(model, terms) ?? (rules ? whyNotStake(model, who, terms.game_id, rules, terms) : null)
  if (reason !== null || !rules) return refuse(reason ?? 'unknown_game')
  const match: Match = {
    id: learned(given, 'id'),
    game: terms.game_id,
    rules: structuredClone(rules),
    stake: terms.stake,
    currency: terms.currency,
    level: terms.challenger_skill_level ?? null,
    seed: learned(given, 'seed'),
    created: nowOf(model),
    openUntil: nowOf(model) + rules.open_seconds * SECOND,
    state: 'unmatched',
    challenger: newSide(model, who, rules, learned(given, 'secret')),
    challenged: null,
    outcome: null,
    winner: null,
    won: 0,
    fee: 0,
  }
  model.matches[match.id] = match
  commit(model, [], [{ player: who.player, currency: match.currency, by: -match.stake }])
  return answer(201, { match: viewOwnMatch(match, who.player, nowOf(model)) })
}

function whyNotAccept(model: Model, who: Who, match: Match) {
  if (match.challenger.player === who.player) return 'own_match'
  if (match.challenged) return 'already_matched'
  if (match.state !== 'unmatched' || nowOf(model) >= match.openUntil) return 'match_closed'
  return whyNotStake(model, who, match.game, match.rules, match)
}

export function accept(model: Model, who: Who, id: string, given: Answer): Answer {
  const match = model.matches[id]
  if (!match) return refuse('not_found')
  const own = sideOf(match, who.player)
  const isRepetition = match.state === 'matched' && own === match.challenged && own && canStillPost(own, nowOf(model))
  if (isRepetition) return answer(200, { match: viewOwnMatch(match, who.player, nowOf(model)) })
  const reason = whyNotAccept(model, who, match)
  if (reason !== null) return refuse(reason)

  match.state = 'matched'
  match.challenged = newSide(model, who, match.rules, learned(given, 'secret'))
  const { challenger } = match
  if (challenger.end === null && nowOf(model) >= challenger.until) challenger.end = 'timeout'
  commit(
    model,
    [
      {
        player: challenger.player,
        content: { type: 'match.matched', data: { match: viewMatch(match, challenger.player) } },
      },
      ...(challenger.end === null
        ? []
        : [{ player: who.player, content: { type: 'match.opponent_finished' as const, data: { match_id: id } } }]),
    ],
    [{ player: who.player, currency: match.currency, by: -match.stake }],
  )
  return answer(200, { match: viewOwnMatch(match, who.player, nowOf(model)) })
}

/** What the caller could accept now: nearest level first, then oldest. */
export function offers(model: Model, who: Who, terms: Terms): Match[] {
  const level = terms.challenger_skill_level ?? null
  const distance = (match: Match) =>
    level === null ? 0 : match.level === null ? Number.POSITIVE_INFINITY : Math.abs(match.level - level)
  return Object.values(model.matches)
    .filter((match) => match.game === terms.game_id && match.currency === terms.currency && match.stake === terms.stake)
    .filter((match) => whyNotAccept(model, who, match) === null)
    .sort((a, b) => {
      const [near, far] = [distance(a), distance(b)]
      if (near !== far) return near - far
      return a.created - b.created || (a.id < b.id ? -1 : 1)
    })
}

export function join(model: Model, who: Who, terms: Terms, given: Answer): Answer {
  const reason = whyNotOffered(model, terms)
  if (reason !== null) return refuse(reason)
  const [best] = offers(model, who, terms)
  return best ? accept(model, who, best.id, given) : create(model, who, terms, given)
}
