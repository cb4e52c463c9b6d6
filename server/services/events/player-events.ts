import { type PlayerEvent, TooManyRequests } from '@ante/shared'
import type { ClientId, Instant, PlayerId } from '../../domain/ids.ts'
import { CAPS } from '../../domain/limits.ts'
import { isHeldBy } from '../../storage/oauth-holder.ts'
import type { OAuthHolder, Storage } from '../../storage/storage.ts'
import type { Announcer } from '../core/announcer.ts'
import type { Clock } from '../core/clock.ts'
import { WaitingCalls } from './waiting-calls.ts'

/** The largest number of events in one page. */
export const EVENTS_PER_READ = 100
/** `Retry-After`, in seconds, for a player with too many waiting calls. */
const RETRY_AFTER = 5

/** A page of a player's events, oldest first. */
export interface EventPage {
  readonly events: readonly PlayerEvent[]
  /** Number of the player's newest event; 0 when there is none. */
  readonly lastSeq: number
  /** True when events after the requested number were deleted, or that number is larger than `lastSeq`. */
  readonly gap: boolean
}

/** A call that waits for events when there are none. */
export interface EventRequest {
  readonly playerId: PlayerId
  readonly clientId: ClientId
  /** When the call's token expires. */
  readonly expiresAt: Instant
  /** Whether the call's token is still valid. */
  readonly tokenHolds: () => Promise<boolean>
  /** Only events after this number. */
  readonly after: number
  readonly waitSeconds: number
  /** Aborts when the caller has closed the connection. */
  readonly abandoned: AbortSignal
}

/** Reads the durable events of players. */
export interface PlayerEvents {
  /** Returns the stored events after a number. */
  read(playerId: PlayerId, after: number): Promise<EventPage>
  /**
   * Returns the events after a number, and waits for the next event when there is none. Resolves with no events when
   * the time is over, the token becomes invalid, the caller closes the connection or `close` is called. Throws
   * `too_many_requests` when too many calls of the player wait already.
   */
  waitFor(request: EventRequest): Promise<EventPage>
  /** Ends every wait. Later calls do not wait. */
  close(): void
}

export function createPlayerEvents(dependencies: {
  storage: Storage
  announcer: Announcer
  /** The clock that tokens expire by. */
  tokenClock: Clock
  /** Subscribes to revocations. `holder` says whose tokens may be revoked; null: those of any holder. */
  onRevoked: (listener: (holder: OAuthHolder | null) => void) => void
}): PlayerEvents {
  const { storage, announcer, tokenClock, onRevoked } = dependencies
  const waiting = new WaitingCalls<EventRequest>()
  let isClosed = false

  async function read(playerId: PlayerId, after: number): Promise<EventPage> {
    const page = await storage.events(playerId, after, EVENTS_PER_READ)
    return { ...page, gap: page.gap || after > page.lastSeq }
  }

  async function waitFor(request: EventRequest): Promise<EventPage> {
    if (isClosed) return read(request.playerId, request.after)
    if (waiting.count(request.playerId) >= CAPS.waitingEventCalls.count) {
      throw new TooManyRequests(
        `A player can have ${CAPS.waitingEventCalls.count} calls that wait for events.`,
        RETRY_AFTER,
      )
    }
    // The wait starts before the read, so that an event between the two ends it.
    const wait = waiting.add(request, timeLeft(request))
    try {
      const page = await read(request.playerId, request.after)
      if (page.events.length > 0 || page.gap) return page
      await wait.ended
      return (await request.tokenHolds()) ? await read(request.playerId, request.after) : page
    } finally {
      wait.end()
    }
  }

  /** Milliseconds until the wait ends: at the end of `waitSeconds`, or when the token expires. */
  function timeLeft({ waitSeconds, expiresAt }: EventRequest): number {
    return Math.max(0, Math.min(waitSeconds * 1000, expiresAt - tokenClock.now()))
  }

  function wake(playerId: PlayerId): void {
    for (const wait of waiting.of(playerId)) wait.end()
  }

  /** Reads again for every waiting call, and ends the waits that have an event now. */
  function recheckAll(): void {
    for (const { request, end } of waiting.all()) {
      storage.events(request.playerId, request.after, 1).then(({ events }) => events.length > 0 && end(), end)
    }
  }

  announcer.subscribe(({ playerId }) => wake(playerId))
  storage.shared?.onEvents((players) => {
    if (players) for (const playerId of players) wake(playerId)
    else recheckAll()
  })

  onRevoked((holder) => {
    for (const { request, end } of waiting.all()) {
      if (isHeldBy(holder, request)) request.tokenHolds().then((holds) => holds || end(), end)
    }
  })

  return {
    read,
    waitFor,
    close() {
      isClosed = true
      for (const wait of waiting.all()) wait.end()
    },
  }
}
