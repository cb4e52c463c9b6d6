import type { PlayerEvent } from '@ante/shared'
import type { Environment } from '../environment/environment.ts'
import type { Records } from '../environment/records.ts'
import type { Connection } from '../events.ts'
import { ownEvents } from '../http/calls.ts'
import { canReach } from '../http/request.ts'
import { backoff, ONCE, sleepUntilWoken } from '../http/retry.ts'
import type { Send, TokenSource } from '../http/send.ts'
import { EventLog } from './event-log.ts'
import { openLiveSocket } from './live-socket.ts'

/** Between two questions for events while there is no socket. */
const POLL_MS = 4000
const POLL_HIDDEN_MS = 20_000
/** A token is renewed this long before it ends. */
const AHEAD_MS = 60_000

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
  /** All events up to now have been told, or are about to be. */
  caughtUp(): void
}

/** One player's events, from now until it is closed. */
export interface Feed {
  close(): void
}

/** Follows a player's events: over a socket while there is one, by asking again and again while there is none. */
export function openFeed(dependencies: FeedDependencies, playerId: number): Feed {
  const { environment, listener, records } = dependencies
  const log = new EventLog(records, playerId, listener)
  let open = true
  let closeSocket = () => {}

  const run = async () => {
    for (let failures = 0; open; ) {
      const connected = await connect(dependencies, log, (close) => {
        closeSocket = close
        if (!open) close()
      })
      if (!open) return
      failures = connected ? 0 : failures + 1
      listener.connection('offline')
      const resumeAt = environment.now() + backoff(failures) * 1000
      if (connected) await sleepUntilWoken(environment, resumeAt - environment.now())
      else await pollUntil(resumeAt)
    }
  }

  const pollUntil = async (end: number) => {
    do {
      if (await poll(dependencies, log, () => open)) listener.connection('polling')
      else if (open) listener.connection('offline')
      const pause = environment.isVisible() ? POLL_MS : POLL_HIDDEN_MS
      await sleepUntilWoken(environment, pause)
    } while (open && environment.now() < end)
  }

  void run()
  return {
    close() {
      open = false
      closeSocket()
    },
  }
}

/** Holds one socket until it ends; whether it came to work at all. Never throws. */
async function connect(
  { environment, server, tokens, listener, expiresAt }: FeedDependencies,
  log: EventLog,
  opened: (close: () => void) => void,
): Promise<boolean> {
  const token = canReach(environment, server) ? await tokens.token().catch(() => null) : null
  if (token === null) return false
  let live = false
  const socket = openLiveSocket({
    environment,
    server,
    token,
    after: log.last,
    event: (row) => log.add(row),
    ready(ready) {
      live = true
      log.begin(ready.last_seq, ready.gap)
      listener.connection('live')
      listener.caughtUp()
    },
  })
  let ended = false
  const keepAlive = async () => {
    for (;;) {
      const left = (expiresAt() ?? environment.now() + 24 * AHEAD_MS) - AHEAD_MS - environment.now()
      await Promise.race([environment.sleep(Math.max(left, 1000)), socket.ended])
      if (ended) return
      const fresh = await tokens.token().catch(() => null)
      if (fresh !== null && fresh !== token) socket.renew(fresh)
    }
  }
  opened(socket.close)
  void keepAlive()
  const code = await socket.ended
  ended = true
  // Asked for once here, so that the next try has another token.
  if (code === 'unauthorized') await tokens.renew(token).catch(() => null)
  return live
}

/** Asks for what is new; false when the server did not answer. Never throws. */
async function poll({ send, listener }: FeedDependencies, log: EventLog, isOpen: () => boolean): Promise<boolean> {
  try {
    for (;;) {
      const query = { after: log.last ?? 0 }
      const { events, last_seq, gap } = await send(ownEvents, { query, retry: ONCE })
      if (!isOpen()) return false
      log.begin(last_seq, gap)
      for (const event of events) log.add(event)
      if (events.length === 0 || (log.last ?? 0) >= last_seq) break
    }
    listener.caughtUp()
    return true
  } catch {
    return false
  }
}
