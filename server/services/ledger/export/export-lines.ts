import { hash } from 'node:crypto'
import * as z from 'zod/mini'
import { canonicalJson } from '../../../domain/canonical-json.ts'
import { PublicKey } from '../head-signer.ts'

/** Grows with each change of the format that older versions of Ante cannot read. */
export const EXPORT_VERSION = 1

const Hash = z.string().check(z.regex(/^[0-9a-f]{64}$/))
const Instant = z.string().check(
  z.refine((text) => {
    const time = Date.parse(text)
    return Number.isFinite(time) && new Date(time).toISOString() === text
  }),
)
const MatchId = z.string().check(z.regex(/^[0-9a-f]{32}$/))
const PlayerId = z.int().check(z.minimum(1))
const Account = z.string().check(z.regex(/^(player:[1-9]\d{0,15}|escrow:[0-9a-f]{32}|fees|treasury)$/))

const Entry = z.strictObject({
  amount: z.int(),
  at: Instant,
  credit: Account,
  currency: z.string(),
  debit: Account,
  id: z.string(),
  match_id: z.nullable(MatchId),
  reason: z.optional(z.string()),
  seq: z.int(),
})

/**
 * The lines of an export, in this order: header, blocks, entries that are in no block yet, matches, balances, footer. Each
 * line also has a digest of itself (`sum`), so that a damaged line can be found.
 */
const Line = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('header'),
    format: z.literal('ante-ledger'),
    version: z.int(),
    /** Public URL of the server; null if its store does not know it. */
    issuer: z.nullable(z.string()),
    at: Instant,
    /** True when the store leaves numbers out: then they only ascend. */
    has_gaps: z.optional(z.literal(true)),
    /** The server's published keys, by which the signatures can be verified. */
    keys: z.array(PublicKey),
  }),
  z.strictObject({
    type: z.literal('block'),
    height: z.int(),
    previous: Hash,
    merkle_root: Hash,
    size: z.int(),
    sealed_at: Instant,
    hash: Hash,
    entries: z.array(Entry),
  }),
  z.strictObject({ type: z.literal('entry'), entry: Entry }),
  z.strictObject({
    type: z.literal('match'),
    id: MatchId,
    state: z.enum(['unmatched', 'matched', 'settled', 'expired', 'void']),
    stake_amount: z.int(),
    currency: z.string(),
    challenger_id: PlayerId,
    challenged_id: z.nullable(PlayerId),
    fee_bps: z.int(),
    draw_fee: z.boolean(),
    outcome: z.nullable(z.enum(['challenger_won', 'challenged_won', 'draw', 'walkover', 'void', 'expired'])),
    winner_id: z.nullable(PlayerId),
    fee: z.int(),
  }),
  z.strictObject({ type: z.literal('balance'), account: Account, currency: z.string(), balance: z.int() }),
  z.strictObject({
    type: z.literal('footer'),
    /** The number of lines, including this one. */
    lines: z.int(),
    /** SHA-256 of all bytes before this line, in hex. */
    digest: Hash,
    /** The head of the chain, as a JWS. */
    head: z.string(),
    /** The digest, as a JWS. */
    signature: z.string(),
  }),
])
export type Line = z.infer<typeof Line>
export type LineType = Line['type']
export type LineOf<Type extends LineType> = Extract<Line, { type: Type }>

const sumOf = (content: object) => hash('sha256', canonicalJson(content), 'hex')

/** A line as text, with its digest and newline. It is canonical JSON, so each line can be written in one way only. */
export function formatLine(line: Line): string {
  return `${canonicalJson({ ...line, sum: sumOf(line) })}\n`
}

/** Parses a line with its newline, or says what is wrong with it. */
export function parseLine(bytes: Buffer): Line | { readonly error: string } {
  const text = bytes.toString()
  if (!text.endsWith('\n')) return { error: 'The last line does not end: the file was cut off, or added to.' }
  const content = parseObject(text)
  if (!content) return { error: 'This is not a line of an export.' }
  const { sum, ...line } = content
  const isAsWritten = sum === sumOf(line) && Buffer.from(`${canonicalJson(content)}\n`).equals(bytes)
  if (!isAsWritten) return { error: 'This line was changed after it was written.' }
  const version = line.type === 'header' ? Number(line.version) : EXPORT_VERSION
  if (version > EXPORT_VERSION)
    return { error: `Version ${version} of the format was written by a newer Ante; this one reads ${EXPORT_VERSION}.` }
  const parsed = z.safeParse(Line, line)
  return parsed.success ? parsed.data : { error: 'This is not a line of an export.' }
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}
