import type { Ante } from '../api/ante.ts'
import type { Connection } from '../api/events.ts'
import type { Core } from '../core/core.ts'
import { isMissing } from '../http/dialect.ts'
import { sleepUntilWoken } from '../http/retry.ts'
import type { SettlementWaiter } from '../matches/settlement-waiter.ts'
import type { Feed } from './feed.ts'
import type { Parts } from './parts.ts'

/** Events that the server sends. The client opens a feed when one of them has a handler. */
const SERVER_EVENTS = ['matched', 'opponentFinished', 'settled', 'expired', 'void', 'wallet', 'gap'] as const
/** Wait before the feed's code is loaded again after a failure. */
const LOAD_AGAIN_MS = 5000

/** The game's events and the connection that delivers them. */
export interface Events {
  readonly connection: Connection
  readonly on: Ante['on']
  /** Ends the connection for good. */
  close(): void
}

/** Keeps one feed open for the signed-in player while the game has a handler or waits for a match. */
export function createEvents(core: Core, waiter: SettlementWaiter, parts: Parts): Events {
  const { environment, dialect, emitter, session } = core
  let current: { readonly playerId: number; feed?: Feed } | null = null
  let connection: Connection = 'offline'
  let closed = false

  const show = (state: Connection) => {
    if (connection === state) return
    connection = state
    emitter.emit('connection', { state })
  }
  const stop = () => {
    current?.feed?.close()
    current = null
    show('offline')
  }
  /** Loads the feed's code, which a game without events does not need, and opens the feed. */
  const open = async (playerId: number) => {
    const own: typeof current = { playerId }
    current = own
    const isCurrent = () => current === own
    while (isCurrent()) {
      const code = await parts.feed().catch(() => null)
      if (code && isCurrent()) {
        own.feed = code.openFeed(core, playerId, parts.socket, {
          settled: waiter.settle,
          connection: (state) => isCurrent() && show(state),
        })
        return
      }
      await sleepUntilWoken(environment, LOAD_AGAIN_MS)
    }
  }
  const identify = createIdentification(core)
  const isWanted = () => !dialect.cashPlayOnly && (emitter.hasHandler(SERVER_EVENTS) || waiter.pending)

  /** Opens or replaces the feed if necessary. */
  const refresh = async () => {
    // The running code may register more handlers, so this waits until it has finished.
    await environment.sleep(0)
    if (closed || !isWanted()) return
    const playerId = session.player?.id ?? null
    if (playerId === null) identify()
    if (current?.playerId === playerId) return
    stop()
    if (playerId !== null) void open(playerId)
  }

  waiter.onChange(() => void refresh())
  emitter.on('signedIn', () => void refresh())
  emitter.on('signedOut', stop)

  return {
    get connection() {
      return connection
    },
    on(event, handler) {
      const end = emitter.on(event, handler)
      void refresh()
      return end
    },
    close() {
      closed = true
      stop()
    },
  }
}

/**
 * Asks the server once who the player is when the game's own server supplies the tokens. A token does not name its
 * player.
 */
function createIdentification({ hasExternalTokens, me }: Core): () => void {
  let asked = false
  return () => {
    if (!hasExternalTokens || asked) return
    asked = true
    me().catch((error: unknown) => {
      asked = isMissing(error)
    })
  }
}
