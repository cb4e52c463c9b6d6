import { createPrng, type Prng } from './prng.ts'

/** Steps of the simulation in a second. */
export const TICKS_PER_SECOND = 120
/** Edge of a whole slab; every length is an integer in this unit. */
export const BASE = 10_000
/** How far from the middle of the tower's top a slab turns around. */
export const REACH = 13_500
/** Slabs that make a tower whole. */
export const ROOF = 60

/** The horizontal direction that a slab moves along. */
export type Axis = 'x' | 'z'

/** How one slab slides to and fro over the tower. */
export interface Slide {
  readonly axis: Axis
  /** The side that it comes from. */
  readonly side: -1 | 1
  /** Where it starts, from the middle of the tower's top; at most `REACH`. */
  readonly distance: number
  /** Length units a tick. */
  readonly speed: number
}

/** What a seed decides: both players of a match get the same. */
export interface Level {
  /** Colour of the foundation, degrees of a colour wheel. */
  readonly hue: number
  /** Degrees from one slab to the next. */
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

/** The level of a seed of 64 lowercase hex digits. */
export function levelOf(seed: string): Level {
  const prng = createPrng(seed)
  const hue = prng.below(360)
  const hueStep = (prng.below(2) === 0 ? -1 : 1) * (5 + prng.below(5))
  const firstAxis = prng.below(2)
  return { hue, hueStep, slides: Array.from({ length: ROOF }, (_, index) => slideOf(index, firstAxis, prng)) }
}

/**
 * How far a slab is from the middle of the tower's top, `ticks` after it began to slide. An integer for integer ticks;
 * drawing asks in between too.
 */
export function offsetOf(slide: Slide, ticks: number): number {
  const travelled = (REACH - slide.distance + slide.speed * ticks) % (4 * REACH)
  const outAndBack = travelled < 2 * REACH ? travelled - REACH : 3 * REACH - travelled
  return slide.side === -1 ? outAndBack : -outAndBack
}
