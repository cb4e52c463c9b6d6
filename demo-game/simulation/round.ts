import { nextPress, type Skill } from './autoplay.ts'
import { TICKS_PER_SECOND } from './level.ts'
import { advanceTo, press, startTower, type Tower } from './simulation.ts'

/** A round in real time. Its clock never stops: time that passes during a reload is lost to the player. */
export interface Round {
  /** Returns the time since the start in ticks. It can be a fraction, and it is negative before the start. */
  ticks(): number
  /** Returns the current tower. */
  tower(): Tower
  /** Handles a press of the player. `at` is its time on the page's clock. */
  press(at: number): void
}

/** The data of a round. It is enough to continue the round after a reload. */
export interface RoundRecord {
  readonly seed: string
  /** Time of its first tick, in the past or the future, in milliseconds of the page's clock. */
  readonly startsAt: number
  /** The ticks of the presses so far. */
  readonly presses: readonly number[]
}

interface RoundOptions {
  readonly record: RoundRecord
  /** Skill for automatic play, which ignores the player's presses; null when the player plays. */
  readonly skill: Skill | null
  /** The page's clock, in milliseconds. */
  readonly now: () => number
  /** Called after each press that had an effect. */
  readonly onPress: (record: RoundRecord) => void
}

/** Starts a new round, or continues a stored one. */
export function createRound({ record, skill, now, onPress }: RoundOptions): Round {
  const presses = [...record.presses]
  let current = presses.reduce((tower, tick) => press(advanceTo(tower, tick)), startTower(record.seed))

  const ticksAt = (time: number) => ((time - record.startsAt) * TICKS_PER_SECOND) / 1000

  function pressAt(tick: number): void {
    const before = advanceTo(current, tick)
    current = press(before)
    if (current === before) return
    presses.push(before.tick)
    onPress({ ...record, presses: [...presses] })
  }

  function advance(): Tower {
    const tick = Math.floor(ticksAt(now()))
    // Automatic presses that are already due run one by one, so that a slow page gets the same score as a fast one.
    for (let next = pressBySkill(); next !== null && next <= tick; next = pressBySkill()) pressAt(next)
    current = advanceTo(current, tick)
    return current
  }

  function pressBySkill(): number | null {
    return skill === null ? null : nextPress(current, skill)
  }

  return {
    ticks: () => ticksAt(now()),
    tower: advance,
    press(at) {
      const tick = Math.floor(ticksAt(at))
      if (skill === null && tick >= 0) pressAt(Math.max(current.tick, tick))
    },
  }
}
