import * as z from 'zod/mini'
import { IntegerText, playerEndpoint } from './endpoint.ts'
import { Match, MatchId, MatchResult, Timestamp } from './matches.ts'
import { Currency, MinorUnits } from './money.ts'

const row = <Type extends string, Data extends z.core.$ZodType>(type: Type, data: Data) =>
  z.object({
    /** The number of the event: 1 for the player's first, then one more for each. */
    seq: z.int(),
    type: z.literal(type),
    at: Timestamp,
    data,
  })

const decided = z.object({ match: Match, match_result: MatchResult })

/** Another player accepted the match. */
export const MatchMatchedEvent = row('match.matched', z.object({ match: Match }))
/** The other side has finished playing; its score stays hidden until the match is decided. */
export const MatchOpponentFinishedEvent = row('match.opponent_finished', z.object({ match_id: MatchId }))
/** The match was decided by its scores. */
export const MatchSettledEvent = row('match.settled', decided)
/** The match was not accepted in time, and the stake was refunded. */
export const MatchExpiredEvent = row('match.expired', decided)
/** The match ended without a winner, and the stakes were refunded. */
export const MatchVoidEvent = row('match.void', decided)
/** The balance changed; `balance` is what can be staked now, in minor units. */
export const WalletChangedEvent = row('wallet.changed', z.object({ currency: Currency, balance: MinorUnits }))

/**
 * One durable event of a player. The commit that causes it also stores it; then the server pushes it as the Socket.IO
 * event `event`. `type` determines the shape of `data`.
 */
export const PlayerEvent = z.discriminatedUnion('type', [
  MatchMatchedEvent,
  MatchOpponentFinishedEvent,
  MatchSettledEvent,
  MatchExpiredEvent,
  MatchVoidEvent,
  WalletChangedEvent,
])
export type PlayerEvent = z.infer<typeof PlayerEvent>
export type PlayerEventType = PlayerEvent['type']

/** An event that is not committed yet, so without its number and its time. */
export type PlayerEventContent = PlayerEvent extends infer Row
  ? Row extends { type: infer Type; data: infer Data }
    ? { type: Type; data: Data }
    : never
  : never

/** The largest value of `wait`, in seconds. */
export const MAX_EVENT_WAIT = 30

/**
 * Returns the caller's durable events after a number, oldest first, at most 100 a call. With `wait` and no new event,
 * the server answers as soon as there is an event, or with an empty list after that time. It answers earlier, with an
 * empty list, when the token becomes invalid or the server stops. A player can have 10 waiting calls; one more is
 * refused (`too_many_requests`).
 */
export const ownEvents = playerEndpoint({
  id: 'ownEvents',
  method: 'GET',
  path: '/api/gaming-async/v1/me/events.json',
  scope: 'public',
  tag: 'Player',
  summary: "The caller's own events",
  query: z.object({
    after: z._default(IntegerText.check(z.minimum(0)), 0),
    /** Seconds to wait when there is nothing new; 0 answers at once. */
    wait: z._default(IntegerText.check(z.minimum(0), z.maximum(MAX_EVENT_WAIT)), 0),
  }),
  statuses: [200],
  response: z.object({
    events: z.array(PlayerEvent),
    /** The player's newest event; 0 when there is none. */
    last_seq: z.int(),
    /**
     * True when events after `after` are gone (rows are kept 90 days), or `after` is larger than `last_seq`, as with a
     * number of another store: read the caller's matches again and continue from `last_seq`.
     */
    gap: z.boolean(),
  }),
})

/** What a Socket.IO client sends when it connects. */
export const HandshakeAuth = z.object({
  token: z.string(),
  /**
   * The server first sends every event after this number; without it, or with null, it sends new events only. A string
   * of decimal digits is accepted too, for clients that can send only text.
   */
  after: z.nullish(IntegerText.check(z.minimum(0))),
})
export type HandshakeAuth = z.infer<typeof HandshakeAuth>

/** `emit('auth', {token}, ack)` renews a socket's token before it expires. */
export const RenewAuth = z.object({ token: z.string() })
export type RenewAuth = z.infer<typeof RenewAuth>

/** Answer to a renewal; after `ok: false` the socket is closed. */
export type RenewAnswer = { ok: true } | { ok: false; code: string }

/** Sent once after a connect: the number of the newest event, and whether events after `after` are gone. */
export const Ready = z.object({ last_seq: z.int(), gap: z.boolean() })
export type Ready = z.infer<typeof Ready>

/** What a server emits, for a typed Socket.IO. */
export interface ServerToClient {
  event: (event: PlayerEvent) => void
  ready: (ready: Ready) => void
}

/** What a client emits, for a typed Socket.IO. */
export interface ClientToServer {
  auth: (renew: RenewAuth, answer: (answer: RenewAnswer) => void) => void
}
