import type { PlayerId } from '../../../domain/ids.ts'
import type { UnmatchedMatch } from '../../../domain/match.ts'
import { type MatchAge, MatchList } from './match-list.ts'

/** Open matches, oldest first, in which a player's own matches can be skipped without visiting each of them. */
export class OffersByAge {
  readonly #all = new MatchList<UnmatchedMatch>()
  readonly #byChallenger = new Map<PlayerId, MatchList<UnmatchedMatch>>()

  get length(): number {
    return this.#all.length
  }

  put(match: UnmatchedMatch): void {
    this.#all.put(match)
    const own = this.#byChallenger.get(match.challenger.playerId) ?? new MatchList<UnmatchedMatch>()
    this.#byChallenger.set(match.challenger.playerId, own)
    own.put(match)
  }

  remove(match: UnmatchedMatch): void {
    this.#all.remove(match)
    const own = this.#byChallenger.get(match.challenger.playerId)
    own?.remove(match)
    if (own?.length === 0) this.#byChallenger.delete(match.challenger.playerId)
  }

  /** The matches of everybody else that are younger than `after`; all of them for null. */
  *ofOthers(playerId: PlayerId, after: MatchAge | null): Generator<UnmatchedMatch> {
    const own = this.#byChallenger.get(playerId)
    let position = after ? this.#all.positionAfter(after) : 0
    for (let match = this.#all.at(position); match; match = this.#all.at(position)) {
      if (own && match.challenger.playerId === playerId) {
        position = this.#endOfRun(own, match, position)
      } else {
        yield match
        position++
      }
    }
  }

  /** Where the own matches that follow directly on the first of them end: a binary search for the length of the run. */
  #endOfRun(own: MatchList<UnmatchedMatch>, first: UnmatchedMatch, position: number): number {
    const start = own.positionOf(first)
    let shortest = 1
    let longest = own.length - start
    while (shortest < longest) {
      const length = (shortest + longest + 1) >> 1
      const last = own.at(start + length - 1)
      if (last && this.#all.positionOf(last) === position + length - 1) shortest = length
      else longest = length - 1
    }
    return position + shortest
  }
}
