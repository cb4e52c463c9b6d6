import * as z from 'zod/mini'
import { IntegerText, operatorEndpoint, SCOPES } from './endpoint.ts'
import { LedgerTransfer } from './ledger.ts'
import { GameId, MatchId, MatchState, Outcome, PlayerId, Timestamp } from './matches.ts'
import { Balances, Nickname, Password, Username } from './me.ts'
import { Amount, Currency, MinorUnits } from './money.ts'

const BASE = '/admin/v1'

const Seconds = z.int().check(z.minimum(1), z.maximum(366 * 24 * 3600))
const Points = z.int()

const ruleFields = {
  /** The name that players see. */
  name: z.string().check(z.minLength(1), z.maxLength(80)),
  /** The largest score that can be posted. */
  max_score: Points,
  score_order: z.enum(['higher_wins', 'lower_wins']),
  min_score: Points,
  /** The operator's fee in hundredths of a percent of the pot: 500 is 5 %. */
  fee_bps: z.int().check(z.minimum(0), z.maximum(5000)),
  /** Whether a draw pays the fee too. */
  draw_fee: z.boolean(),
  /** Length of one attempt, in seconds. */
  play_seconds: Seconds,
  /** How long a match stays open for a second player, in seconds. */
  open_seconds: Seconds,
  /** How often a player can ask for more time. */
  max_prolongs: z.int().check(z.minimum(0), z.maximum(100)),
  /** How many undecided matches of this game a player can have. */
  max_open: z.int().check(z.minimum(1), z.maximum(10_000)),
  /** The amounts that can be staked, in minor units; empty: any. */
  stakes: z.array(Amount).check(z.maxLength(100)),
  /** Clients whose tokens may play; empty: any. */
  clients: z.array(z.string()).check(z.maxLength(100)),
  /** Clients whose tokens may report scores; empty: those of `clients`. */
  result_clients: z.array(z.string()).check(z.maxLength(100)),
  /** False: no new matches, and the open ones are voided. */
  enabled: z.boolean(),
}

/** The complete rules of a game. */
export const GameRules = z.object(ruleFields)
export type GameRules = z.infer<typeof GameRules>

/** A game with its id and complete rules. */
export const Game = z.object({ id: GameId, ...ruleFields })
export type Game = z.infer<typeof Game>

/** The defaults of the rules that the operator leaves out. */
export const DEFAULT_RULES = {
  score_order: 'higher_wins',
  min_score: 0,
  fee_bps: 0,
  draw_fee: false,
  play_seconds: 600,
  open_seconds: 86_400,
  max_prolongs: 1,
  max_open: 10,
  stakes: [],
  clients: [],
  result_clients: [],
  enabled: true,
} satisfies Omit<GameRules, 'name' | 'max_score'>

/** An integer of decimal digits in a path. */
const gameParams = z.object({ id: IntegerText.check(z.minimum(1)) })
const playerParams = z.object({ id: IntegerText.check(z.minimum(1)) })

const RuleChanges = z.partial(GameRules)

/** Registers a game. */
export const createGame = operatorEndpoint({
  id: 'createGame',
  method: 'POST',
  path: `${BASE}/games`,
  summary: 'Register a game',
  body: z.extend(RuleChanges, { name: ruleFields.name, max_score: ruleFields.max_score, id: z.optional(GameId) }),
  statuses: [201],
  response: z.object({ game: Game }),
})

/** Changes rules of a game. Existing matches continue under the rules that they were created with. */
export const updateGame = operatorEndpoint({
  id: 'updateGame',
  method: 'PATCH',
  path: `${BASE}/games/:id`,
  summary: 'Change the rules of a game',
  params: gameParams,
  body: RuleChanges,
  statuses: [200],
  response: z.object({ game: Game }),
})

/** `public`: a browser game; `native`: a desktop or phone game; `confidential`: a server that can keep a secret. */
export const ClientType = z.enum(['public', 'native', 'confidential'])
export type ClientType = z.infer<typeof ClientType>

const HttpUrl = z.string().check(
  z.maxLength(2000),
  z.refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
    error: 'must be an http or https URL',
  }),
)

/** A web origin (RFC 6454): scheme, host and port, without a path. */
const Origin = z.string().check(
  z.refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text, {
    error: 'must be an origin such as "https://game.example", without a path or a slash at the end',
  }),
)

/** The settings of an application to register. */
export const NewClient = z.object({
  name: z.string().check(z.minLength(1), z.maxLength(80)),
  description: z._default(z.string().check(z.maxLength(500)), ''),
  logo_uri: z.nullish(HttpUrl),
  client_uri: z.nullish(HttpUrl),
  redirect_uris: z._default(z.array(z.string().check(z.maxLength(2000))).check(z.maxLength(50)), []),
  scopes: z._default(z.array(z.enum(SCOPES)).check(z.minLength(1)), ['public']),
  type: ClientType,
  /** Web origins of the game. Their pages may call the API, and receive the message of the sign-in popup. */
  allowed_origins: z._default(z.array(Origin).check(z.maxLength(50)), []),
  /** Whether redirects contain `iss` (RFC 9207). False for an old client that refuses unknown parameters. */
  iss: z._default(z.boolean(), true),
})
export type NewClient = z.infer<typeof NewClient>

