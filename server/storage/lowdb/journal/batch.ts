import { checksum, decodeCheckedLine, encodeCheckedLine } from '../files/checked-line.ts'
import { parseLines } from '../files/json-lines.ts'
import type { JournalRecord } from '../files/stored-data.ts'

/** The line before the lines of a batch: what one write of the journal contains. */
export interface BatchHeader {
  /** Number of its first line. */
  readonly first: number
  readonly count: number
  /** Length of its lines in bytes. */
  readonly bytes: number
  /** Checksum of its lines. */
  readonly crc: string
}

/** A longer line is no header of a batch. */
export const MAX_BATCH_HEADER_BYTES = 200

/** One commit: a line that can be applied twice without harm. */
export function encodeLine(seq: number, records: readonly JournalRecord[]): string {
  return `${JSON.stringify({ seq, records })}\n`
}

/** Lines and their header. The header has a checksum of its own: a wrong length must not look like a torn write. */
export function encodeBatch(first: number, lines: readonly string[]): { header: Buffer; body: Buffer } {
  const body = Buffer.from(lines.join(''))
  const header: BatchHeader = { first, count: lines.length, bytes: body.length, crc: checksum(body) }
  return { header: Buffer.from(encodeCheckedLine(header)), body }
}

/** The header on a line; null when the line is none, or not the one that was written. */
export function decodeHeader(line: Uint8Array): BatchHeader | null {
  const value = decodeCheckedLine(line) as BatchHeader | null
  return typeof value?.bytes === 'number' ? value : null
}

/** The records of each line; null when the lines are not those of the header. Overwrites the bytes. */
export function decodeLines(header: BatchHeader, body: Buffer): (readonly JournalRecord[])[] | null {
  if (checksum(body) !== header.crc) return null
  const lines = parseLines(body) as { seq: number; records: readonly JournalRecord[] }[] | null
  const inOrder = lines?.every(({ seq }, index) => seq === header.first + index)
  return inOrder && lines?.length === header.count ? lines.map(({ records }) => records) : null
}
