import {
  acceptMatch as accept,
  createMatch as create,
  ownEvents as events,
  lookUpMatches as lookUp,
  MatchState,
  Outcome,
  postResult as post,
} from '@ante/shared'
import * as z from 'zod/mini'

/** A match of a server that may have only the CashPlay calls: what Ante adds to the answer can be missing. */
export const CashPlayMatch = z.object({
  id: z.string(),
  challenger_id: z.int(),
  challenged_id: z.nullish(z.int()),
  stake_amount: z.int(),
  currency: z.string(),
  state: z.optional(MatchState),
  game_id: z.optional(z.int()),
  created_at: z.nullish(z.string()),
  result_until: z.nullish(z.string()),
  open_until: z.nullish(z.string()),
  secret: z.optional(z.string()),
  seed: z.optional(z.string()),
})
/** A match as any server answers it. */
export type WireMatch = z.infer<typeof CashPlayMatch>

const CashPlayResult = z.object({
  match_id: z.string(),
  challenger_score: z.nullish(z.int()),
  challenged_score: z.nullish(z.int()),
  winner_id: z.nullish(z.int()),
  amount_won: z.nullish(z.int()),
  currency: z.nullish(z.string()),
  outcome: z.nullish(Outcome),
})
/** A result as any server answers it. */
export type WireResult = z.infer<typeof CashPlayResult>

const CashPlayPage = z.object({
  matches: z.array(CashPlayMatch),
  meta: z.object({ count: z.int(), next_page: z.nullish(z.string()), prev_page: z.nullish(z.string()) }),
})

const oneMatch = z.object({ match: CashPlayMatch })

export const lookUpMatches = { ...lookUp, response: CashPlayPage }
export const createMatch = { ...create, response: oneMatch }
export const acceptMatch = { ...accept, response: oneMatch }
export const postResult = { ...post, response: z.object({ match_result: CashPlayResult }) }

/** Events are parsed one by one, so that an unknown event of a newer server does not hide the others. */
export const ownEvents = {
  ...events,
  response: z.object({ events: z.array(z.unknown()), last_seq: z.int(), gap: z.boolean() }),
}

export { getMatch, getMe, getResult, joinMatch, ownMatches, prolongMatch } from '@ante/shared'
