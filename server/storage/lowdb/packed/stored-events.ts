import type { PlayerId } from '../../../domain/ids.ts'
import type { AnnouncedEvent } from '../../storage.ts'
import type { Dictionary } from './dictionary.ts'
import { PackedMap } from './packed-map.ts'
import type { Records } from './records.ts'

export interface EventRange {
  /** The oldest event that is kept; `last + 1` when none is. */
  readonly first: number
  readonly last: number
}

/** The key of an event in its collection. */
export const eventKey = (playerId: PlayerId, seq: number) => `${playerId}/${seq}`

/** Events, packed, and the numbers of those that are kept of each player, so that no start has to unpack them all. */
export class StoredEvents implements Records<string, AnnouncedEvent> {
  readonly #events: PackedMap<string, AnnouncedEvent>
  readonly #ranges = new Map<PlayerId, EventRange>()

  constructor(dictionary: Dictionary) {
    this.#events = new PackedMap(dictionary, ({ playerId, event }) => eventKey(playerId, event.seq))
  }

  get size(): number {
    return this.#events.size
  }

  /** By player. There are no holes: the oldest events are removed first. */
  get ranges(): ReadonlyMap<PlayerId, EventRange> {
    return this.#ranges
  }

  has(key: string): boolean {
    return this.#events.has(key)
  }

  get(key: string): AnnouncedEvent | undefined {
    return this.#events.get(key)
  }

  set(key: string, announced: AnnouncedEvent): void {
    this.#events.set(key, announced)
    const { playerId, event } = announced
    const { first, last } = this.#ranges.get(playerId) ?? { first: event.seq, last: event.seq }
    this.#ranges.set(playerId, { first: Math.min(first, event.seq), last: Math.max(last, event.seq) })
  }

  delete(key: string): boolean {
    const announced = this.#events.get(key)
    if (!announced) return false
    const { playerId, event } = announced
    this.#ranges.set(playerId, { first: event.seq + 1, last: this.#ranges.get(playerId)?.last ?? event.seq })
    return this.#events.delete(key)
  }

  values(): Iterable<AnnouncedEvent> {
    return this.#events.values()
  }

  [Symbol.iterator](): Iterator<[string, AnnouncedEvent]> {
    return this.#events[Symbol.iterator]()
  }
}
