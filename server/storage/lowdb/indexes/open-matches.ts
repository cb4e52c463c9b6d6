import type { UnmatchedMatch } from '../../../domain/match.ts'
import { isOlder, MatchList } from './match-list.ts'

const NONE = new MatchList<UnmatchedMatch>()

/** The open matches of one pool, by age and by skill level. */
export class OpenMatches {
  readonly #all = new MatchList<UnmatchedMatch>()
  readonly #byLevel = new Map<number | null, MatchList<UnmatchedMatch>>()
  /** The levels that there are, lowest first. */
  readonly #levels: number[] = []

  get length(): number {
    return this.#all.length
  }

  put(match: UnmatchedMatch): void {
    this.#all.put(match)
    const ofLevel = this.#byLevel.get(match.skillLevel)
    if (ofLevel) ofLevel.put(match)
    else this.#addLevel(match.skillLevel).put(match)
  }

  remove(match: UnmatchedMatch): void {
    this.#all.remove(match)
    const ofLevel = this.#byLevel.get(match.skillLevel)
    ofLevel?.remove(match)
    if (ofLevel?.length === 0) this.#removeLevel(match.skillLevel)
  }

  oldestFirst(from: number, to: number): readonly UnmatchedMatch[] {
    return this.#all.oldestFirst(from, to)
  }

  /** Nearest to a level first, then oldest; those without a level last. Looks at no more than it takes. */
  nearestFirst(level: number, count: number): readonly UnmatchedMatch[] {
    const found: UnmatchedMatch[] = []
    let above = this.#placeOf(level)
    let below = above - 1
    while (found.length < count) {
      const [lower, higher] = [this.#levels[below], this.#levels[above]]
      if (lower === undefined && higher === undefined) break
      const distance = Math.min(distanceTo(lower, level), distanceTo(higher, level))
      const under = distanceTo(lower, level) === distance ? this.#ofLevel(this.#levels[below--]) : NONE
      const over = distanceTo(higher, level) === distance ? this.#ofLevel(this.#levels[above++]) : NONE
      takeOldest(found, under, over, count)
    }
    takeOldest(found, this.#byLevel.get(null) ?? NONE, NONE, count)
    return found
  }

  #ofLevel(level: number | undefined): MatchList<UnmatchedMatch> {
    return (level !== undefined && this.#byLevel.get(level)) || NONE
  }

  #addLevel(level: number | null): MatchList<UnmatchedMatch> {
    const list = new MatchList<UnmatchedMatch>()
    this.#byLevel.set(level, list)
    if (level !== null) this.#levels.splice(this.#placeOf(level), 0, level)
    return list
  }

  #removeLevel(level: number | null): void {
    this.#byLevel.delete(level)
    if (level !== null) this.#levels.splice(this.#placeOf(level), 1)
  }

  /** Where a level is, or would be. */
  #placeOf(level: number): number {
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

function distanceTo(level: number | undefined, from: number): number {
  return level === undefined ? Number.POSITIVE_INFINITY : Math.abs(level - from)
}

/** Adds what two lists have, oldest first, until there are so many. */
function takeOldest(
  found: UnmatchedMatch[],
  a: MatchList<UnmatchedMatch>,
  b: MatchList<UnmatchedMatch>,
  count: number,
): void {
  let [fromA, fromB] = [0, 0]
  while (found.length < count) {
    const [first, second] = [a.at(fromA), b.at(fromB)]
    const isFirst = first !== undefined && (second === undefined || isOlder(first, second))
    const next = isFirst ? first : second
    if (next === undefined) return
    found.push(next)
    if (isFirst) fromA++
    else fromB++
  }
}
