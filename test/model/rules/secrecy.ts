import type { Call } from '../play/calls.ts'
import { type Answer, isDecided, type Match, sidesOf } from '../reference/model.ts'
import { matchesOf, type Rule, when } from './seen.ts'

/** 8. Nobody plays against themselves, learns another's secret, or sees the other score before the decision. */
export const rule8Secrecy: Rule = ({ call, answer, before, after }) => {
  const told = Object.entries(after.players).map(([id, { events }]) => ({
    player: Number(id),
    text: JSON.stringify(events.slice(before.players[Number(id)]?.events.length ?? 0)),
  }))
  if ('who' in call) told.push({ player: call.who.player, text: JSON.stringify(answer) })
  return matchesOf(after).flatMap((match) => {
    const players = sidesOf(match).map(({ player }) => player)
    const leaks = told.flatMap(({ player, text }) => {
      const others = sidesOf(match).filter((side) => side.player !== player)
      return when(
        others.some((side) => text.includes(side.secret)),
        `player ${player} was told another's secret of ${match.id}`,
      )
    })
    return [
      ...when(new Set(players).size !== players.length, `player ${players[0]} plays match ${match.id} alone`),
      ...leaks,
      ...when(showsOtherScore(call, answer, match), `the other score of ${match.id} was shown before the decision`),
    ]
  })
}

function showsOtherScore(call: Call, answer: Answer, match: Match): boolean {
  if (isDecided(match) || !('who' in call) || !('body' in answer)) return false
  const body = answer.body as { match_result?: object; matches?: { match_result?: object }[] } | null
  const results = [body?.match_result, ...(body?.matches ?? []).map((each) => each.match_result)] as (
    | Record<string, unknown>
    | undefined
  )[]
  const other = match.challenger.player === call.who.player ? 'challenged_score' : 'challenger_score'
  return results.some((result) => result?.match_id === match.id && result[other] !== null)
}
