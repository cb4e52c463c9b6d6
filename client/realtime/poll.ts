import { ownEvents } from '../http/calls.ts'
import { ONCE } from '../http/retry.ts'
import type { Send } from '../http/send.ts'
import type { EventLog } from './event-log.ts'

/** Asks for what is new; false when the server did not answer. Never throws. */
export async function poll(send: Send, log: EventLog, isOpen: () => boolean): Promise<boolean> {
  try {
    for (;;) {
      const query = { after: log.last ?? 0 }
      const { events, last_seq, gap } = await send(ownEvents, { query, retry: ONCE })
      if (!isOpen()) return false
      log.begin(last_seq, gap)
      for (const event of events) log.add(event)
      if (events.length === 0 || (log.last ?? 0) >= last_seq) break
    }
    return true
  } catch {
    return false
  }
}
