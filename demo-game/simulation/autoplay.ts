import { offsetOf } from './level.ts'
import { MIN_HOLD, REST_TICKS, slideOfTower, type Tower, topOf } from './simulation.ts'

/** How well automatic play places slabs. */
export interface Skill {
  /** Number of slabs that it places. The next slab misses the tower. */
  readonly slabs: number
  /** Overhang of each slab in hundredths of the slab. The first slab has the number 1. */
  readonly overhang: (slab: number) => number
}

const SKILLS: ReadonlyMap<string | null, Skill> = new Map([
  ['strong', { slabs: 9, overhang: () => 0 }],
  ['weak', { slabs: 4, overhang: () => 18 }],
])

/**
 * Returns the skill that the page's query asks for: `?autoplay=strong` or `?autoplay=weak`; null without it.
 * `&variation=2` places two slabs fewer, so that two strong players do not have to draw.
 */
export function skillFrom(query: URLSearchParams): Skill | null {
  const skill = SKILLS.get(query.get('autoplay'))
  if (skill === undefined) return null
  const variation = query.get('variation') ?? ''
  return /^[0-4]$/.test(variation) ? { ...skill, slabs: skill.slabs - Number(variation) } : skill
}

/**
 * Returns the tick of the next automatic press; null after the end of a round. It depends only on the tower: the same
 * seed and skill always give the same score, whatever the page's frame rate is.
 */
export function nextPress(tower: Tower, skill: Skill): number | null {
  const slide = slideOfTower(tower)
  if (slide === null) return null
  const top = topOf(tower)
  const size = slide.axis === 'x' ? top.width : top.depth
  const letsFall = tower.slabs.length > skill.slabs
  const wanted = Math.trunc((size * skill.overhang(tower.slabs.length)) / 100)
  const isThere = (away: number) => (letsFall ? away > size - MIN_HOLD : Math.abs(away - wanted) <= slide.speed >> 1)

  let ticks = Math.max(REST_TICKS, tower.tick - tower.slidingSince)
  while (!isThere(Math.abs(offsetOf(slide, ticks)))) ticks++
  return tower.slidingSince + ticks
}
