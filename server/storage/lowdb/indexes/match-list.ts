import type { Instant, MatchId } from '../../../domain/ids.ts'
import type { Slice } from '../../storage.ts'

/** What the order of creation comes from. Matches of one instant are ordered by id. */
export interface MatchAge {
  readonly id: MatchId
  readonly createdAt: Instant
}

/** Matches in the order of their creation. Finding a position takes O(log n). */
export class MatchList<M extends MatchAge = MatchAge> {
  readonly #matches: M[] = []

  get length(): number {
    return this.#matches.length
  }

  /** Adds a match, or replaces the one with its id. */
  put(match: M): void {
    const position = this.positionOf(match)
    this.#matches.splice(position, this.#matches[position]?.id === match.id ? 1 : 0, match)
  }

  remove(match: MatchAge): void {
    const position = this.positionOf(match)
    if (this.#matches[position]?.id === match.id) this.#matches.splice(position, 1)
  }

  /** What was put for a match. */
  find(match: MatchAge): M | undefined {
    const found = this.#matches[this.positionOf(match)]
    return found?.id === match.id ? found : undefined
  }

  /** The match at a position; 0 is the oldest. */
  at(position: number): M | undefined {
    return this.#matches[position]
  }

  count(isCounted: (match: M) => boolean): number {
    let count = 0
    for (const match of this.#matches) if (isCounted(match)) count++
    return count
  }

  oldestFirst(): readonly M[] {
    return [...this.#matches]
  }

  newestFirst({ offset, limit }: Slice): readonly M[] {
    const end = Math.max(0, this.#matches.length - offset)
    return this.#matches.slice(Math.max(0, end - limit), end).reverse()
  }

  /** Where the match is, or where it would be put. */
  positionOf(match: MatchAge): number {
    let low = 0
    let high = this.#matches.length
    while (low < high) {
      const middle = (low + high) >> 1
      const other = this.#matches[middle]
      if (other && compareAge(other, match) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Where those that are younger than the match begin. */
  positionAfter(match: MatchAge): number {
    const position = this.positionOf(match)
    return this.#matches[position]?.id === match.id ? position + 1 : position
  }
}

/** Below zero when `a` is the older one. */
export function compareAge(a: MatchAge, b: MatchAge): number {
  return a.createdAt - b.createdAt || (a.id === b.id ? 0 : a.id < b.id ? -1 : 1)
}
