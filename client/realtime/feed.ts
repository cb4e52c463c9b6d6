import type { PlayerEvent } from '@ante/shared'
import type { Connection } from '../api/events.ts'
import type { Environment } from '../environment/environment.ts'
import type { Records } from '../environment/records.ts'
import { backoff, sleepUntilWoken } from '../http/retry.ts'
import type { Send, TokenSource } from '../http/send.ts'
import { EventLog } from './event-log.ts'
import { holdSocket } from './hold-socket.ts'
import { poll } from './poll.ts'

/** Between two questions for events while there is no socket. */
const POLL_MS = 4000
const POLL_HIDDEN_MS = 20_000

/** What a feed needs. */
export interface FeedDependencies {
  readonly environment: Environment
  readonly server: string
  readonly records: Records
  readonly tokens: TokenSource
  readonly send: Send
  /** Milliseconds since 1970 at which the access token ends; null when unknown. */
  readonly expiresAt: () => number | null
  readonly listener: FeedListener
}

/** What a feed tells of. */
export interface FeedListener {
  event(event: PlayerEvent): void
  gap(): void
  connection(state: Connection): void
  /** The server is there again; what happened before this feed began may be unknown. */
  connected(): void
}

/** One player's events, from now until it is closed. */
export interface Feed {
  close(): void
}

/** Follows a player's events: over a socket while there is one, by asking again and again while there is none. */
export function openFeed(dependencies: FeedDependencies, playerId: number): Feed {
  const { environment, listener, records, send } = dependencies
  const log = new EventLog(records, playerId, listener)
  let open = true
  let state: Connection = 'offline'
  let closeSocket = () => {}

  const show = (next: Connection) => {
    const wasAway = state === 'offline'
    state = next
    if (!open) return
    listener.connection(next)
    if (wasAway && next !== 'offline') listener.connected()
  }

  const run = async () => {
    for (let failures = 0; open; ) {
      const wasLive = await holdSocket(dependencies, log, {
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
