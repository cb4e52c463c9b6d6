import type { GameId, Instant, MatchId, PlayerId } from '../../../domain/ids.ts'
import {
  isUndecided,
  type Match,
  nextDeadline,
  type Pool,
  poolOf,
  type UndecidedMatch,
  type UnmatchedMatch,
} from '../../../domain/match.ts'
import type { OfferFilter, OffersPage, Slice } from '../../storage.ts'
import type { Records } from '../packed/records.ts'
import { type MatchAge, MatchList } from './match-list.ts'
import { OpenMatches } from './open-matches.ts'
import { PriorityIndex } from './priority-index.ts'
import { poolKey, type Versions } from './versions.ts'

type Filter = { state?: Match['state'] } & Slice

/** Matches by pool, game, player, state and deadline. */
export class MatchIndex {
  readonly #matches: Records<MatchId, Match>
  readonly #versions: Versions
  readonly #pools = new Map<string, OpenMatches>()
  readonly #undecided = new Map<GameId, Map<MatchId, UndecidedMatch>>()
  readonly #deadlines = new PriorityIndex<MatchId>()
  readonly #players = new Map<PlayerId, MatchesOfPlayer>()

  constructor(matches: Records<MatchId, Match>, versions: Versions) {
    this.#matches = matches
    this.#versions = versions
  }

  /** Replaces a match by its next state. */
  update(before: Match | undefined, after: Match): void {
    this.#replaceInPool(before, after)
    this.#replaceUndecided(after)
    this.#deadlines.set(after.id, nextDeadline(after))
    if (before?.state === after.state) return
    const age = this.#ageOf(before, after)
    this.#replaceOfPlayer(after.challenger.playerId, age, before, after)
    if (after.challenged) this.#replaceOfPlayer(after.challenged.playerId, age, before, after)
  }

  offers(filter: OfferFilter, { skillLevel, after, limit }: OffersPage): readonly UnmatchedMatch[] {
    return take(this.#openIn(filter.pool).offers(filter, skillLevel, after), limit)
  }

  countOffers(filter: OfferFilter, limit: number): number {
    return take(this.#openIn(filter.pool).offers(filter, null, null), limit).length
  }

  undecided(of: { gameId?: GameId; playerId?: PlayerId }): readonly UndecidedMatch[] {
    if (of.playerId !== undefined) {
      const own = this.#read(this.#players.get(of.playerId)?.undecided() ?? []).filter(isUndecided)
      return of.gameId === undefined ? own : own.filter((match) => match.gameId === of.gameId)
    }
    const games = of.gameId === undefined ? [...this.#undecided.values()] : [this.#undecided.get(of.gameId)]
    return games.flatMap((matches) => [...(matches?.values() ?? [])])
  }

  /** How many undecided matches a player has in a game. */
  countUndecided(playerId: PlayerId, gameId: GameId): number {
    const ofGame = this.#undecided.get(gameId)
    const own = this.#players.get(playerId)
    return ofGame && own ? own.countUndecided(({ id }) => ofGame.has(id)) : 0
  }

  ofPlayer(playerId: PlayerId, { state, ...slice }: Filter): { matches: readonly Match[]; count: number } {
    const list = this.#players.get(playerId)?.list(state)
    return { matches: this.#read(list?.newestFirst(slice) ?? []), count: list?.length ?? 0 }
  }

  due(now: Instant, limit: number): readonly MatchId[] {
    return this.#deadlines.upTo(now, limit)
  }

  nextDeadline(): Instant | null {
    return this.#deadlines.first()?.priority ?? null
  }

  #read(ages: readonly MatchAge[]): Match[] {
    return ages.flatMap(({ id }) => this.#matches.get(id) ?? [])
  }

  #openIn(pool: Pool): OpenMatches {
    return this.#pools.get(poolKey(pool)) ?? new OpenMatches()
  }

  #replaceInPool(before: Match | undefined, after: Match): void {
    if (before?.state !== 'unmatched' && after.state !== 'unmatched') return
    const pool = poolOf(after)
    const list = entryOf(this.#pools, poolKey(pool), () => new OpenMatches())
    if (after.state === 'unmatched') list.put(after)
    else if (before?.state === 'unmatched') list.remove(before)
    if (list.isEmpty) this.#pools.delete(poolKey(pool))
    if ((before?.state === 'unmatched') !== (after.state === 'unmatched')) {
      this.#versions.increment({ kind: 'pool', pool })
      this.#versions.increment({ kind: 'openings', id: pool.gameId })
    }
  }

  #replaceUndecided(after: Match): void {
    const ofGame = entryOf(this.#undecided, after.gameId, () => new Map<MatchId, UndecidedMatch>())
    if (isUndecided(after)) ofGame.set(after.id, after)
    else ofGame.delete(after.id)
  }

  /** One object for all lists that a match is in. */
  #ageOf(before: Match | undefined, { id, createdAt }: Match): MatchAge {
    const list = before && this.#players.get(before.challenger.playerId)?.list(before.state)
    return list?.find({ id, createdAt }) ?? { id, createdAt }
  }

  #replaceOfPlayer(playerId: PlayerId, age: MatchAge, before: Match | undefined, after: Match): void {
    const known = before?.challenger.playerId === playerId || before?.challenged?.playerId === playerId
    entryOf(this.#players, playerId, () => new MatchesOfPlayer()).update(
      age,
      known ? before?.state : undefined,
      after.state,
    )
    const wasUndecided = known && isUndecided(before)
    if (wasUndecided !== isUndecided(after)) this.#versions.increment({ kind: 'player', id: playerId })
  }
}

/** Lists the ids and ages of a player's matches alone: one small object a match, in all lists of both players. */
class MatchesOfPlayer {
  readonly #all = new MatchList()
  readonly #byState = new Map<Match['state'], MatchList>()

  list(state: Match['state'] | undefined): MatchList | undefined {
    return state === undefined ? this.#all : this.#byState.get(state)
  }

  undecided(): readonly MatchAge[] {
    const lists = [this.#byState.get('unmatched'), this.#byState.get('matched')]
    return lists.flatMap((list) => list?.oldestFirst() ?? [])
  }

  countUndecided(isCounted: (match: MatchAge) => boolean): number {
    return (this.list('unmatched')?.count(isCounted) ?? 0) + (this.list('matched')?.count(isCounted) ?? 0)
  }

  update(match: MatchAge, before: Match['state'] | undefined, after: Match['state']): void {
    if (before) this.#byState.get(before)?.remove(match)
    else this.#all.put(match)
    entryOf(this.#byState, after, () => new MatchList()).put(match)
  }
}

function take<Item>(items: Iterable<Item>, limit: number): Item[] {
  const taken: Item[] = []
  if (limit > 0) {
    for (const item of items) if (taken.push(item) >= limit) break
  }
  return taken
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const created = create()
  map.set(key, created)
  return created
}
