import type { UnmatchedMatch } from '../../domain/match.ts'
import { isOlder, MatchList } from './match-list.ts'

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

  /** Nearest to a level first, then oldest; those without a level last. Looks at no more than is taken. */
  *nearestFirst(level: number): Generator<UnmatchedMatch> {
    let above = this.#placeOf(level)
    let below = above - 1
    for (;;) {
      const [lower, higher] = [this.#levels[below], this.#levels[above]]
      if (lower === undefined && higher === undefined) break
      const distance = Math.min(distanceTo(lower, level), distanceTo(higher, level))
      const lists: Iterable<UnmatchedMatch>[] = []
      if (distanceTo(lower, level) === distance) lists.push(this.#ofLevel(this.#levels[below--]))
      if (distanceTo(higher, level) === distance) lists.push(this.#ofLevel(this.#levels[above++]))
      yield* oldestOf(lists)
    }
    yield* this.#ofLevel(null)
  }

  #ofLevel(level: number | null | undefined): Iterable<UnmatchedMatch> {
    return (level !== undefined && this.#byLevel.get(level)) || []
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

/** Lists that are each oldest first, as one. */
function* oldestOf(lists: readonly Iterable<UnmatchedMatch>[]): Generator<UnmatchedMatch> {
  const [first, second] = lists.map((list) => list[Symbol.iterator]())
  let [a, b] = [first?.next().value, second?.next().value]
  while (a || b) {
    if (a && (!b || isOlder(a, b))) {
      yield a
      a = first?.next().value
    } else {
      yield b
      b = second?.next().value
    }
  }
}
