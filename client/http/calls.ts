import type * as contract from '@ante/shared'
import { callEndpoint } from '../contract/call-endpoint.ts'
import * as generated from '../contract/generated.ts'
import { anything, flag, integer, list, nullish, object, optional, type TypeOf, text } from '../contract/shape.ts'

/** A match of a server that may have only the CashPlay calls: what Ante adds to the answer can be missing. */
export const cashPlayMatch = object({
  id: text,
  challenger_id: integer(),
  challenged_id: nullish(integer()),
  stake_amount: integer(),
  currency: text,
  state: optional(generated.matchState),
  game_id: optional(integer()),
  created_at: nullish(text),
  result_until: nullish(text),
  open_until: nullish(text),
  secret: optional(text),
  seed: optional(text),
})
/** A match as any server answers it. */
export type WireMatch = TypeOf<typeof cashPlayMatch>

const cashPlayResult = object({
  match_id: text,
  challenger_score: nullish(integer()),
  challenged_score: nullish(integer()),
  winner_id: nullish(integer()),
  amount_won: nullish(integer()),
  currency: nullish(text),
  outcome: nullish(generated.outcome),
})
/** A result as any server answers it. */
export type WireResult = TypeOf<typeof cashPlayResult>

const oneMatch = object({ match: cashPlayMatch })

export const lookUpMatches = callEndpoint(
  generated.lookUpMatches,
  object({
    matches: list(cashPlayMatch),
    meta: object({ count: integer(), next_page: nullish(text), prev_page: nullish(text) }),
  }),
)
export const createMatch = callEndpoint(generated.createMatch, oneMatch)
export const acceptMatch = callEndpoint(generated.acceptMatch, oneMatch)
export const postResult = callEndpoint(generated.postResult, object({ match_result: cashPlayResult }))

/** Each event is checked separately, so that one unknown event of a newer server does not make the others fail. */
export const ownEvents = callEndpoint<typeof contract.ownEvents, { events: unknown[]; last_seq: number; gap: boolean }>(
  generated.ownEvents,
  object({ events: list(anything), last_seq: integer(), gap: flag }),
)

export { getMatch, getMe, getResult, joinMatch, ownMatches, prolongMatch } from '../contract/generated.ts'
