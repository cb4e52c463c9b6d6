import type { AnnouncedEvent } from '../../storage/storage.ts'

/**
 * Tells subscribers in this process about events that were committed. The events are in the store already, so an
 * announcement that is lost loses nothing.
 */
export interface Announcer {
  announce(events: readonly AnnouncedEvent[]): void
  subscribe(listener: (announced: AnnouncedEvent) => void): void
}

export function createAnnouncer(): Announcer {
  const listeners: ((announced: AnnouncedEvent) => void)[] = []
  return {
    announce(events) {
      for (const event of events) for (const listener of listeners) listener(event)
    },
    subscribe(listener) {
      listeners.push(listener)
    },
  }
}
