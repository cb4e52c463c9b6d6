import * as z from 'zod/mini'
import { IntegerText, playerEndpoint } from './endpoint.ts'
import { Amount, Currency, MAX_AMOUNT, MinorUnits } from './money.ts'

/** Base path of the asynchronous match API, from the CashPlay document. */
const BASE = '/api/gaming-async/v1'

/** 32 lowercase hex digits: 128 random bits. */
export const MatchId = z.string().check(z.regex(/^[0-9a-f]{32}$/, { error: 'must be 32 lowercase hex digits' }))
/** A JSON integer. */
export const PlayerId = z.int().check(z.minimum(1))
/** A JSON integer. */
export const GameId = z.int().check(z.minimum(1))
export const SkillLevel = z.int().check(z.minimum(0), z.maximum(1_000_000))
export const Timestamp = z.iso.datetime()

/** `unmatched`: waits for a second player. `matched`: both sides have joined. The others are final. */
export const MatchState = z.enum(['unmatched', 'matched', 'settled', 'expired', 'void'])
export type MatchState = z.infer<typeof MatchState>

/** How a match ended. `walkover`: only one side posted a score, and wins. */
export const Outcome = z.enum(['challenger_won', 'challenged_won', 'draw', 'walkover', 'void', 'expired'])
export type Outcome = z.infer<typeof Outcome>

/** Points as an integer within the game's range, or `"forfeit"`. */
export const Score = z.union([z.int(), z.literal('forfeit')], { error: 'must be an integer, or the string "forfeit"' })
export type Score = z.infer<typeof Score>

/** A staked contest of two players, with the fields that the caller may see. */
export const Match = z.object({
  id: MatchId,
  challenger_id: PlayerId,
  /** Null until a player accepts. */
  challenged_id: z.nullable(PlayerId),
  /** The stake of each side, in minor units. */
  stake_amount: Amount,
  currency: Currency,
  state: MatchState,
  game_id: GameId,
  created_at: Timestamp,
  /** The deadline for the caller's score; null for a caller who does not take part. */
  result_until: z.nullable(Timestamp),
  /** The time until which an unmatched match can be accepted. */
  open_until: Timestamp,
})
export type Match = z.infer<typeof Match>

/**
 * A match with the secret and seed of the caller's attempt. Both are present in the answer that starts it and while it
 * is open.
 */
export const MatchWithAttempt = z.extend(Match, {
  /**
   * Proves that a score comes from this attempt: 32 random bytes as base64url. Must stay in the game of this player.
   */
  secret: z.optional(z.string()),
  /** 64 hex digits, the same for both sides, so that both play the same level. */
  seed: z.optional(z.string()),
})
export type MatchWithAttempt = z.infer<typeof MatchWithAttempt>

/**
 * Both scores and the winner, as the caller may see them. Until the match is decided the other side's score, `winner_id`,
 * `amount_won` and `outcome` are null; a side that forfeited or never posted has score null.
 */
export const MatchResult = z.object({
  match_id: MatchId,
  challenger_score: z.nullable(z.int()),
  challenged_score: z.nullable(z.int()),
  winner_id: z.nullable(PlayerId),
  /** The winner's net gain in minor units: the payout minus the winner's stake. 0 for a draw, void or expired match. */
  amount_won: z.nullable(MinorUnits),
  currency: z.nullable(Currency),
  outcome: z.nullable(Outcome),
})
export type MatchResult = z.infer<typeof MatchResult>

/** `count` is the number of items on all pages. `next_page` and `prev_page` are absolute URLs, or null. */
export const PageMeta = z.object({
  count: z.int(),
  next_page: z.nullable(z.string()),
  prev_page: z.nullable(z.string()),
})
export type PageMeta = z.infer<typeof PageMeta>

const PageNumber = IntegerText.check(z.minimum(1), z.maximum(1_000_000_000))
/** Query parameters of a paged call: `page` from 1, `per_page` from 1 to 100 (default 20). */
export const Paging = {
  page: z._default(PageNumber, 1),
  per_page: z._default(IntegerText.check(z.minimum(1), z.maximum(100)), 20),
}

/**
 * A cursor into the list of open matches, part of `next_page`. The page starts after it, so that no match is repeated
 * or skipped while other matches open and close. Opaque: only the server can create one.
 */
export const OfferPlace = z.string().check(z.maxLength(200))

/** A match to be created or joined. */
export const NewMatch = z.object({
  match: z.object({
    stake: Amount,
    currency: Currency,
    game_id: GameId,
    challenger_skill_level: z.nullish(SkillLevel),
  }),
})

