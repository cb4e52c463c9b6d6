import { ownEvents } from '../http/calls.ts'
import { ONCE } from '../http/retry.ts'
import type { Send } from '../http/send.ts'
import type { EventLog } from './event-log.ts'

/** Reads the events that are missing in the log. Returns false when the server did not answer. Never throws. */
export async function poll(send: Send, log: EventLog, isWanted: () => boolean): Promise<boolean> {
  try {
    for (;;) {
      const { last } = log
      const { events, last_seq, gap } = await send(ownEvents, { query: { after: last ?? 0 }, retry: ONCE })
      // A socket may have delivered newer events meanwhile.
      if (!isWanted() || log.last !== last) return true
      log.begin(last_seq, gap)
      for (const event of events) log.add(event)
      if (events.length === 0 || (log.last ?? 0) >= last_seq) return true
    }
  } catch {
    return false
  }
}
