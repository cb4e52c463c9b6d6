import type { PlayerRead } from '../play/calls.ts'
import { type Answer, answer, type Model, nowOf, playerIn, refuse, sideOf } from './model.ts'
import { offers } from './stake.ts'
import { viewMatch, viewOwnMatch, viewResult } from './views.ts'

/** One page of a list, with the numbers of the pages beside it. */
function page<Item>(all: Item[], number: number, size: number) {
  const last = Math.max(1, Math.ceil(all.length / size))
  return {
    matches: all.slice((number - 1) * size, number * size),
    meta: {
      count: all.length,
      next_page: number < last ? number + 1 : null,
      prev_page: number > 1 ? Math.min(number - 1, last) : null,
    },
  }
}

export function read(model: Model, call: PlayerRead): Answer {
  const { player } = call.who
  const now = nowOf(model)
  switch (call.do) {
    case 'lookUp': {
      if (!model.games[call.terms.game_id]) return refuse('unknown_game')
      const found = offers(model, call.who, call.terms).map((match) => viewMatch(match, player))
      return answer(200, page(found, call.page, call.per_page))
    }
    case 'get':
    case 'result': {
      const match = model.matches[call.id]
      if (!match) return refuse('not_found')
      if (!sideOf(match, player)) return refuse('not_participant')
      return answer(
        200,
        call.do === 'get' ? { match: viewOwnMatch(match, player, now) } : { match_result: viewResult(match, player) },
      )
    }
    case 'own': {
      const own = Object.values(model.matches)
        .filter((match) => sideOf(match, player) !== null && (call.state === null || match.state === call.state))
        .sort((a, b) => b.created - a.created || (a.id < b.id ? 1 : -1))
        .map((match) => ({ ...viewOwnMatch(match, player, now), match_result: viewResult(match, player) }))
      return answer(200, page(own, call.page, call.per_page))
    }
    case 'me':
      return answer(200, { balances: { ...playerIn(model, player).money } })
  }
}
