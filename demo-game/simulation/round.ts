import { nextPress, type Skill } from './autoplay.ts'
import { TICKS_PER_SECOND } from './level.ts'
import { advanceTo, press, startTower, type Tower } from './simulation.ts'

/** A round in real time. Its clock never stops: what a reload or a hidden page takes is lost for playing. */
export interface Round {
  /** Time since the start in ticks, also in between; negative before it. */
  ticks(): number
  /** The tower as it stands now. */
  tower(): Tower
  /** The player's press at a time of the page's clock. */
  press(at: number): void
}

/** What a round is made of; enough to go on with it after a reload. */
export interface RoundRecord {
  readonly seed: string
  /** When its first tick was or will be, in milliseconds of the page's clock. */
  readonly startsAt: number
  /** The ticks of the presses so far. */
  readonly presses: readonly number[]
}

interface RoundOptions {
  readonly record: RoundRecord
  /** Plays by itself with this skill, and lets nobody else press. */
  readonly skill: Skill | null
  /** The page's clock, in milliseconds. */
  readonly now: () => number
  /** Told after each press that counted. */
  readonly onPress: (record: RoundRecord) => void
}

/** Starts a round, or goes on with one. */
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
    // Presses of the past are made up for one by one, so that a slow page plays no worse than a fast one.
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
