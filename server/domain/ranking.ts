import type { UnmatchedMatch } from './match.ts'

/** What an open match's place among the others comes from. */
export type Place = Pick<UnmatchedMatch, 'skillLevel' | 'createdAt' | 'id'>

/**
 * The order in which open matches are offered: nearest skill level first (those without one last), then oldest; without a
 * skill level oldest first. Matches of one instant are told apart by id, so that no two have the same place and a match keeps
 * its place for as long as it is open, whatever comes and goes around it.
 */
export function compareOffers(a: Place, b: Place, skillLevel: number | null): number {
  const [near, far] = [distanceOf(a, skillLevel), distanceOf(b, skillLevel)]
  if (near !== far) return near - far
  return a.createdAt - b.createdAt || (a.id === b.id ? 0 : a.id < b.id ? -1 : 1)
}

function distanceOf(place: Place, skillLevel: number | null): number {
  if (skillLevel === null) return 0
  return place.skillLevel === null ? Number.POSITIVE_INFINITY : Math.abs(place.skillLevel - skillLevel)
}
