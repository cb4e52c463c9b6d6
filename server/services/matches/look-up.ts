import type { UnmatchedMatch } from '../../domain/match.ts'
import { canAccept } from '../../domain/play/starting.ts'
import { firstBehind, type Place } from '../../domain/ranking.ts'
import type { Slice, Storage } from '../../storage/storage.ts'
import type { Clock } from '../core/clock.ts'
import type { DowntimeCompensation } from './downtime-compensation.ts'
import { type MatchTerms, type Participant, readEntrant, requireGame } from './participant.ts'

/** A page of open matches: those after a place in the order, or else those from an offset on. */
export interface OffersPage extends Slice {
  readonly after: Place | null
}

export interface Offers {
  readonly matches: readonly UnmatchedMatch[]
  /** How many there are on all pages. */
  readonly count: number
  /** The place after which the next page begins; null on the last page. */
  readonly next: Place | null
}

/** The open matches that the caller could accept now, in the order in which they are offered. Throws `unknown_game`. */
export type LookUp = (caller: Participant, terms: MatchTerms, page: OffersPage) => Promise<Offers>

export function createLookUp(dependencies: {
  storage: Storage
  clock: Clock
  downtime: Pick<DowntimeCompensation, 'compensate'>
}): LookUp {
  const { storage, clock, downtime } = dependencies
  return async (caller, { skillLevel, ...pool }, { offset, limit, after }) => {
    await downtime.compensate()
    await requireGame(storage, pool.gameId)
    const entrant = await readEntrant(storage, caller, pool.gameId, pool.currency)
    const now = clock.now()
    const open = await storage.openMatches(pool, { nearest: skillLevel })
    const offers = open.filter((match) => canAccept(match, entrant, now))
    const start = after ? firstBehind(offers, after, skillLevel) : offset
    const end = start + limit
    const matches = offers.slice(start, end)
    return { matches, count: offers.length, next: end < offers.length ? (matches.at(-1) ?? null) : null }
  }
}
