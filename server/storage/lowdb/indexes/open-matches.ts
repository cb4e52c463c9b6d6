import type { UnmatchedMatch } from '../../../domain/match.ts'
import { compareOffers, type Place } from '../../../domain/ranking.ts'
import { admits, type GameRules } from '../../../domain/rules.ts'
import type { OfferFilter } from '../../storage.ts'
import { mergeSorted } from './merge-sorted.ts'
import { OffersByLevel } from './offers-by-level.ts'

interface Admission {
  /** Those of one match; the others admit the same players. */
  readonly rules: GameRules
  readonly offers: OffersByLevel
}

/** The open matches of one pool, grouped by whom their rules admit, so that a group is skipped as a whole. */
export class OpenMatches {
  readonly #groups = new Map<string, Admission>()

  get isEmpty(): boolean {
    return this.#groups.size === 0
  }

  put(match: UnmatchedMatch): void {
    const key = admissionKey(match.rules)
    const group = this.#groups.get(key) ?? { rules: match.rules, offers: new OffersByLevel() }
    this.#groups.set(key, group)
    group.offers.put(match)
  }

  remove(match: UnmatchedMatch): void {
    const key = admissionKey(match.rules)
    const group = this.#groups.get(key)
    group?.offers.remove(match)
    if (group?.offers.length === 0) this.#groups.delete(key)
  }

  /** Those that pass the filter, in the order of `compareOffers` for the skill level, after a place in it. */
  *offers(filter: OfferFilter, skillLevel: number | null, after: Place | null): Generator<UnmatchedMatch> {
    const admitting = [...this.#groups.values()].filter(({ rules }) => admits(rules, filter))
    const sources = admitting.map(({ offers }) => offers.ofOthers(filter.playerId, skillLevel, after))
    for (const match of mergeSorted(sources, (a, b) => compareOffers(a, b, skillLevel))) {
      // A match whose time is over is decided within a second, so there are few of these.
      if (match.openUntil > filter.now) yield match
    }
  }
}

const admissionKey = ({ maxOpen, clients }: GameRules) => `${maxOpen} ${clients.join(' ')}`
