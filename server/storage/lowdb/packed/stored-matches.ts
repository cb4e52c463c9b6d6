import type { MatchId } from '../../../domain/ids.ts'
import { type DecidedMatch, isUndecided, type Match, type UndecidedMatch } from '../../../domain/match.ts'
import type { Dictionary } from './dictionary.ts'
import { numbersBelow, PackedMap } from './packed-map.ts'
import type { Records } from './records.ts'
import { RulesTable } from './rules-table.ts'

type Packed = Omit<DecidedMatch, 'rules'> & { readonly rules: number }

/** Undecided matches as objects, because they are read and replaced all the time, and decided ones packed. */
export class StoredMatches implements Records<MatchId, Match> {
  readonly #rules = new RulesTable()
  readonly #undecided = new Map<MatchId, UndecidedMatch>()
  readonly #decided: PackedMap<MatchId, Packed>

  constructor(dictionary: Dictionary) {
    this.#decided = new PackedMap(dictionary, ({ id }) => id)
  }

  get size(): number {
    return this.#undecided.size + this.#decided.size
  }

  has(id: MatchId): boolean {
    return this.#undecided.has(id) || this.#decided.has(id)
  }

  /** A match that is not decided. */
  undecided(id: MatchId): UndecidedMatch | undefined {
    return this.#undecided.get(id)
  }

  get(id: MatchId): Match | undefined {
    return this.#undecided.get(id) ?? this.#unpack(this.#decided.get(id))
  }

  set(id: MatchId, match: Match): void {
    if (isUndecided(match)) {
      // Lines of the journal may be older than the snapshot before them.
      if (!this.#undecided.has(id)) this.#decided.delete(id)
      const rules = this.#rules.shared(match.rules)
      this.#undecided.set(id, rules === match.rules ? match : { ...match, rules })
      return
    }
    this.#decided.set(id, { ...match, rules: this.#rules.numberOf(match.rules) })
    this.#undecided.delete(id)
  }

  delete(id: MatchId): boolean {
    return this.#undecided.delete(id) || this.#decided.delete(id)
  }

  *values(): Generator<Match> {
    yield* this.now()
  }

  *[Symbol.iterator](): Generator<[MatchId, Match]> {
    for (const match of this.values()) yield [match.id, match]
  }

  /** All matches as they are when this is called, whatever becomes of them meanwhile. Decided matches never change. */
  now(): Iterable<Match> {
    const undecided = [...this.#undecided.values()]
    const decided = this.#decided.valuesAt(numbersBelow(this.#decided.length))
    const unpack = (packed: Packed) => this.#unpack(packed)
    return {
      *[Symbol.iterator]() {
        yield* undecided
        for (const packed of decided) yield unpack(packed)
      },
    }
  }

  #unpack(packed: Packed): Match
  #unpack(packed: Packed | undefined): Match | undefined
  #unpack(packed: Packed | undefined): Match | undefined {
    return packed && ({ ...packed, rules: this.#rules.at(packed.rules) } as DecidedMatch)
  }
}