/** One match, as the caller sees it. */
export const MatchAnswer = z.object({ match: MatchWithAttempt })
/** The result of one match, as the caller sees it. */
export const MatchResultAnswer = z.object({ match_result: MatchResult })
const matchParams = z.object({ id: MatchId })

/** Lists the open matches of other players that the caller could accept now: nearest skill level first, then oldest. */
export const lookUpMatches = playerEndpoint({
  id: 'lookUpMatches',
  method: 'GET',
  path: `${BASE}/matches.json`,
  scope: 'public',
  tag: 'Matches',
  summary: 'Look up open matches',
  query: z.object({
    stake: IntegerText.check(z.minimum(1), z.maximum(MAX_AMOUNT)),
    currency: Currency,
    game_id: IntegerText.check(z.minimum(1)),
    skill_level: z.optional(IntegerText.check(z.minimum(0), z.maximum(1_000_000))),
    ...Paging,
    /** The page starts after this cursor; `page` does not move it. */
    after: z.optional(OfferPlace),
  }),
  statuses: [200],
  response: z.object({ matches: z.array(Match), meta: PageMeta }),
})

/** Moves the caller's stake into escrow and starts the challenger's attempt. */
export const createMatch = playerEndpoint({
  id: 'createMatch',
  method: 'POST',
  path: `${BASE}/matches.json`,
  scope: 'public',
  tag: 'Matches',
  summary: 'Create a match and start playing',
  body: NewMatch,
  statuses: [201],
  response: MatchAnswer,
})

/** In one atomic step: accepts the best open match (200), or creates one where there is none (201). */
export const joinMatch = playerEndpoint({
  id: 'joinMatch',
  method: 'POST',
  path: `${BASE}/matches/join.json`,
  scope: 'public',
  tag: 'Matches',
  summary: 'Accept the best open match, or create one',
  body: NewMatch,
  statuses: [200, 201],
  response: MatchAnswer,
})

/** Moves the caller's stake into escrow, as the challenger's was, and starts the challenged player's attempt. */
export const acceptMatch = playerEndpoint({
  id: 'acceptMatch',
  method: 'PUT',
  path: `${BASE}/matches/:id/accept.json`,
  scope: 'public',
  tag: 'Matches',
  summary: 'Accept an open match and start playing',
  params: matchParams,
  statuses: [200],
  response: MatchAnswer,
})

/** Records the caller's score. The second score settles the match. */
export const postResult = playerEndpoint({
  id: 'postResult',
  method: 'POST',
  path: `${BASE}/matches/:id/result.json`,
  scope: 'public',
  tag: 'Matches',
  summary: "Report the caller's score",
  params: matchParams,
  body: z.object({ match_score: z.object({ score: Score, secret: z.string() }) }),
  statuses: [200],
  response: MatchResultAnswer,
})

/** Returns a match to one of its players, with secret and seed while the caller's attempt is open. */
export const getMatch = playerEndpoint({
  id: 'getMatch',
  method: 'GET',
  path: `${BASE}/matches/:id.json`,
  scope: 'public',
  tag: 'Matches',
  summary: "Read one of the caller's matches",
  params: matchParams,
  statuses: [200],
  response: MatchAnswer,
})

/** Returns the result of a match, as far as the caller may see it now. */
export const getResult = playerEndpoint({
  id: 'getResult',
  method: 'GET',
  path: `${BASE}/matches/:id/result.json`,
  scope: 'public',
  tag: 'Matches',
  summary: "Read the result of one of the caller's matches",
  params: matchParams,
  statuses: [200],
  response: MatchResultAnswer,
})

/** Adds the game's `play_seconds` to the deadline of the caller's score. Refused once that deadline has passed. */
export const prolongMatch = playerEndpoint({
  id: 'prolongMatch',
  method: 'PUT',
  path: `${BASE}/matches/:id/prolong.json`,
  scope: 'public',
  tag: 'Matches',
  summary: 'Ask for more time to play',
  params: matchParams,
  statuses: [200],
  response: MatchAnswer,
})

/** One of the caller's matches, with its result as far as the caller may see it now. */
export const OwnMatch = z.extend(MatchWithAttempt, { match_result: MatchResult })

/** Lists the caller's matches, newest first, each with its result as far as the caller may see it now. */
export const ownMatches = playerEndpoint({
  id: 'ownMatches',
  method: 'GET',
  path: `${BASE}/me/matches.json`,
  scope: 'public',
  tag: 'Player',
  summary: "The caller's own matches",
  query: z.object({ state: z.optional(MatchState), ...Paging }),
  statuses: [200],
  response: z.object({
    matches: z.array(OwnMatch),
    meta: PageMeta,
  }),
})
