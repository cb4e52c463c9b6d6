import { crc32 } from 'node:zlib'
import { parseLines } from './json-lines.ts'
import type { RecordChange } from './stored-data.ts'

/** What one write of the journal announces before its lines. */
export interface BatchHeader {
  /** Number of its first line. */
  readonly first: number
  readonly count: number
  /** Length of its lines in bytes. */
  readonly bytes: number
  /** Of its lines, as `checksum` writes it. */
  readonly crc: string
}

/** A longer first line is none of a batch. */
export const MAX_HEADER_BYTES = 200

/** CRC-32 in 8 hex digits. */
function checksum(bytes: Uint8Array | string, previous = 0): string {
  return crc32(bytes, previous).toString(16).padStart(8, '0')
}

/** One commit: a line of whole records, so that applying it twice is harmless. */
export function encodeLine(seq: number, records: readonly RecordChange[]): string {
  return `${JSON.stringify({ seq, records })}\n`
}

/** Lines with their header in front, which carries a checksum of its own: a wrong length must not look like a torn write. */
export function encodeBatch(first: number, lines: readonly string[]): Buffer {
  const body = Buffer.from(lines.join(''))
  const header: BatchHeader = { first, count: lines.length, bytes: body.length, crc: checksum(body) }
  const text = JSON.stringify(header)
  return Buffer.concat([Buffer.from(`${text.slice(0, -1)},"check":"${checksum(text)}"}\n`), body])
}

/** The header on a line; null when it is none, or not the one that was written. */
export function decodeHeader(line: Uint8Array): BatchHeader | null {
  const match = /^(\{"first":\d+,"count":\d+,"bytes":\d+,"crc":"[0-9a-f]{8}"),"check":"([0-9a-f]{8})"\}\n$/.exec(
    Buffer.from(line).toString('latin1'),
  )
  const text = `${match?.[1]}}`
  return match && checksum(text) === match[2] ? JSON.parse(text) : null
}

/** The records of each line, using the bytes up; null when the lines are not those that the header announced. */
export function decodeLines(header: BatchHeader, body: Buffer): (readonly RecordChange[])[] | null {
  if (checksum(body) !== header.crc) return null
  const lines = parseLines(body) as { seq: number; records: readonly RecordChange[] }[] | null
  const inOrder = lines?.every(({ seq }, index) => seq === header.first + index)
  return inOrder && lines?.length === header.count ? lines.map(({ records }) => records) : null
}
