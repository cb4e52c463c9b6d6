import type { Match } from '../../../domain/match.ts'
import type { Slice } from '../../storage.ts'

/** Matches in the order of their creation, replaced in place as they change. */
export class MatchList<M extends Match = Match> {
  readonly #matches: M[] = []

  get length(): number {
    return this.#matches.length
  }

  put(match: M): void {
    const place = this.#placeOf(match)
    this.#matches.splice(place, this.#matches[place]?.id === match.id ? 1 : 0, match)
  }

  remove(match: Match): void {
    const place = this.#placeOf(match)
    if (this.#matches[place]?.id === match.id) this.#matches.splice(place, 1)
  }

  /** Counted from the oldest. */
  at(place: number): M | undefined {
    return this.#matches[place]
  }

  oldestFirst(from = 0, to = this.#matches.length): readonly M[] {
    return this.#matches.slice(from, to)
  }

  newestFirst({ offset, limit }: Slice): readonly M[] {
    const end = Math.max(0, this.#matches.length - offset)
    return this.#matches.slice(Math.max(0, end - limit), end).reverse()
  }

  /** Where the match is, or would be. */
  #placeOf(match: Match): number {
    let low = 0
    let high = this.#matches.length
    while (low < high) {
      const middle = (low + high) >> 1
      const other = this.#matches[middle]
      if (other && isOlder(other, match)) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** The order of creation; matches of one instant are told apart by their ids. */
export function isOlder(a: Match, b: Match): boolean {
  return a.createdAt === b.createdAt ? a.id < b.id : a.createdAt < b.createdAt
}
