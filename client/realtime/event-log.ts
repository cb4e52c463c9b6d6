import type { PlayerEvent } from '@ante/shared'
import { playerEvent } from '../contract/generated.ts'
import { integer, object, parse } from '../contract/shape.ts'
import type { Records } from '../environment/records.ts'

const numbered = object({ seq: integer() })

/** What a log reports. */
export interface EventLogListener {
  event(event: PlayerEvent): void
  gap(): void
}

/** A player's durable events as this tab has seen them: each once, in order. */
export interface EventLog {
  /** Number of the last event seen; null before the player's first visit. */
  readonly last: number | null
  /**
   * The server's newest number, and whether events before it are gone. A first visit begins there. A number below ours
   * means that the server's store began anew.
   */
  begin(lastSeq: number, gap: boolean): void
  /** Reports an event, unless it was reported before. An event of an unknown type is skipped. */
  add(row: unknown): void
}

/** Creates the log of one player. The last number is stored, so that the next visit begins there. */
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
