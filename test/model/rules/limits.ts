import { DAY, isDecided, type Match, SECOND, type Side, sidesOf } from '../reference/model.ts'
import { attempts, changes, matchesOf, type Rule, type StepSeen, when } from './seen.ts'

/** 9. Deadlines move by prolonging and by outages, in full; expiries never move; nothing counts after its deadline. */
export const rule9Deadlines: Rule = (seen) => [
  ...changes(seen).flatMap(({ was, is }) =>
    when(was !== null && was.openUntil !== is.openUntil, `the expiry of match ${is.id} moved`),
  ),
  ...attempts(seen).flatMap(({ match, was, is }) => {
    const by = is.until - was.until
    const isLatest = is.until === seen.now + match.rules.play_seconds * (1 + is.prolongs) * SECOND + DAY
    // Outages add two days to an attempt at most.
    const isAllUsed = is.given === 2 * DAY && by >= 0
    const isAllowed = isLatest || isAllUsed || allowedMoves(seen, match, was).includes(by)
    return when(!isAllowed, `a deadline of match ${match.id} moved by ${by}`)
  }),
  ...attempts(seen).flatMap(({ match, was, is }) =>
    when(
      was.end === null && is.end !== null && is.end !== 'timeout' && seen.now >= is.until,
      `a result of match ${match.id} counted after its deadline`,
    ),
  ),
  ...when(seen.call.do === 'tick' && overdueAfterTick(seen), 'a deadline is over, and did not fire'),
]

const GRACE = 60 * SECOND
const AWAY = 10 * SECOND

function allowedMoves({ call, before, after, began, now, away }: StepSeen, match: Match, was: Side): number[] {
  if (before === after) return [0]
  if (call.do === 'restart') {
    const aliveAt = call.orderly ? began : (before.aliveAt ?? began)
    const wasOpen = was.end === null && !isDecided(match) && aliveAt < was.until
    return [wasOpen ? Math.max(0, now - aliveAt) + GRACE : 0]
  }
  const prolongs = call.do === 'prolong' && call.who.player === was.player && call.id === match.id
  const given = away > AWAY ? away + GRACE : 0
  return [0, given].flatMap((back) => [back, ...(prolongs ? [back + match.rules.play_seconds * SECOND] : [])])
}

const overdueAfterTick = ({ after, now }: StepSeen) =>
  matchesOf(after).some((match) => {
    if (match.state === 'unmatched') return now >= match.openUntil
    return match.state === 'matched' && sidesOf(match).some(({ end, until }) => end === null && now >= until)
  })

/** 10. A player has at most `max_open` undecided matches in a game. */
export const rule10MaxOpen: Rule = ({ after }) =>
  Object.keys(after.players).flatMap((id) =>
    Object.keys(after.games).flatMap((game) => {
      const open = matchesOf(after).filter(
        (match) =>
          match.game === Number(game) &&
          !isDecided(match) &&
          sidesOf(match).some(({ player }) => player === Number(id)),
      )
      const most = Math.max(...open.map(({ rules }) => rules.max_open), 0)
      return when(
        open.length > most,
        `player ${id} has ${open.length} matches of game ${game}, and ${most} is the most`,
      )
    }),
  )
