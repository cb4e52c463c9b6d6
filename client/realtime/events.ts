import type { Ante } from '../api/ante.ts'
import type { Connection } from '../api/events.ts'
import type { Core } from '../core/core.ts'
import { isMissing } from '../http/dialect.ts'
import type { SettlementWaiter } from '../matches/settlement-waiter.ts'
import { dispatch, SERVER_EVENTS } from './dispatch.ts'
import { type Feed, openFeed } from './feed.ts'
import type { LoadRealtime } from './load-realtime.ts'

/** The game's events, and the connection that brings them. */
export interface Events {
  readonly connection: Connection
  readonly on: Ante['on']
  /** Ends the connection for good. */
  close(): void
}

/** Keeps one feed open for the signed-in player while the game has a handler or waits for a match. */
export function createEvents(core: Core, waiter: SettlementWaiter, loadRealtime: LoadRealtime): Events {
  const { environment, dialect, emitter, session } = core
  let current: { readonly playerId: number; readonly feed: Feed } | null = null
  let connection: Connection = 'offline'
  let closed = false

  const show = (state: Connection) => {
    if (connection === state) return
    connection = state
    emitter.emit('connection', { state })
  }
  const stop = () => {
    current?.feed.close()
    current = null
    show('offline')
  }
  const open = (playerId: number) => {
    const isCurrent = () => current?.playerId === playerId
    const feed = openFeed(core, playerId, loadRealtime, {
      event(event) {
        const settled = dispatch(emitter, event, playerId)
        if (settled) waiter.settle(settled)
      },
      gap: () => emitter.emit('gap', {}),
      connection: (state) => isCurrent() && show(state),
    })
    current = { playerId, feed }
  }
  const identify = createIdentification(core)
  const isWanted = () => !dialect.cashPlayOnly && (emitter.hasHandler(SERVER_EVENTS) || waiter.pending)

  /** Opens or replaces the feed if that is needed now. */
  const refresh = async () => {
    // The code that is running may register more handlers.
    await environment.sleep(0)
    if (closed || !isWanted()) return
    const playerId = session.player?.id ?? null
    if (playerId === null) identify()
    if (current?.playerId === playerId) return
    stop()
    if (playerId !== null) open(playerId)
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

/** Asks once who the player is, where the game's own server hands out tokens: a token does not say whose it is. */
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
