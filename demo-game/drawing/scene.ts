import { BASE, offsetOf } from '../simulation/level.ts'
import { type Slab, slideOfTower, type Tower, topOf } from '../simulation/simulation.ts'
import { STOREY_HEIGHT } from './storey.ts'

/** What the stage shows at one moment. */
export interface Scene {
  readonly tower: Tower
  /** The time of the round in ticks, also in between; negative before it starts. */
  readonly ticks: number
  /** `round`: near the top. `whole`: from far enough to see all of it. */
  readonly view: 'round' | 'whole'
  /** Whether drops say in words what they were worth. */
  readonly captions: boolean
  /** False when nothing will move any more, so that nothing has to be drawn again. */
  readonly moving: boolean
}

/** Height of a slab's lower side; the foundation's upper side is 0. */
export function bottomOf(index: number): number {
  return (index - 1) * STOREY_HEIGHT
}

export function hueOf(tower: Tower, index: number): number {
  return tower.level.hue + tower.level.hueStep * index
}

/** A slab that is no smaller than the one below was placed perfectly. */
export function isPerfect(tower: Tower, index: number): boolean {
  const [below, slab] = [tower.slabs[index - 1], tower.slabs[index]]
  return below !== undefined && slab !== undefined && slab.width >= below.width && slab.depth >= below.depth
}

/** Where the sliding slab is, between two ticks too; null when none slides. */
export function slidingSlab({ tower, ticks }: Scene): Slab | null {
  const slide = slideOfTower(tower)
  if (slide === null) return null
  const top = topOf(tower)
  const offset = offsetOf(slide, Math.max(0, ticks - tower.slidingSince))
  return slide.axis === 'x' ? { ...top, x: top.x + offset } : { ...top, z: top.z + offset }
}

/** The part of the tower's top that the sliding slab is above; null when there is none. */
export function shadowOn(top: Slab, sliding: Slab): Slab | null {
  const x = Math.max(top.x, sliding.x)
  const z = Math.max(top.z, sliding.z)
  const width = Math.min(top.x + top.width, sliding.x + sliding.width) - x
  const depth = Math.min(top.z + top.depth, sliding.z + sliding.depth) - z
  return width > 0 && depth > 0 ? { x, z, width, depth } : null
}

/** The house that every tower is built upon. */
export const GROUND: Slab = { x: -BASE / 2, z: -BASE / 2, width: BASE, depth: BASE }
