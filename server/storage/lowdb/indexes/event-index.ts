import type { PlayerEvent } from '@ante/shared'
import type { Instant, PlayerId } from '../../../domain/ids.ts'
import type { AnnouncedEvent } from '../../storage.ts'
import type { RecordChange, StoreData } from '../files/stored-data.ts'
import { type EventRange, eventKey } from '../packed/stored-events.ts'
import { PriorityIndex } from './priority-index.ts'

/** The events of each player in their order, and the players by the age of their oldest event. */
export class EventIndex {
  readonly #data: StoreData
  readonly #oldest = new PriorityIndex<PlayerId>()

  constructor(data: StoreData) {
    this.#data = data
    for (const playerId of data.events.ranges.keys()) this.#noteOldest(playerId)
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
    if (this.#rangeOf(playerId).first === event.seq) this.#noteOldest(playerId)
  }

  removed({ playerId }: AnnouncedEvent): void {
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

  #noteOldest(playerId: PlayerId): void {
    const { first, last } = this.#rangeOf(playerId)
    this.#oldest.set(playerId, first > last ? null : this.#timeOf(playerId, first))
  }

  #timeOf(playerId: PlayerId, seq: number): Instant {
    return Date.parse(this.#data.events.get(eventKey(playerId, seq))?.event.at ?? '')
  }

  #rangeOf(playerId: PlayerId): EventRange {
    const head = this.#data.eventHeads.get(playerId) ?? 0
    const { first, last } = this.#data.events.ranges.get(playerId) ?? { first: head + 1, last: head }
    // No number may be given twice.
    return { first, last: Math.max(last, head) }
  }
}
