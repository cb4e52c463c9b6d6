import { createPrng, type Prng } from './prng.ts'

/** Simulation steps per second. */
export const TICKS_PER_SECOND = 120
/** Edge length of a full slab. All lengths are integers in this unit. */
export const BASE = 10_000
/** Distance from the middle of the tower's top at which a slab turns around. */
export const REACH = 13_500
/** Number of slabs in a complete tower. */
export const ROOF = 60

/** The horizontal direction that a slab moves along. */
export type Axis = 'x' | 'z'

/** How one slab moves back and forth over the tower. */
export interface Slide {
  readonly axis: Axis
  /** The side where it starts. */
  readonly side: -1 | 1
  /** Distance of its start from the middle of the tower's top; at most `REACH`. */
  readonly distance: number
  /** Length units per tick. */
  readonly speed: number
}

/** Everything that a seed decides. Both players of a match get the same level. */
export interface Level {
  /** Hue of the foundation, in degrees. */
  readonly hue: number
  /** Change of the hue from one slab to the next, in degrees. */
  readonly hueStep: number
  /** One for each slab up to the roof. */
  readonly slides: readonly Slide[]
}

const NEAREST_START = 11_500
const FIRST_SPEED = 94
const SPEED_VARIATION = 9

function slideOf(index: number, firstAxis: number, prng: Prng): Slide {
  const faster = index * 2 + (index >> 1)
  return {
    axis: (index + firstAxis) % 2 === 0 ? 'x' : 'z',
    side: prng.below(2) === 0 ? -1 : 1,
    distance: NEAREST_START + prng.below(REACH - NEAREST_START + 1),
    speed: FIRST_SPEED + faster + prng.below(SPEED_VARIATION),
  }
}

/** Creates the level of a seed. The seed has 64 lowercase hex digits. */
export function levelOf(seed: string): Level {
  const prng = createPrng(seed)
  const hue = prng.below(360)
  const hueStep = (prng.below(2) === 0 ? -1 : 1) * (5 + prng.below(5))
  const firstAxis = prng.below(2)
  return { hue, hueStep, slides: Array.from({ length: ROOF }, (_, index) => slideOf(index, firstAxis, prng)) }
}

/**
 * Returns the distance of a slab from the middle of the tower's top, `ticks` after it began to slide. The result is an
 * integer for integer ticks. Drawing also passes fractions.
 */
export function offsetOf(slide: Slide, ticks: number): number {
  const travelled = (REACH - slide.distance + slide.speed * ticks) % (4 * REACH)
  const outAndBack = travelled < 2 * REACH ? travelled - REACH : 3 * REACH - travelled
  return slide.side === -1 ? outAndBack : -outAndBack
}
