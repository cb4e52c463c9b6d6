import type { UnmatchedMatch } from './match.ts'

/**
 * The first `count` open matches in the order in which they are offered: nearest skill level first (matches without one
 * last), then oldest; without a skill level oldest first. Equal ages are told apart by id, so that the order is the same for
 * every call. Takes them oldest first, and looks at each once.
 */
export function bestOffers(
  oldestFirst: readonly UnmatchedMatch[],
  skillLevel: number | null,
  count: number,
): readonly UnmatchedMatch[] {
  if (skillLevel === null) return oldestFirst.slice(0, count)
  const best: { match: UnmatchedMatch; distance: number }[] = []
  for (const match of oldestFirst) {
    const distance = distanceOf(match, skillLevel)
    const place = firstFartherThan(distance, best)
    if (place >= count) continue
    best.splice(place, 0, { match, distance })
    if (best.length > count) best.pop()
  }
  return best.map(({ match }) => match)
}

function distanceOf(match: UnmatchedMatch, skillLevel: number): number {
  return match.skillLevel === null ? Number.POSITIVE_INFINITY : Math.abs(match.skillLevel - skillLevel)
}

/** Where a match of this distance belongs: behind the equally near ones, which are older. */
function firstFartherThan(distance: number, ranked: readonly { distance: number }[]): number {
  let low = 0
  let high = ranked.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ranked[middle]?.distance ?? 0) <= distance) low = middle + 1
    else high = middle
  }
  return low
}
