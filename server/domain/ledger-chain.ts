import { hash } from 'node:crypto'
import { canonicalJson } from './canonical-json.ts'
import type { Instant } from './ids.ts'
import type { LedgerEntry } from './ledger.ts'
import { merkleRoot } from './merkle.ts'

/** A sealed block of entries. Its hash changes if any of them, or anything in an earlier block, changes. */
export interface Block {
  /** From 1. */
  readonly height: number
  /** Hash of the block before it; zeros before the first. */
  readonly previous: string
  /** Root of the entries' Merkle tree, in the order in which they are listed. */
  readonly merkleRoot: string
  /** The number of entries in the chain up to and including this block. */
  readonly size: number
  /** Ids of its transfers, in the order in which the sealer saw them. */
  readonly entries: readonly string[]
  /** Never earlier than that of the block before it. */
  readonly sealedAt: Instant
  /** SHA-256, in hex, of the fields above; the entries are included by their Merkle root. */
  readonly hash: string
}

/** Where a chain ends. A head that is kept elsewhere shows later whether anything before it has changed. */
export interface Head {
  readonly height: number
  readonly hash: string
  /** The number of entries in the chain. */
  readonly size: number
}

/** The head of a chain that has no block yet. */
export const NO_BLOCK: Head = { height: 0, hash: '0'.repeat(64), size: 0 }

export function headOf(block: Block | undefined): Head {
  return block ? { height: block.height, hash: block.hash, size: block.size } : NO_BLOCK
}

/** An entry as an auditor sees it: ids, no names and no addresses. Its canonical JSON is hashed. */
export interface CanonicalEntry {
  readonly amount: number
  readonly at: string
  readonly credit: string
  readonly currency: string
  readonly debit: string
  readonly id: string
  readonly match_id: string | null
  readonly reason?: string | undefined
  readonly seq: number
}

/** The members are in alphabetical order, as in canonical JSON. */
export function canonicalEntry({ amount, at, credit, currency, debit, id, matchId, reason, seq }: LedgerEntry) {
  const optional = reason === undefined ? {} : { reason }
  const instant = new Date(at).toISOString()
  return { amount, at: instant, credit, currency, debit, id, match_id: matchId, ...optional, seq } as const
}

const entryText = (entry: LedgerEntry) => JSON.stringify(canonicalEntry(entry) satisfies CanonicalEntry)

export function merkleRootOf(entries: readonly LedgerEntry[]): string {
  return merkleRoot(entries.map(entryText))
}

/** The hash of a block with this content. */
export function hashOf({ height, previous, merkleRoot, size, sealedAt }: Omit<Block, 'entries' | 'hash'>): string {
  const content = { height, merkle_root: merkleRoot, previous, sealed_at: new Date(sealedAt).toISOString(), size }
  return hash('sha256', canonicalJson(content), 'hex')
}

/** The block with these entries that follows `before`; `before` is undefined for the first block. */
export function sealBlock(entries: readonly LedgerEntry[], before: Block | undefined, now: Instant): Block {
  const head = headOf(before)
  const content = {
    height: head.height + 1,
    previous: head.hash,
    merkleRoot: merkleRootOf(entries),
    size: head.size + entries.length,
    // A clock that was put back must not put blocks out of order.
    sealedAt: Math.max(now, before?.sealedAt ?? now),
  }
  return { ...content, entries: entries.map(({ id }) => id), hash: hashOf(content) }
}
