import { PlayerEvent } from '@ante/shared'
import * as z from 'zod/mini'
import type { Records } from '../environment/records.ts'

const Row = z.object({ seq: z.int() })
const Seq = z.int()

/** What a player's log tells of. */
export interface EventLogListener {
  event(event: PlayerEvent): void
  gap(): void
}

/**
 * A player's durable events as this tab has seen them: each once, in order. The last number is kept in the storage, so
 * that the next visit begins there; a player's first visit begins with what comes.
 */
export class EventLog {
  readonly #records: Records
  readonly #key: string
  readonly #listener: EventLogListener
  #last: number | null

  constructor(records: Records, playerId: number, listener: EventLogListener) {
    this.#records = records
    this.#key = `seq:${playerId}`
    this.#listener = listener
    this.#last = records.read(this.#key, Seq)
  }

  /** Number of the last event seen; null before the first visit's start. */
  get last(): number | null {
    return this.#last
  }

  /** Where the server stands. A number behind ours means that its store began anew. */
  begin(lastSeq: number, gap: boolean): void {
    const isFirst = this.#last === null
    const isReset = this.#last !== null && this.#last > lastSeq
    if (isFirst || isReset) this.#advance(lastSeq)
    if (isReset || (gap && !isFirst)) this.#listener.gap()
  }

  /** Tells of a row, unless it was told before; a row of a kind that this client does not know is passed over. */
  add(row: unknown): void {
    const numbered = z.safeParse(Row, row)
    if (!numbered.success || numbered.data.seq <= (this.#last ?? 0)) return
    const event = z.safeParse(PlayerEvent, row)
    if (event.success) this.#listener.event(event.data)
    this.#advance(numbered.data.seq)
  }

  #advance(seq: number): void {
    this.#last = seq
    this.#records.write(this.#key, seq)
  }
}
