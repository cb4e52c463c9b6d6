import type { UnmatchedMatch } from '../../domain/match.ts'
import { canStake } from '../../domain/play/starting.ts'
import type { Place } from '../../domain/ranking.ts'
import type { Slice, Storage } from '../../storage/storage.ts'
import type { Clock } from '../core/clock.ts'
import type { DowntimeCompensation } from './downtime-compensation.ts'
import { type MatchTerms, offerFilterOf, type Participant, readEntrant, requireGame } from './participant.ts'
import type { StakeLimits } from './stake-limits.ts'

/** Counting and numbered pages end here; the pages after a place go on. It bounds what one look-up costs. */
export const MAX_COUNT = 1000

/** A page of open matches: those after a place in the order, or else those from an offset (below `MAX_COUNT`) on. */
export interface OffersPage extends Slice {
  readonly after: Place | null
}

export interface Offers {
  readonly matches: readonly UnmatchedMatch[]
  /** How many there are on all pages, up to `MAX_COUNT`. */
  readonly count: number
  /** The place after which the next page begins; null on the last page. */
  readonly next: Place | null
}

/** The open matches that the caller could accept now, in the order in which they are offered. Throws `unknown_game`. */
export type LookUp = (caller: Participant, terms: MatchTerms, page: OffersPage) => Promise<Offers>

export function createLookUp(dependencies: {
  storage: Storage
  stakeLimits: StakeLimits
  clock: Clock
  downtime: Pick<DowntimeCompensation, 'compensate'>
}): LookUp {
  const { storage, clock, downtime } = dependencies
  return async (caller, { skillLevel, ...pool }, { offset, limit, after }) => {
    const compensating = downtime.compensate()
    if (compensating) await compensating
    requireGame(await storage.game(pool.gameId), pool.gameId)
    const entrant = await readEntrant(dependencies, caller, pool.gameId, pool.currency)
    if (!canStake(entrant, pool.stakeAmount)) return { matches: [], count: 0, next: null }
    const filter = offerFilterOf(entrant, pool, clock.now())
    const start = after ? 0 : offset
    if (start >= MAX_COUNT) return { matches: [], count: await storage.countOffers(filter, MAX_COUNT), next: null }
    // One more than the page, to know whether there is a next one. Without one, these are all.
    const offers = await storage.offers(filter, { skillLevel, after, limit: start + limit + 1 })
    const isAll = after === null && offers.length <= start + limit
    const count = isAll ? Math.min(offers.length, MAX_COUNT) : await storage.countOffers(filter, MAX_COUNT)
    const matches = offers.slice(start, start + limit)
    return { matches, count, next: offers.length > start + limit ? (matches.at(-1) ?? null) : null }
  }
}