/** Registers an application. This answer is the only one that contains its secret. */
export const createClient = operatorEndpoint({
  id: 'createClient',
  method: 'POST',
  path: `${BASE}/clients`,
  summary: 'Register an application',
  body: NewClient,
  statuses: [201],
  response: z.object({ client_id: z.string(), client_secret: z.optional(z.string()) }),
})

/** Creates a player without play money. */
export const createPlayer = operatorEndpoint({
  id: 'createPlayer',
  method: 'POST',
  path: `${BASE}/players`,
  summary: 'Create a player',
  body: z.object({ username: Username, password: Password, nickname: z.optional(Nickname) }),
  statuses: [201],
  response: z.object({ id: PlayerId }),
})

/** Returns a player with all balances. */
export const getPlayer = operatorEndpoint({
  id: 'getPlayer',
  method: 'GET',
  path: `${BASE}/players/:id`,
  summary: 'Read a player',
  params: playerParams,
  statuses: [200],
  response: z.object({ id: PlayerId, username: z.string(), nickname: z.string(), balances: Balances }),
})

/** A deposit or a withdrawal; `amount` is in minor units. */
export const Payment = z.object({
  amount: Amount,
  currency: Currency,
  /**
   * The operator's id of this payment, unique for ever. The same payment again changes nothing and gets the same
   * answer.
   */
  reference: z
    .string()
    .check(z.regex(/^[\x21-\x7e]{1,128}$/, { error: 'must be 1 to 128 printable characters without spaces' })),
})

/** The balance after a payment, in minor units. */
export const BalanceAfter = z.object({ balance: MinorUnits, currency: Currency })

/** Adds a payment that the operator received to the player's balance. */
export const createDeposit = operatorEndpoint({
  id: 'createDeposit',
  method: 'POST',
  path: `${BASE}/players/:id/deposits`,
  summary: 'Deposit money for a player',
  params: playerParams,
  body: Payment,
  statuses: [201],
  response: BalanceAfter,
})

/** Takes a payment to the player from the balance. Refused when the balance is too small (`insufficient_funds`). */
export const createWithdrawal = operatorEndpoint({
  id: 'createWithdrawal',
  method: 'POST',
  path: `${BASE}/players/:id/withdrawals`,
  summary: "Withdraw money from a player's balance",
  params: playerParams,
  body: Payment,
  statuses: [201],
  response: BalanceAfter,
})

/** How an attempt ended. */
export const AttemptFinish = z.object({
  kind: z.enum(['score', 'forfeit', 'timeout']),
  /** Null without a score, and while the match is undecided. */
  score: z.nullable(z.int()),
  at: Timestamp,
})

/** The outcome of a match, with payout and fee in minor units. */
export const Settlement = z.object({
  outcome: Outcome,
  winner_id: z.nullable(PlayerId),
  amount_won: MinorUnits,
  fee: MinorUnits,
  at: Timestamp,
})

/** One side of a match, with the fields that only the operator may see. */
export const AttemptDetails = z.object({
  player_id: PlayerId,
  client_id: z.string(),
  /**
   * Hash of the network address that started the attempt. Equal addresses have equal hashes while the server's secrets
   * stay the same.
   */
  address_hash: z.string(),
  started_at: Timestamp,
  result_until: Timestamp,
  prolongs: z.int(),
  /** Null while the attempt is open. */
  finish: z.nullable(AttemptFinish),
})

/** A match with both sides, its rules and its transfers; without the secrets of the attempts. */
export const MatchDetails = z.object({
  id: MatchId,
  game_id: GameId,
  state: MatchState,
  rules: GameRules,
  stake_amount: Amount,
  currency: Currency,
  /** Null while the match is undecided. */
  seed: z.nullable(z.string()),
  challenger_skill_level: z.nullable(z.int()),
  created_at: Timestamp,
  open_until: Timestamp,
  challenger: AttemptDetails,
  challenged: z.nullable(AttemptDetails),
  /** Null while the match is undecided. */
  settlement: z.nullable(Settlement),
  transfers: z.array(LedgerTransfer),
})

export type MatchDetails = z.infer<typeof MatchDetails>

export const inspectMatch = operatorEndpoint({
  id: 'inspectMatch',
  method: 'GET',
  path: `${BASE}/matches/:id`,
  summary: 'Read all details of a match',
  params: z.object({ id: MatchId }),
  statuses: [200],
  response: z.object({ match: MatchDetails }),
})

/** Moves the clock of a demo store forward, so that deadlines pass. Other stores do not have this call. */
export const advanceClock = operatorEndpoint({
  id: 'advanceClock',
  method: 'POST',
  path: `${BASE}/clock`,
  demoOnly: true,
  summary: 'Move the clock of a demo store forward',
  body: z.object({ advance_seconds: z.int().check(z.minimum(0), z.maximum(10 * 366 * 24 * 3600)) }),
  statuses: [200],
  response: z.object({ now: Timestamp }),
})
