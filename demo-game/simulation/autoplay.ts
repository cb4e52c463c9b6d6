import { offsetOf } from './level.ts'
import { MIN_HOLD, REST_TICKS, slideOfTower, type Tower, topOf } from './simulation.ts'

/** How well a round plays itself. */
export interface Skill {
  /** How many slabs it places before it lets one fall beside the tower. */
  readonly slabs: number
  /** How much of a slab it leaves hanging over, in hundredths, from the first slab (1) on. */
  readonly overhang: (slab: number) => number
}

const SKILLS: ReadonlyMap<string | null, Skill> = new Map([
  ['strong', { slabs: 9, overhang: () => 0 }],
  ['weak', { slabs: 4, overhang: () => 18 }],
])

/**
 * The skill that a page's query asks for: `?autoplay=strong` or `?autoplay=weak`, null without. `&variation=2` places
 * two slabs fewer, so that two strong players need not draw.
 */
export function skillFrom(query: URLSearchParams): Skill | null {
  const skill = SKILLS.get(query.get('autoplay'))
  if (skill === undefined) return null
  const variation = query.get('variation') ?? ''
  return /^[0-4]$/.test(variation) ? { ...skill, slabs: skill.slabs - Number(variation) } : skill
}

/**
 * The tick at which the skill presses next; null after the end of a round. It depends on the tower alone: the same seed
 * and skill make the same score, however the page's frames fall.
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
