import type { AnnouncedEvent } from '../../storage/storage.ts'

/** Passes on committed events to whoever pushes them. The rows are durable already: a missed call loses nothing. */
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
