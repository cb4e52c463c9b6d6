import { hash } from 'node:crypto'
import { canonicalJson } from './canonical-json.ts'
import type { Instant } from './ids.ts'
import type { LedgerEntry } from './ledger.ts'
import { merkleRoot } from './merkle.ts'

/** Entries of the ledger, sealed: none of them, nor anything in an earlier block, can change without changing the hash. */
export interface Block {
  /** From 1. */
  readonly height: number
  /** Hash of the block before it; zeros before the first. */
  readonly previous: string
  /** Root of the entries' Merkle tree, in the order in which they are listed. */
  readonly merkleRoot: string
  /** How many entries the chain has with this block. */
  readonly size: number
  /** Ids of its transfers, in the order in which the sealer saw them. */
  readonly entries: readonly string[]
  /** Never before that of the block before it. */
  readonly sealedAt: Instant
  /** Of everything above, the entries by their root: SHA-256 in hex. */
  readonly hash: string
}

/** Where a chain ends. Whoever kept one can tell later whether everything before it is still as it was. */
export interface Head {
  readonly height: number
  readonly hash: string
  /** How many entries are in the chain. */
  readonly size: number
}

/** Before the first block. */
export const NO_BLOCK: Head = { height: 0, hash: '0'.repeat(64), size: 0 }

export function headOf(block: Block | undefined): Head {
  return block ? { height: block.height, hash: block.hash, size: block.size } : NO_BLOCK
}

/** An entry as others see it: ids only, no names and no addresses. Its canonical JSON is what is hashed. */
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

/** With its members in the order of their names, as canonical JSON has them. */
export function canonicalEntry({ amount, at, credit, currency, debit, id, matchId, reason, seq }: LedgerEntry) {
  const optional = reason === undefined ? {} : { reason }
  const instant = new Date(at).toISOString()
  return { amount, at: instant, credit, currency, debit, id, match_id: matchId, ...optional, seq } as const
}

const entryText = (entry: LedgerEntry) => JSON.stringify(canonicalEntry(entry) satisfies CanonicalEntry)

export function merkleRootOf(entries: readonly LedgerEntry[]): string {
  return merkleRoot(entries.map(entryText))
}

/** What a block with this content is called. */
export function hashOf({ height, previous, merkleRoot, size, sealedAt }: Omit<Block, 'entries' | 'hash'>): string {
  const content = { height, merkle_root: merkleRoot, previous, sealed_at: new Date(sealedAt).toISOString(), size }
  return hash('sha256', canonicalJson(content), 'hex')
}

/** The block of these entries that goes on after `before`. */
export function sealBlock(entries: readonly LedgerEntry[], before: Block | undefined, now: Instant): Block {
  const head = headOf(before)
  const content = {
    height: head.height + 1,
    previous: head.hash,
    merkleRoot: merkleRootOf(entries),
    size: head.size + entries.length,
    // A clock that was set back must not make the chain look out of order.
    sealedAt: Math.max(now, before?.sealedAt ?? now),
  }
  return { ...content, entries: entries.map(({ id }) => id), hash: hashOf(content) }
}
