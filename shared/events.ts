import * as z from 'zod/mini'
import { IntegerText, playerEndpoint } from './endpoint.ts'
import { Match, MatchId, MatchResult, Timestamp } from './matches.ts'
import { Currency, MinorUnits } from './money.ts'

const row = <Type extends string, Data extends z.core.$ZodType>(type: Type, data: Data) =>
  z.object({
    /** Grows by one for each event of a player. */
    seq: z.int(),
    type: z.literal(type),
    at: Timestamp,
    data,
  })

const decided = z.object({ match: Match, match_result: MatchResult })

/** Somebody accepted the player's match. */
export const MatchMatchedEvent = row('match.matched', z.object({ match: Match }))
/** The other side has finished playing; its score stays hidden until the match is decided. */
export const MatchOpponentFinishedEvent = row('match.opponent_finished', z.object({ match_id: MatchId }))
/** The match was decided by its scores. */
export const MatchSettledEvent = row('match.settled', decided)
/** Nobody accepted the match in time. */
export const MatchExpiredEvent = row('match.expired', decided)
/** The match ended without a winner, and the stakes went back. */
export const MatchVoidEvent = row('match.void', decided)
/** What can be staked now, in minor units. */
export const WalletChangedEvent = row('wallet.changed', z.object({ currency: Currency, balance: MinorUnits }))

/**
 * What a player must learn: written as a row in the commit that caused it, then pushed as Socket.IO event `event`.
 * `type` decides `data`.
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

/** An event before its commit gave it a number and a time. */
export type PlayerEventContent = PlayerEvent extends infer Row
  ? Row extends { type: infer Type; data: infer Data }
    ? { type: Type; data: Data }
    : never
  : never

/** The longest time that a call for events may wait for one, in seconds. */
export const MAX_EVENT_WAIT = 30

/**
 * The caller's durable events after a number, oldest first, at most 100 a call. With `wait` and nothing new, the answer
 * comes as soon as there is an event, or empty after that time. It comes earlier, and empty, when the token stops being
 * valid or the server stops. A player can have 10 calls that wait; one more is refused (`too_many_requests`).
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
     * number of another store: read the own matches again and go on from `last_seq`.
     */
    gap: z.boolean(),
  }),
})

/** What a Socket.IO client sends when it connects. */
export const HandshakeAuth = z.object({
  token: z.string(),
  /**
   * Replay every event after this number; without it, or with null, only new events come. Decimal digits are a good number
   * too, for clients that can send text alone.
   */
  after: z.nullish(IntegerText.check(z.minimum(0))),
})
export type HandshakeAuth = z.infer<typeof HandshakeAuth>

/** `emit('auth', {token}, ack)` renews a socket's token before it expires. */
export const RenewAuth = z.object({ token: z.string() })
export type RenewAuth = z.infer<typeof RenewAuth>

/** Answer to a renewal; after `ok: false` the socket is closed. */
export type RenewAnswer = { ok: true } | { ok: false; code: string }

/** Told once after a connect: the newest event number, and whether rows in between are gone. */
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
