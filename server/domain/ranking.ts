import type { UnmatchedMatch } from './match.ts'

/**
 * Open matches in the order in which they are offered: nearest skill level first (matches without one last), then
 * oldest; without a skill level oldest first.
 */
export function rankOpenMatches(
  matches: readonly UnmatchedMatch[],
  skillLevel: number | null,
): readonly UnmatchedMatch[] {
  const distance = (match: UnmatchedMatch) =>
    skillLevel === null
      ? 0
      : match.skillLevel === null
        ? Number.POSITIVE_INFINITY
        : Math.abs(match.skillLevel - skillLevel)
  return [...matches].sort((a, b) => {
    const [near, far] = [distance(a), distance(b)]
    if (near !== far) return near - far
    return a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)
  })
}
