import { BASE, offsetOf } from '../simulation/level.ts'
import { type Slab, slideOfTower, type Tower, topOf } from '../simulation/simulation.ts'
import { STOREY_HEIGHT } from './storey.ts'

/** What the stage shows at one moment. */
export interface Scene {
  readonly tower: Tower
  /** Time since the start of the round, in ticks. It can be a fraction, and it is negative before the start. */
  readonly ticks: number
  /** `round`: close to the top of the tower. `whole`: far enough away to show all of it. */
  readonly view: 'round' | 'whole'
  /** True: each drop shows its points as text. */
  readonly captions: boolean
  /** False when nothing moves any more. The stage then stops drawing. */
  readonly moving: boolean
}

/** Returns the height of a slab's lower side. The upper side of the foundation is at 0. */
export function bottomOf(index: number): number {
  return (index - 1) * STOREY_HEIGHT
}

export function hueOf(tower: Tower, index: number): number {
  return tower.level.hue + tower.level.hueStep * index
}

/** Returns true when a slab is at least as large as the one below, which means that its drop was perfect. */
export function isPerfect(tower: Tower, index: number): boolean {
  const [below, slab] = [tower.slabs[index - 1], tower.slabs[index]]
  return below !== undefined && slab !== undefined && slab.width >= below.width && slab.depth >= below.depth
}

/** Returns the current position of the sliding slab, also between two ticks; null when no slab slides. */
export function slidingSlab({ tower, ticks }: Scene): Slab | null {
  const slide = slideOfTower(tower)
  if (slide === null) return null
  const top = topOf(tower)
  const offset = offsetOf(slide, Math.max(0, ticks - tower.slidingSince))
  return slide.axis === 'x' ? { ...top, x: top.x + offset } : { ...top, z: top.z + offset }
}

/** Returns the part of the tower's top below the sliding slab; null when they do not overlap. */
export function shadowOn(top: Slab, sliding: Slab): Slab | null {
  const x = Math.max(top.x, sliding.x)
  const z = Math.max(top.z, sliding.z)
  const width = Math.min(top.x + top.width, sliding.x + sliding.width) - x
  const depth = Math.min(top.z + top.depth, sliding.z + sliding.depth) - z
  return width > 0 && depth > 0 ? { x, z, width, depth } : null
}

/** The top of the house that every tower stands on. */
export const GROUND: Slab = { x: -BASE / 2, z: -BASE / 2, width: BASE, depth: BASE }
