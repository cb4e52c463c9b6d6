import * as z from 'zod/mini'
import { IntegerText, operatorEndpoint, playerEndpoint } from './endpoint.ts'
import { MatchId, PageMeta, Paging, Timestamp } from './matches.ts'
import { Balances } from './me.ts'
import { Amount, Currency, MinorUnits } from './money.ts'

const LEDGER = '/admin/v1/ledger'

/** One movement: `amount` leaves `debit` and arrives at `credit`. */
export const LedgerTransfer = z.object({
  /** Names its cause, such as `<match>:stake:challenger`. */
  id: z.string(),
  /** Position in the ledger, from 1. */
  seq: z.int(),
  /** `player:<id>`, `escrow:<match>`, `fees` or `treasury`. */
  debit: z.string(),
  credit: z.string(),
  amount: Amount,
  currency: Currency,
  at: Timestamp,
  /** Why the operator moved it; corrections alone have one. */
  reason: z.optional(z.string()),
})
export type LedgerTransfer = z.infer<typeof LedgerTransfer>

/** SHA-256 in hex. */
const Digest = z.string().check(z.regex(/^[0-9a-f]{64}$/, { error: 'must be 64 lowercase hex digits' }))

/** Where the chain of the ledger ends: everything up to there is sealed. Height 0: nothing is yet. */
export const LedgerHead = z.object({
  /** How many blocks there are. */
  height: z.int(),
  /** Of the newest block; zeros before the first. */
  hash: Digest,
  /** How many transfers are in them. */
  entries: z.int(),
})
export type LedgerHead = z.infer<typeof LedgerHead>

/** The head as it is now, and signed, so that it can be kept elsewhere and held against the ledger later. */
export const getLedgerHead = operatorEndpoint({
  id: 'getLedgerHead',
  method: 'GET',
  path: `${LEDGER}/head`,
  summary: 'Where the ledger stands, signed',
  statuses: [200],
  response: z.object({
    head: LedgerHead,
    /** The same as a JWS (`typ` `ante-ledger-head+jwt`), to be verified with the published keys. */
    jws: z.string(),
  }),
})

/** Recomputes the ledger from its entries alone. */
export const verifyLedger = operatorEndpoint({
  id: 'verifyLedger',
  method: 'GET',
  path: `${LEDGER}/verify`,
  summary: 'Verify the ledger',
  query: z.object({
    /** A head that was kept, as a JWS or as `height:hash`: was anything up to there cut off or rewritten since? */
    head: z.optional(z.string().check(z.maxLength(2000))),
  }),
  statuses: [200],
  response: z.object({
    ok: z.boolean(),
    /** How many transfers were read. */
    transfers: z.int(),
    /** How many blocks they are sealed in. */
    blocks: z.int(),
    /** One sentence for each thing that is wrong, up to a hundred. */
    problems: z.array(z.string()),
  }),
})

/** An account that an operator may correct: never an escrow, which belongs to its match alone. */
const CorrectedAccount = z.string().check(
  z.regex(/^(player:[1-9]\d{0,15}|fees|treasury)$/, {
    error: 'must be "player:<id>", "fees" or "treasury"',
  }),
)

/** Moves money by hand, with a reason, to make up for something: what is in the ledger is never edited. */
export const createCorrection = operatorEndpoint({
  id: 'createCorrection',
  method: 'POST',
  path: `${LEDGER}/corrections`,
  summary: 'Correct by a compensating transfer',
  body: z.object({
    debit: CorrectedAccount,
    credit: CorrectedAccount,
    amount: Amount,
    currency: Currency,
    /** Kept for ever and shown to the players concerned: name nobody in it. */
    reason: z.string().check(
      z.trim(),
      z.minLength(1, { error: 'must say why' }),
      z.maxLength(500, { error: 'must be at most 500 characters long' }),
      z.refine((text) => !/\p{Cc}|\p{Cs}/u.test(text), { error: 'must not contain control characters' }),
    ),
    /** The correction's own id, unique for ever: the same correction again changes nothing and answers the same. */
    reference: z
      .string()
      .check(z.regex(/^[\x21-\x7e]{1,128}$/, { error: 'must be 1 to 128 printable characters without spaces' })),
  }),
  statuses: [201],
  response: z.object({ transfer: LedgerTransfer }),
})

/** What moved a player's money. */
export const StatementKind = z.enum(['deposit', 'withdrawal', 'stake', 'payout', 'refund', 'play_money', 'correction'])
export type StatementKind = z.infer<typeof StatementKind>

/** One line of a player's statement. */
export const StatementEntry = z.object({
  /** The transfer's own id. */
  id: z.string(),
  /** Position in the whole ledger; grows, with gaps for what is others'. */
  seq: z.int(),
  at: Timestamp,
  kind: StatementKind,
  /** What it did to the balance, in minor units: below zero when it went out. */
  amount: MinorUnits,
  /** The balance in this currency after it. */
  balance: MinorUnits,
  currency: Currency,
  /** The match that it belongs to, if one does. */
  match_id: z.nullable(MatchId),
  /** Why the operator corrected. */
  reason: z.optional(z.string()),
})
export type StatementEntry = z.infer<typeof StatementEntry>

/** Everything that ever moved the caller's money, newest first; the amounts of a currency sum to its balance. */
export const ownStatement = playerEndpoint({
  id: 'ownStatement',
  method: 'GET',
  path: '/api/gaming-async/v1/me/statement.json',
  scope: 'wallet',
  tag: 'Player',
  summary: 'The own statement',
  query: z.object({
    currency: z.optional(Currency),
    /** Nothing after this `seq`: the links to other pages carry it, so that they stay as they were while money moves. */
    until: z.optional(IntegerText.check(z.minimum(1))),
    ...Paging,
  }),
  statuses: [200],
  response: z.object({ entries: z.array(StatementEntry), balances: Balances, meta: PageMeta }),
})
