import { ByteReader } from '../files/byte-reader.ts'
import { damaged } from '../files/damage.ts'
import type { JournalRecord } from '../files/stored-data.ts'
import { decodeHeader, decodeLines, MAX_BATCH_HEADER_BYTES } from './batch.ts'
import { nextChain } from './chain.ts'
import { decodeSegmentHeader, MAX_SEGMENT_HEADER_BYTES, type SegmentHeader } from './segment-header.ts'
import type { JournalEnd, Segment } from './segments.ts'

/** Takes the records of a line; false when some are of a kind that is unknown here. */
export type ApplyLine = (seq: number, records: readonly JournalRecord[]) => boolean

/** What was read of a segment. */
export interface SegmentContent {
  readonly end: JournalEnd
  /** Length of its whole batches in bytes. */
  readonly bytes: number
  /** Where an incomplete batch begins after the last whole one; null without one. */
  readonly tornAt: number | null
}

/** Reads the header of a segment. Throws `StoreDamaged` when there is none. */
export async function readSegmentHeader(reader: ByteReader, { path, first }: Segment): Promise<SegmentHeader> {
  const line = await reader.line(MAX_SEGMENT_HEADER_BYTES)
  const header = line && decodeSegmentHeader(line)
  if (!header) throw damaged(path, 0, 'the header of the segment is missing, or not as it was written')
  if (header.first !== first) throw damaged(path, 0, `this is the segment that begins with line ${header.first}`)
  return header
}

/** Whether a file has a header, and batches after it. Segments of format 1 have no header. */
export async function kindOfSegment({ path }: Segment): Promise<'without header' | 'header only' | 'with batches'> {
  const reader = await ByteReader.open(path)
  try {
    const line = await reader.line(MAX_SEGMENT_HEADER_BYTES)
    if (!line || !decodeSegmentHeader(line)) return 'without header'
    return (await reader.atEnd()) ? 'header only' : 'with batches'
  } finally {
    await reader.close()
  }
}

/**
 * Reads the batches from where the reader is to the end of the file. An incomplete batch at the end is not read. Throws
 * `StoreDamaged` when anything else is not as it was written.
 */
export async function readBatches(
  reader: ByteReader,
  segment: Segment,
  before: JournalEnd,
  apply: ApplyLine,
): Promise<SegmentContent> {
  const from = reader.offset
  let end = before
  for (;;) {
    const start = reader.offset
    if (await reader.atEnd()) return { end, bytes: start - from, tornAt: null }
    const batch = await readBatch(reader, segment, end.seq + 1)
    if (!batch) return { end, bytes: start - from, tornAt: start }
    const { header, lines, headerLine } = batch
    const isKnown = lines.every((records, index) => apply(header.first + index, records))
    if (!isKnown)
      throw damaged(
        segment.path,
        start,
        'records that this version of Ante does not know, or that do not go on from those before',
      )
    end = { seq: end.seq + header.count, chain: nextChain(end.chain, headerLine) }
  }
}

/** The next batch; null when the file ends before the batch does. */
async function readBatch(reader: ByteReader, { path }: Segment, next: number) {
  const start = reader.offset
  const line = await reader.line(MAX_BATCH_HEADER_BYTES)
  if (!line) {
    if (isTornHeader(await reader.rest())) return null
    throw damaged(path, start, 'the header of a batch is missing')
  }
  // The reader may reuse the bytes of a line once it reads on.
  const headerLine = Buffer.from(line)
  const header = decodeHeader(headerLine)
  if (!header) throw damaged(path, start, 'the header of a batch is not as it was written')
  if (header.first !== next) throw damaged(path, start, `line ${header.first} follows on line ${next - 1}`)
  const bodyStart = reader.offset
  const body = await reader.bytes(header.bytes)
  if (!body) return null
  const lines = decodeLines(header, body)
  if (!lines) throw damaged(path, bodyStart, `the ${header.bytes} bytes from here on are not as they were written`)
  return { header, headerLine, lines }
}

/**
 * The beginning of a header at most, then zeros: a file system that had made the file longer, but had not written the bytes
 * when the power failed, shows zeros. A batch that was acknowledged never ends like that.
 */
function isTornHeader(bytes: Buffer): boolean {
  let length = bytes.length
  while (length > 0 && bytes[length - 1] === 0) length--
  return length < MAX_BATCH_HEADER_BYTES && !bytes.subarray(0, length).includes(0)
}
