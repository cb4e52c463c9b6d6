import type { PlayerEvent } from '@ante/shared'
import { playerEvent } from '../contract/generated.ts'
import { integer, object, parse } from '../contract/shape.ts'
import type { Records } from '../environment/records.ts'

const numbered = object({ seq: integer() })

/** Receives the reports of a log. */
export interface EventLogListener {
  event(event: PlayerEvent): void
  gap(): void
}

/** The player's durable events that this tab has seen: each one once, in order. */
export interface EventLog {
  /** Number of the last event seen; null before the player's first visit. */
  readonly last: number | null
  /**
   * Starts with the server's newest number; `gap` says that events before it are gone. On a first visit the log starts
   * at that number. A number below the log's own means that the server's store started again from nothing.
   */
  begin(lastSeq: number, gap: boolean): void
  /** Reports an event, unless it was reported before. An event of an unknown type is skipped. */
  add(row: unknown): void
}

/** Creates the log of one player. It stores the last number, so that the next visit continues there. */
export function createEventLog(records: Records, playerId: number, listener: EventLogListener): EventLog {
  const key = `seq:${playerId}`
  let last = records.read(key, integer())
  const advance = (seq: number) => {
    last = seq
    records.write(key, seq)
  }
  return {
    get last() {
      return last
    },
    begin(lastSeq, gap) {
      const isFirst = last === null
      const isReset = last !== null && last > lastSeq
      if (isFirst || isReset) advance(lastSeq)
      if (isReset || (gap && !isFirst)) listener.gap()
    },
    add(row) {
      const known = parse(numbered, row)
      if (known === null || known.seq <= (last ?? 0)) return
      const event = parse(playerEvent, row)
      if (event) listener.event(event)
      advance(known.seq)
    },
  }
}
