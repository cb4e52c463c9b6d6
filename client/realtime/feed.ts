import type { PlayerEvent } from '@ante/shared'
import type { Connection } from '../api/events.ts'
import type { Core } from '../core/core.ts'
import { backoff, sleepUntilWoken } from '../http/retry.ts'
import { EventLog } from './event-log.ts'
import { holdSocket } from './hold-socket.ts'
import { poll } from './poll.ts'

/** Time between two polls while there is no socket. */
const POLL_MS = 4000
const POLL_HIDDEN_MS = 20_000

/** What a feed reports. */
export interface FeedListener {
  event(event: PlayerEvent): void
  gap(): void
  connection(state: Connection): void
}

/** One player's events, from now until it is closed. */
export interface Feed {
  close(): void
}

/** Reports a player's events: over a socket while there is one, by polling while there is none. */
export function openFeed(core: Core, playerId: number, listener: FeedListener): Feed {
  const { environment, records, send } = core
  const log = new EventLog(records, playerId, listener)
  let open = true
  let closeSocket = () => {}

  const show = (state: Connection) => {
    if (open) listener.connection(state)
  }

  const run = async () => {
    for (let failures = 0; open; ) {
      const wasLive = await holdSocket(core, log, {
        live: () => show('live'),
        opened(close) {
          closeSocket = close
          if (!open) close()
        },
      })
      failures = wasLive ? 0 : failures + 1
      const pause = backoff(failures) * 1000
      if (wasLive) {
        show('offline')
        await sleepUntilWoken(environment, pause)
      } else await pollUntil(environment.now() + pause)
    }
  }

  let unanswered = 0
  const pollUntil = async (end: number) => {
    while (open) {
      unanswered = (await poll(send, log, () => open)) ? 0 : unanswered + 1
      show(unanswered === 0 ? 'polling' : 'offline')
      const pause = environment.isVisible() ? POLL_MS : POLL_HIDDEN_MS
      await sleepUntilWoken(environment, Math.max(pause, backoff(unanswered) * 1000))
      if (environment.now() >= end) return
    }
  }

  void run()
  return {
    close() {
      open = false
      closeSocket()
    },
  }
}
