import type { PlayerEvent, Ready } from '@ante/shared'
import type { PlayerId } from '../domain/ids.ts'
import { EVENTS_PER_READ } from '../services/events/player-events.ts'
import type { Storage } from '../storage/storage.ts'

/** One socket's place in its player's row of events: replays what was missed, then passes on what comes, in order. */
export interface Subscription {
  start(): void
  /** There may be new rows, which another process committed. */
  wake(): void
  /** A new row was committed, and is on disk. */
  committed(event: PlayerEvent): void
  close(): void
}

export function createSubscription(dependencies: {
  storage: Storage
  playerId: PlayerId
  /** Replay from after this number; null: only what comes. */
  after: number | null
  emit: (event: PlayerEvent) => void
  ready: (ready: Ready) => void
  /** Whether the socket's token still holds; asked before each push. */
  holds: () => boolean | Promise<boolean>
  fail: (error: unknown) => void
}): Subscription {
  const { storage, playerId, after, emit, ready, holds, fail } = dependencies
  /** The last row that was sent; null until the start has said where to begin. */
  let sent: number | null = null
  let open = true
  let pumping = false
  let woken = false

  async function begin(): Promise<number> {
    const { lastSeq, gap } = await storage.events(playerId, after ?? 0, 1)
    await storage.flushed()
    // A number ahead of every row comes from another store; nothing after it can have been missed.
    if (open) ready({ last_seq: lastSeq, gap: after !== null && (gap || after > lastSeq) })
    return after === null ? lastSeq : Math.min(after, lastSeq)
  }

  /** Sends the next rows that are on disk; false when there are none. */
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

  /** Only one runs at a time, so rows leave in their order. */
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
      // The next row in order needs no reading; any other says that rows before it were not sent yet.
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
