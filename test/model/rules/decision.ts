import { isDeepStrictEqual } from 'node:util'
import { isDecided, type Match, scoreOf } from '../reference/model.ts'
import { changes, type Rule, when } from './seen.ts'

/** 5. A matched match is decided in the commit that makes the second side final, by the scores that there are. */
export const rule5Decision: Rule = (seen) =>
  changes(seen).flatMap(({ was, is }) => {
    if (!is.challenged) return []
    const { challenger, challenged } = is
    const touched = !isDeepStrictEqual(was, is) || seen.call.do === 'tick'
    const finals = [challenger, challenged].filter((side) => side.end !== null || seen.now >= side.until)
    // An outage that was longer than may be added leaves a deadline in the past, which fires next.
    const shifted = was?.challenger.given !== challenger.given || was?.challenged?.given !== challenged.given
    const moved = seen.call.do === 'restart' || seen.now < seen.began || (was?.challenged && shifted)
    const overdue = !isDecided(is) && finals.length === 2 && touched && !moved
    const ended = challenger.end !== null && challenged.end !== null
    return [
      ...when(overdue, `match ${is.id} is not decided, and both sides are final`),
      ...when(isDecided(is) !== ended, `match ${is.id} is ${is.state} with ends ${challenger.end}, ${challenged.end}`),
      ...when(isDecided(is) && is.outcome !== outcomeOf(is), `match ${is.id} is ${is.outcome}, not ${outcomeOf(is)}`),
    ]
  })

function outcomeOf({ challenger, challenged, rules }: Match) {
  const [a, b] = [scoreOf(challenger), scoreOf(challenged)]
  if (a === null && b === null) return 'void'
  if (a === null || b === null) return 'walkover'
  if (a === b) return 'draw'
  return a > b === (rules.score_order === 'higher_wins') ? 'challenger_won' : 'challenged_won'
}
