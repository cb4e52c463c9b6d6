import * as z from 'zod/mini'
import { IntegerText, operatorEndpoint, playerEndpoint } from './endpoint.ts'
import { MatchId, PageMeta, Paging, Timestamp } from './matches.ts'
import { Balances } from './me.ts'
import { Amount, Currency, MinorUnits } from './money.ts'

const LEDGER = '/admin/v1/ledger'

/** One transfer in the ledger: `amount`, in minor units, moves from the account `debit` to the account `credit`. */
export const LedgerTransfer = z.object({
  /** Derived from its cause, such as `<match>:stake:challenger`. */
  id: z.string(),
  /** Position in the ledger, from 1. */
  seq: z.int(),
  /** `player:<id>`, `escrow:<match>`, `fees` or `treasury`. */
  debit: z.string(),
  credit: z.string(),
  amount: Amount,
  currency: Currency,
  at: Timestamp,
  /** The reason that the operator gave; only corrections have one. */
  reason: z.optional(z.string()),
})
export type LedgerTransfer = z.infer<typeof LedgerTransfer>

/** SHA-256 in hex. */
const Digest = z.string().check(z.regex(/^[0-9a-f]{64}$/, { error: 'must be 64 lowercase hex digits' }))

/** The newest block of the ledger's hash chain. Every transfer up to it is sealed. Height 0: no block exists yet. */
export const LedgerHead = z.object({
  /** The number of blocks. */
  height: z.int(),
  /** The hash of the newest block; 64 zeros before the first. */
  hash: Digest,
  /** The number of transfers in these blocks. */
  entries: z.int(),
})
export type LedgerHead = z.infer<typeof LedgerHead>

/**
 * Returns the current head, also signed. An auditor saves it elsewhere and later checks the ledger against it
 * (`verifyLedger`).
 */
export const getLedgerHead = operatorEndpoint({
  id: 'getLedgerHead',
  method: 'GET',
  path: `${LEDGER}/head`,
  summary: 'Read the signed head of the ledger',
  statuses: [200],
  response: z.object({
    head: LedgerHead,
    /** The head as a JWS (RFC 7515; `typ` `ante-ledger-head+jwt`), to be verified with the keys of `/oauth/jwks`. */
    jws: z.string(),
  }),
})

/** Recomputes every balance and every hash from the entries, and reports each difference. */
export const verifyLedger = operatorEndpoint({
  id: 'verifyLedger',
  method: 'GET',
  path: `${LEDGER}/verify`,
  summary: 'Verify the ledger',
  query: z.object({
    /**
     * A head that was saved earlier, as a JWS or as `height:hash`. Checks that no entry up to it was removed or
     * changed.
     */
    head: z.optional(z.string().check(z.maxLength(2000))),
  }),
  statuses: [200],
  response: z.object({
    ok: z.boolean(),
    /** How many transfers were read. */
    transfers: z.int(),
    /** How many blocks they are sealed in. */
    blocks: z.int(),
    /** One sentence for each problem, at most 100. */
    problems: z.array(z.string()),
  }),
})

/** An account that an operator may correct. An escrow account is not one: only its match moves its money. */
const CorrectedAccount = z.string().check(
  z.regex(/^(player:[1-9]\d{0,15}|fees|treasury)$/, {
    error: 'must be "player:<id>", "fees" or "treasury"',
  }),
)

/** Posts a correcting transfer with a reason. Existing entries are never edited. */
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
    /** Stored for ever and shown to the players concerned: it must not name a person. */
    reason: z.string().check(
      z.trim(),
      z.minLength(1, { error: 'must say why' }),
      z.maxLength(500, { error: 'must be at most 500 characters long' }),
      z.refine((text) => !/\p{Cc}|\p{Cs}/u.test(text), { error: 'must not contain control characters' }),
    ),
    /**
     * The operator's id of this correction, unique for ever. The same correction again changes nothing and gets the
     * same answer.
     */
    reference: z
      .string()
      .check(z.regex(/^[\x21-\x7e]{1,128}$/, { error: 'must be 1 to 128 printable characters without spaces' })),
  }),
  statuses: [201],
  response: z.object({ transfer: LedgerTransfer }),
})

/** The kind of transfer in a player's statement. */
export const StatementKind = z.enum(['deposit', 'withdrawal', 'stake', 'payout', 'refund', 'play_money', 'correction'])
export type StatementKind = z.infer<typeof StatementKind>

/** One line of a player's statement. */
export const StatementEntry = z.object({
  /** The id of the transfer. */
  id: z.string(),
  /** Position in the whole ledger. Grows, with gaps: other players' transfers are between. */
  seq: z.int(),
  at: Timestamp,
  kind: StatementKind,
  /** The change of the balance in minor units; negative when money left the account. */
  amount: MinorUnits,
  /** The balance in this currency after the transfer, in minor units. */
  balance: MinorUnits,
  currency: Currency,
  /** The match of the transfer; null when it has none. */
  match_id: z.nullable(MatchId),
  /** The reason that the operator gave for a correction. */
  reason: z.optional(z.string()),
})
export type StatementEntry = z.infer<typeof StatementEntry>

/** Returns every transfer of the caller's money, newest first. The amounts of a currency sum to its balance. */
export const ownStatement = playerEndpoint({
  id: 'ownStatement',
  method: 'GET',
  path: '/api/gaming-async/v1/me/statement.json',
  scope: 'wallet',
  tag: 'Player',
  summary: "Read the caller's statement",
  query: z.object({
    currency: z.optional(Currency),
    /**
     * Leaves out entries after this `seq`. Links to other pages contain it, so that new entries do not shift the pages.
     */
    until: z.optional(IntegerText.check(z.minimum(1))),
    ...Paging,
  }),
  statuses: [200],
  response: z.object({ entries: z.array(StatementEntry), balances: Balances, meta: PageMeta }),
})
