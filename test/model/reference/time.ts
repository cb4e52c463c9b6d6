import { DAY, isDecided, type Match, type Model, nowOf, SECOND, type Side, sidesOf } from './model.ts'
import { fireDue } from './play.ts'

/** A process that did not look at the clock for longer was away. */
const AWAY = 10 * SECOND
const HEARTBEAT = 4 * SECOND
const GRACE = 60 * SECOND

/** No attempt has more than a day beyond its own length, however far the clock was off. */
const latestFor = (model: Model, match: Match, side: Side) =>
  nowOf(model) + match.rules.play_seconds * (1 + side.prolongs) * SECOND + DAY

/** Rule 9: attempts that were open at the last heartbeat get the outage and a minute; expiries stay. */
function giveBack(model: Model, aliveAt: number, by: number): void {
  for (const match of Object.values(model.matches).filter((each) => !isDecided(each))) {
    for (const side of sidesOf(match).filter(({ end, until }) => end === null && aliveAt < until)) {
      const until = Math.min(side.until + Math.min(by, 2 * DAY - side.given), latestFor(model, match, side))
      side.given += until - side.until
      side.until = until
    }
  }
  model.aliveAt = nowOf(model)
}

/** The server records that it is alive. */
export function beat(model: Model): void {
  model.beatAt = model.system
  model.aliveAt = nowOf(model)
}

/** The server looks at the clock, and notices an absence. Every write does first. */
export function look(model: Model): void {
  const away = model.system - model.lookedAt
  model.lookedAt = model.system
  if (away > AWAY) giveBack(model, nowOf(model) - away, away + GRACE)
  if (away < -DAY) giveBack(model, nowOf(model), 0)
}

export function tick(model: Model): void {
  look(model)
  const sinceBeat = model.system - model.beatAt
  if (sinceBeat >= HEARTBEAT || sinceBeat < 0) beat(model)
  fireDue(model)
}

/** The operator of a demo store moves time on, which fires nothing by itself. */
export function advance(model: Model, seconds: number): void {
  model.offset += seconds * SECOND
  model.aliveAt = nowOf(model)
}

export function start(model: Model): void {
  model.lookedAt = model.system
  model.beatAt = model.system
  if (model.aliveAt === null) model.aliveAt = nowOf(model)
  else giveBack(model, model.aliveAt, Math.max(0, nowOf(model) - model.aliveAt) + GRACE)
}

/** An orderly stop records for the last time that the server is alive; a crash does not. */
export function stop(model: Model): void {
  beat(model)
}
