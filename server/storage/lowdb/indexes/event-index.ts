import type { PlayerEvent } from '@ante/shared'
import type { Instant, PlayerId } from '../../../domain/ids.ts'
import type { AnnouncedEvent } from '../../storage.ts'
import { eventKey, type RecordChange, type StoreData } from '../files/stored-data.ts'
import { PriorityIndex } from './priority-index.ts'

interface Range {
  /** The oldest event that is kept; `last + 1` when none is. */
  readonly first: number
  readonly last: number
}

/** The range of events that is kept of each player. It has no holes: sweeping removes the oldest first. */
export class EventIndex {
  readonly #data: StoreData
  readonly #ranges = new Map<PlayerId, Range>()
  readonly #oldest = new PriorityIndex<PlayerId>()

  constructor(data: StoreData) {
    this.#data = data
    for (const [playerId, last] of data.eventHeads) this.#ranges.set(playerId, { first: last + 1, last })
    for (const { playerId, event } of data.events.values()) this.#include(playerId, event.seq)
    for (const playerId of this.#ranges.keys()) this.#noteOldest(playerId)
  }

  lastSeq(playerId: PlayerId): number {
    return this.#rangeOf(playerId).last
  }

  after(playerId: PlayerId, after: number, limit: number) {
    const { first, last } = this.#rangeOf(playerId)
    const from = Math.max(first, after + 1)
    const events: PlayerEvent[] = []
    for (let seq = from; seq <= last && events.length < limit; seq++) {
      const kept = this.#data.events.get(eventKey(playerId, seq))
      if (kept) events.push(kept.event)
    }
    return { events, lastSeq: last, gap: after < first - 1 && after < last }
  }

  added({ playerId, event }: AnnouncedEvent): void {
    this.#include(playerId, event.seq)
    if (this.#rangeOf(playerId).first === event.seq) this.#noteOldest(playerId)
  }

  removed({ playerId, event }: AnnouncedEvent): void {
    this.#ranges.set(playerId, { first: event.seq + 1, last: this.lastSeq(playerId) })
    this.#noteOldest(playerId)
  }

  /** What removes up to `limit` events from before an instant. */
  removalsBefore(before: Instant, limit: number): RecordChange[] {
    const removals: RecordChange[] = []
    for (const playerId of this.#oldest.upTo(before - 1, limit)) {
      if (removals.length >= limit) break
      const events = this.#before(playerId, before, limit - removals.length)
      removals.push(...events.map((seq): RecordChange => ['events', eventKey(playerId, seq)]))
      removals.push(['eventHeads', playerId, this.lastSeq(playerId)])
    }
    return removals
  }

  #before(playerId: PlayerId, before: Instant, limit: number): number[] {
    const { first, last } = this.#rangeOf(playerId)
    const found: number[] = []
    for (let seq = first; seq <= last && found.length < limit; seq++) {
      if (this.#timeOf(playerId, seq) >= before) break
      found.push(seq)
    }
    return found
  }

  #include(playerId: PlayerId, seq: number): void {
    const { first, last } = this.#ranges.get(playerId) ?? { first: seq, last: seq }
    this.#ranges.set(playerId, { first: Math.min(first, seq), last: Math.max(last, seq) })
  }

  #noteOldest(playerId: PlayerId): void {
    const { first, last } = this.#rangeOf(playerId)
    this.#oldest.set(playerId, first > last ? null : this.#timeOf(playerId, first))
  }

  #timeOf(playerId: PlayerId, seq: number): Instant {
    return Date.parse(this.#data.events.get(eventKey(playerId, seq))?.event.at ?? '')
  }

  #rangeOf(playerId: PlayerId): Range {
    return this.#ranges.get(playerId) ?? { first: 1, last: 0 }
  }
}
