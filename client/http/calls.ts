import * as shared from '@ante/shared'
import * as z from 'zod/mini'

/**
 * The calls of the CashPlay document, with answers that need not have what Ante adds to them, so that the client works
 * with a server that has nothing else.
 */
export const CashPlayMatch = z.object({
  id: z.string(),
  challenger_id: z.int(),
  challenged_id: z.nullish(z.int()),
  stake_amount: z.int(),
  currency: z.string(),
  state: z.optional(shared.MatchState),
  game_id: z.optional(z.int()),
  created_at: z.nullish(z.string()),
  result_until: z.nullish(z.string()),
  open_until: z.nullish(z.string()),
  secret: z.optional(z.string()),
  seed: z.optional(z.string()),
})
/** A match as any server tells it. */
export type WireMatch = z.infer<typeof CashPlayMatch>

const CashPlayResult = z.object({
  match_id: z.string(),
  challenger_score: z.nullish(z.int()),
  challenged_score: z.nullish(z.int()),
  winner_id: z.nullish(z.int()),
  amount_won: z.nullish(z.int()),
  currency: z.nullish(z.string()),
  outcome: z.nullish(shared.Outcome),
})
/** A result as any server tells it. */
export type WireResult = z.infer<typeof CashPlayResult>

const CashPlayPage = z.object({
  matches: z.array(CashPlayMatch),
  meta: z.object({ count: z.int(), next_page: z.nullish(z.string()), prev_page: z.nullish(z.string()) }),
})

const oneMatch = z.object({ match: CashPlayMatch })

export const lookUpMatches = { ...shared.lookUpMatches, response: CashPlayPage }
export const createMatch = { ...shared.createMatch, response: oneMatch }
export const acceptMatch = { ...shared.acceptMatch, response: oneMatch }
export const postResult = { ...shared.postResult, response: z.object({ match_result: CashPlayResult }) }

/** Rows are parsed one by one, so that an event of a newer server does not hide those that are known. */
export const ownEvents = {
  ...shared.ownEvents,
  response: z.object({ events: z.array(z.unknown()), last_seq: z.int(), gap: z.boolean() }),
}

export const { getMatch, getMe, getResult, joinMatch, ownMatches, prolongMatch } = shared
