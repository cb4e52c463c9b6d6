import { decodeCheckedLine, encodeCheckedLine } from '../files/checked-line.ts'

/** Grows when older versions of Ante could not read what is written. */
const VERSION = 2

/** A first line that is longer is no header of a segment. */
export const MAX_SEGMENT_HEADER_BYTES = 300

/**
 * The first line of a journal segment. It ties the segment to its store and to everything before it, so that a segment
 * that is empty, shortened, or taken from another store or another time is found.
 */
export interface SegmentHeader {
  /** The id of the store. */
  readonly store: string
  /** Number of the segment's first line. */
  readonly first: number
  /** The chain of all batches before the segment: see `nextChain`. */
  readonly chain: string
}

export function encodeSegmentHeader({ store, first, chain }: SegmentHeader): Buffer {
  return Buffer.from(encodeCheckedLine({ ante: 'journal', version: VERSION, store, first, chain }))
}

/** The header on a line; null when the line is none, or not the one that was written. */
export function decodeSegmentHeader(line: Uint8Array): SegmentHeader | null {
  const value = decodeCheckedLine(line) as (SegmentHeader & { ante?: unknown; version?: unknown }) | null
  return value?.ante === 'journal' && value.version === VERSION ? value : null
}
