import type { PlayerId } from '../../../domain/ids.ts'
import type { UnmatchedMatch } from '../../../domain/match.ts'
import type { Place } from '../../../domain/ranking.ts'
import { compareAge } from './match-list.ts'
import { mergeSorted } from './merge-sorted.ts'
import { OffersByAge } from './offers-by-age.ts'

/** Open matches by age and by skill level. */
export class OffersByLevel {
  readonly #all = new OffersByAge()
  readonly #byLevel = new Map<number | null, OffersByAge>()
  /** The levels that there are, lowest first; without null. */
  readonly #levels: number[] = []

  get length(): number {
    return this.#all.length
  }

  put(match: UnmatchedMatch): void {
    this.#all.put(match)
    const ofLevel = this.#byLevel.get(match.skillLevel) ?? this.#addLevel(match.skillLevel)
    ofLevel.put(match)
  }

  remove(match: UnmatchedMatch): void {
    this.#all.remove(match)
    const ofLevel = this.#byLevel.get(match.skillLevel)
    ofLevel?.remove(match)
    if (ofLevel?.length === 0) this.#removeLevel(match.skillLevel)
  }

  /** The matches of everybody else after a place, in the order of `compareOffers` for the skill level. */
  ofOthers(playerId: PlayerId, skillLevel: number | null, after: Place | null): Generator<UnmatchedMatch> {
    return skillLevel === null ? this.#all.ofOthers(playerId, after) : this.#nearestFirst(playerId, skillLevel, after)
  }

  *#nearestFirst(playerId: PlayerId, level: number, after: Place | null): Generator<UnmatchedMatch> {
    const reached = after ? distanceTo(after.skillLevel, level) : 0
    for (const { distance, levels } of this.#levelsByDistance(level, reached)) {
      const place = after && distance === reached ? after : null
      const lists = levels.flatMap((one) => this.#byLevel.get(one)?.ofOthers(playerId, place) ?? [])
      yield* mergeSorted(lists, compareAge)
    }
  }

  /** The levels at each distance of at least `reached`, nearest first; null is farther than any number. */
  *#levelsByDistance(
    level: number,
    reached: number,
  ): Generator<{ distance: number; levels: readonly (number | null)[] }> {
    let above = this.#positionOf(level + reached)
    let below = reached === 0 ? above - 1 : this.#positionOf(level - reached + 1) - 1
    for (;;) {
      const [lower = null, higher = null] = [this.#levels[below], this.#levels[above]]
      const distance = Math.min(distanceTo(lower, level), distanceTo(higher, level))
      const levels = [lower, higher].filter((one) => one !== null && distanceTo(one, level) === distance)
      if (levels.length === 0) break
      yield { distance, levels }
      if (levels.includes(lower)) below--
      if (levels.includes(higher)) above++
    }
    yield { distance: Number.POSITIVE_INFINITY, levels: [null] }
  }

  #addLevel(level: number | null): OffersByAge {
    const list = new OffersByAge()
    this.#byLevel.set(level, list)
    if (level !== null) this.#levels.splice(this.#positionOf(level), 0, level)
    return list
  }

  #removeLevel(level: number | null): void {
    this.#byLevel.delete(level)
    if (level !== null) this.#levels.splice(this.#positionOf(level), 1)
  }

  /** Where a level is, or where it would be put. */
  #positionOf(level: number): number {
    let low = 0
    let high = this.#levels.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#levels[middle] ?? level) < level) low = middle + 1
      else high = middle
    }
    return low
  }
}

function distanceTo(level: number | null, from: number): number {
  return level === null ? Number.POSITIVE_INFINITY : Math.abs(level - from)
}
