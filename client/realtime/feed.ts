import type { Connection } from '../api/events.ts'
import type { Settled } from '../api/types.ts'
import { ready } from '../contract/generated.ts'
import { parse } from '../contract/shape.ts'
import type { Core } from '../core/core.ts'
import { canReach } from '../http/can-reach.ts'
import { backoff, sleepUntilWoken } from '../http/retry.ts'
import { dispatch } from './dispatch.ts'
import { createEventLog } from './event-log.ts'
import type { LiveSocket, LoadSocket } from './live-socket.ts'
import { poll } from './poll.ts'

/** Time for the socket to connect before the first poll. */
const SOCKET_FIRST_MS = 1500
/** Time between two polls. */
const POLL_MS = 4000
const POLL_HIDDEN_MS = 20_000
/**
 * Limit for loading the socket's code. A page whose policy forbids it would otherwise report an error again and again.
 */
const MAX_LOADS = 5

/** Reports of a feed in addition to the game's events. */
export interface FeedListener {
  /** A match was decided. */
  settled(settled: Settled): void
  connection(state: Connection): void
}

/** One player's events, from now until it is closed. */
export interface Feed {
  close(): void
}

/**
 * Opens the feed, which emits the player's events to the game: over a socket while it is connected, otherwise by
 * polling.
 */
export function openFeed(core: Core, playerId: number, load: LoadSocket, listener: FeedListener): Feed {
  const { emitter, environment, records, send, server, socketPath, session } = core
  const log = createEventLog(records, playerId, {
    event(event) {
      const settled = dispatch(emitter, event, playerId)
      if (settled) listener.settled(settled)
    },
    gap: () => emitter.emit('gap', {}),
  })
  let state: Connection = 'offline'
  let open = true
  let polling = false
  let socket: LiveSocket | null = null

  const show = (next: Connection) => {
    state = next
    if (open) listener.connection(next)
  }
  const isReachable = () => canReach(environment, server)
  const isPolled = () => open && state !== 'live'

  const pollWhileNotLive = async () => {
    if (polling) return
    polling = true
    await environment.sleep(SOCKET_FIRST_MS)
    for (let failures = 0; isPolled(); ) {
      const answered = await poll(send, log, isPolled)
      if (!isPolled()) break
      failures = answered ? 0 : failures + 1
      show(answered ? 'polling' : 'offline')
      const pause = environment.isVisible() ? POLL_MS : POLL_HIDDEN_MS
      await sleepUntilWoken(environment, Math.max(pause, backoff(failures) * 1000))
    }
    polling = false
  }

  const openSocket = async () => {
    for (let loads = 1; open && loads <= MAX_LOADS; loads++) {
      const realtime = isReachable() ? await load().catch(() => null) : null
      if (realtime && open) {
        socket = realtime.openLiveSocket({
          environment,
          server,
          path: socketPath,
          session,
          isReachable,
          pause: (failures) => sleepUntilWoken(environment, backoff(failures) * 1000),
          after: () => log.last,
          opened(data) {
            const newest = parse(ready, data)
            if (newest === null) return false
            log.begin(newest.last_seq, newest.gap)
            show('live')
            return true
          },
          event: log.add,
          lost() {
            if (state === 'live') show('offline')
            void pollWhileNotLive()
          },
        })
        return
      }
      await sleepUntilWoken(environment, backoff(loads + 1) * 1000)
    }
  }

  void openSocket()
  void pollWhileNotLive()
  return {
    close() {
      open = false
      socket?.close()
    },
  }
}
