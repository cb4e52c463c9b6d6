import type { UnmatchedMatch } from './match.ts'

/** The fields of an open match that determine its position in the offers. */
export type Place = Pick<UnmatchedMatch, 'skillLevel' | 'createdAt' | 'id'>

/**
 * Compares two open matches for the order of offers. With a skill level: nearest level first, matches without a level
 * last, then oldest. Without one: oldest first. The id breaks ties, so that the order is total and does not change
 * while other matches open and close.
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
