import type { PlayerEvent, Ready } from '@ante/shared'
import type { PlayerId } from '../domain/ids.ts'
import { EVENTS_PER_READ } from '../services/events/player-events.ts'
import type { Storage } from '../storage/storage.ts'

/** Sends one socket its player's events in order: first replays the missed ones, then sends each new one. */
export interface Subscription {
  start(): void
  /** Tells that another process may have committed new events. */
  wake(): void
  /** Tells that a new event was committed and is on disk. */
  committed(event: PlayerEvent): void
  close(): void
}

export function createSubscription(dependencies: {
  storage: Storage
  playerId: PlayerId
  /** Replays the events after this number; null: new events only. */
  after: number | null
  emit: (event: PlayerEvent) => void
  ready: (ready: Ready) => void
  /** Whether the socket's token is still valid. Called before each push. */
  holds: () => boolean | Promise<boolean>
  fail: (error: unknown) => void
}): Subscription {
  const { storage, playerId, after, emit, ready, holds, fail } = dependencies
  /** The number of the last event sent; null until the first position is known. */
  let sent: number | null = null
  let open = true
  let pumping = false
  let woken = false

  async function begin(): Promise<number> {
    const { lastSeq, gap } = await storage.events(playerId, after ?? 0, 1)
    await storage.flushed()
    // A number above every event is from another store. Nothing after it can have been missed.
    if (open) ready({ last_seq: lastSeq, gap: after !== null && (gap || after > lastSeq) })
    return after === null ? lastSeq : Math.min(after, lastSeq)
  }

  /** Sends the next events that are on disk. Returns false when there are none. */
  async function sendMore(from: number): Promise<boolean> {
    const { events } = await storage.events(playerId, from, EVENTS_PER_READ)
    const last = events.at(-1)
    if (!last) return false
    await storage.flushed()
    if (!(await holds()) || !open) return false
    for (const event of events) emit(event)
    sent = last.seq
    return true
  }

  /** Sends events until none is left. Only one call runs at a time, so events are sent in order. */
  async function pump(): Promise<void> {
    woken = true
    if (pumping) return
    pumping = true
    try {
      sent ??= await begin()
      while (woken && open) {
        woken = false
        while (open && (await sendMore(sent)));
      }
    } finally {
      pumping = false
    }
  }

  const run = () => {
    pump().catch(fail)
  }
  return {
    start: run,
    wake: run,
    committed(event) {
      // The next event in order needs no read. A higher number means that earlier events are not sent yet.
      const isNext = sent !== null && event.seq === sent + 1 && !pumping && open
      const allowed = isNext && holds()
      if (allowed !== true) return run()
      emit(event)
      sent = event.seq
    },
    close() {
      open = false
    },
  }
}
