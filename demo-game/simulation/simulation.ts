import { type Axis, BASE, type Level, levelOf, offsetOf, ROOF, type Slide, TICKS_PER_SECOND } from './level.ts'

/** Length of a round, in ticks. */
export const ROUND_TICKS = 60 * TICKS_PER_SECOND
/** Ticks after a drop during which presses are ignored. The player does not mean the next slab yet. */
export const REST_TICKS = 18
/** A drop is perfect when its distance to the slab below is at most this. */
export const PERFECT_WITHIN = 450
/** A slab needs at least this much overlap with the tower. With less it falls. */
export const MIN_HOLD = 300
/** Highest number of points for one drop. */
const WHOLE_POINTS = 100

const STREAK_POINTS = 20
const STREAK_CAP = 10
const STREAK_TO_GROW = 3
/** Growth of a slab. The number is even, so that both sides grow by an integer. */
const GROWTH = 400

/** A flat box, seen from above: the position of its near edges and its size. */
export interface Slab {
  readonly x: number
  readonly z: number
  readonly width: number
  readonly depth: number
}

/** Result of dropping one slab. */
export type Drop =
  | { readonly kind: 'perfect'; readonly tick: number; readonly points: number; readonly streak: number }
  | { readonly kind: 'cut'; readonly tick: number; readonly points: number; readonly fallen: Slab }
  | { readonly kind: 'missed'; readonly tick: number; readonly points: 0; readonly fallen: Slab }

/** Reason for the end of a round. */
export type Ending = 'missed' | 'time' | 'roof'

/** State of a round at one tick. It is immutable: each step returns a new one. */
export interface Tower {
  readonly level: Level
  readonly tick: number
  /** The foundation, then the slabs on it. */
  readonly slabs: readonly [Slab, ...Slab[]]
  /** The tick at which the current slab began to slide. */
  readonly slidingSince: number
  readonly score: number
  /** Perfect drops in a row. */
  readonly streak: number
  readonly lastDrop: Drop | null
  readonly ending: Ending | null
}

const FOUNDATION: Slab = { x: -BASE / 2, z: -BASE / 2, width: BASE, depth: BASE }

const pointsOfPerfect = (streak: number) => WHOLE_POINTS + STREAK_POINTS * Math.min(streak, STREAK_CAP)

/** Score of a complete tower with only perfect drops. It is the highest possible score. */
export const MAX_SCORE = Array.from({ length: ROOF }, (_, i) => pointsOfPerfect(i + 1)).reduce((sum, p) => sum + p, 0)

/** Starts a new round on the level of a seed. */
export function startTower(seed: string): Tower {
  return {
    level: levelOf(seed),
    tick: 0,
    slabs: [FOUNDATION],
    slidingSince: 0,
    score: 0,
    streak: 0,
    lastDrop: null,
    ending: null,
  }
}

/** Returns the top slab, which the next one must overlap. */
export function topOf(tower: Tower): Slab {
  return tower.slabs[tower.slabs.length - 1] ?? FOUNDATION
}

/** Returns how the current slab moves; null when there is no slab left. */
export function slideOfTower(tower: Tower): Slide | null {
  return tower.ending === null ? (tower.level.slides[tower.slabs.length - 1] ?? null) : null
}

/** Advances the round to a tick, at most to the end of the round's time. */
export function advanceTo(tower: Tower, tick: number): Tower {
  if (tower.ending !== null || tick <= tower.tick) return tower
  return tick < ROUND_TICKS ? { ...tower, tick } : { ...tower, tick: ROUND_TICKS, ending: 'time' }
}

/** Drops the sliding slab. Does nothing right after a drop and after the end. */
export function press(tower: Tower): Tower {
  const slide = slideOfTower(tower)
  const ticks = tower.tick - tower.slidingSince
  if (slide === null || ticks < REST_TICKS) return tower

  const offset = offsetOf(slide, ticks)
  if (Math.abs(offset) <= PERFECT_WITHIN) return placePerfectly(tower, slide.axis)
  const size = sizeAlong(topOf(tower), slide.axis)
  const overlap = size - Math.abs(offset)
  return overlap < MIN_HOLD ? miss(tower, slide.axis, offset) : placeCut(tower, slide.axis, offset, overlap)
}

/** Calculates the score of a whole round from its seed and the ticks of its presses, in order. */
export function replay(seed: string, presses: readonly number[]): number {
  const played = presses.reduce((tower, tick) => press(advanceTo(tower, tick)), startTower(seed))
  return advanceTo(played, ROUND_TICKS).score
}

function placePerfectly(tower: Tower, axis: Axis): Tower {
  const streak = tower.streak + 1
  const points = pointsOfPerfect(streak)
  const below = topOf(tower)
  const slab = streak >= STREAK_TO_GROW ? grow(below, axis) : below
  return place(tower, slab, streak, { kind: 'perfect', tick: tower.tick, points, streak })
}

function placeCut(tower: Tower, axis: Axis, offset: number, overlap: number): Tower {
  const below = topOf(tower)
  const size = sizeAlong(below, axis)
  const points = Math.trunc((WHOLE_POINTS * overlap) / size)
  const slab = span(below, axis, Math.max(offset, 0), overlap)
  const fallen = span(below, axis, offset > 0 ? size : offset, size - overlap)
  return place(tower, slab, 0, { kind: 'cut', tick: tower.tick, points, fallen })
}

function miss(tower: Tower, axis: Axis, offset: number): Tower {
  const below = topOf(tower)
  const fallen = span(below, axis, offset, sizeAlong(below, axis))
  return { ...tower, streak: 0, ending: 'missed', lastDrop: { kind: 'missed', tick: tower.tick, points: 0, fallen } }
}

function place(tower: Tower, slab: Slab, streak: number, drop: Drop): Tower {
  return {
    ...tower,
    slabs: [...tower.slabs, slab],
    slidingSince: tower.tick,
    score: tower.score + drop.points,
    streak,
    lastDrop: drop,
    ending: tower.slabs.length === ROOF ? 'roof' : null,
  }
}

function sizeAlong(slab: Slab, axis: Axis): number {
  return axis === 'x' ? slab.width : slab.depth
}

/** Returns a part of the slab along an axis. It begins `from` behind the near edge and has the given size. */
function span(slab: Slab, axis: Axis, from: number, size: number): Slab {
  return axis === 'x' ? { ...slab, x: slab.x + from, width: size } : { ...slab, z: slab.z + from, depth: size }
}

function grow(slab: Slab, axis: Axis): Slab {
  const size = sizeAlong(slab, axis)
  const growth = Math.min(GROWTH, BASE - size)
  return span(slab, axis, -(growth >> 1), size + growth)
}
