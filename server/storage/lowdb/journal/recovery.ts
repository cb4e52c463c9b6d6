import { ByteReader } from '../files/byte-reader.ts'
import { damaged } from '../files/damage.ts'
import { EMPTY_CHAIN } from './chain.ts'
import { type ApplyLine, kindOfSegment, readBatches, readSegmentHeader, type SegmentContent } from './read-segment.ts'
import type { SegmentHeader } from './segment-header.ts'
import { type JournalEnd, listSegments, type ReadSegment, type Segment } from './segments.ts'

interface Recovery {
  readonly directory: string
  /** Number of the last line that the snapshot contains. */
  readonly after: number
  /** The segment that goes on from the snapshot. Null: a snapshot of format 1, which names none. */
  readonly from: SegmentHeader | null
  /** Takes the records of a line after the snapshot. */
  readonly apply: ApplyLine
}

/** What the journal contains. */
export interface Recovered {
  /** The segments that hold lines after the snapshot, oldest first. */
  readonly segments: readonly ReadSegment[]
  /** The segments that are not needed any more. */
  readonly obsolete: readonly Segment[]
  readonly end: JournalEnd
  /** An incomplete batch at the end of the last segment. It was never acknowledged. */
  readonly torn: { readonly segment: Segment; readonly start: number } | null
}

/**
 * Applies every line after the snapshot. Throws `StoreDamaged` when anything but the last batch is not as it was written,
 * or a segment is missing.
 */
export async function recoverJournal(recovery: Recovery): Promise<Recovered> {
  const { after, from, directory } = recovery
  const { needed, obsolete } = await (from ? findSegments(directory, from) : findUnheadedSegments(directory, after))
  const segments: ReadSegment[] = []
  let end: JournalEnd = from ? { seq: from.first - 1, chain: from.chain } : endBefore(needed, after)
  let torn: Recovered['torn'] = null
  for (const segment of needed) {
    if (torn) throw damaged(torn.segment.path, torn.start, 'a batch is incomplete, and the journal goes on after it')
    const content = await readSegment(recovery, segment, end)
    segments.push({ ...segment, chain: end.chain, bytes: content.bytes })
    end = content.end
    torn = content.tornAt === null ? null : { segment, start: content.tornAt }
  }
  if (end.seq < after) {
    const what = `the journal ends at line ${end.seq}, and the snapshot was written after ${after}`
    throw damaged(needed.at(-1)?.path ?? directory, null, what)
  }
  return { segments, obsolete, end, torn }
}

async function findSegments(directory: string, from: SegmentHeader) {
  const all = await listSegments(directory)
  const start = all.findIndex(({ first }) => first === from.first)
  if (start >= 0) return { needed: all.slice(start), obsolete: all.slice(0, start) }
  throw missing(directory, from.first, all)
}

/** A segment with a header beside those of format 1 comes from an upgrade that was cut short; it has no batches yet. */
async function findUnheadedSegments(directory: string, after: number) {
  const all = await listSegments(directory)
  const unheaded: Segment[] = []
  for (const segment of all) {
    const kind = await kindOfSegment(segment)
    if (kind === 'with batches') throw damaged(segment.path, 0, 'the snapshot is older than this segment')
    if (kind === 'without header') unheaded.push(segment)
  }
  const unfinished = all.filter((segment) => !unheaded.includes(segment))
  const start = unheaded.findLastIndex(({ first }) => first <= after + 1)
  // The upgrade replaces a last segment that is empty.
  const isReplaced = unfinished.some(({ first }) => first === after + 1)
  if (start < 0 && !isReplaced) throw missing(directory, after + 1, unheaded)
  const needed = start < 0 ? [] : unheaded.slice(start)
  return { needed, obsolete: all.filter((segment) => !needed.includes(segment)) }
}

function missing(directory: string, line: number, segments: readonly Segment[]) {
  const next = segments.find(({ first }) => first > line)
  return next
    ? damaged(next.path, null, `lines ${line} to ${next.first - 1} are missing: the snapshot is older than the journal`)
    : damaged(directory, null, `the journal that goes on after line ${line - 1} is missing`)
}

const endBefore = ([first]: readonly Segment[], after: number): JournalEnd => ({
  seq: (first?.first ?? after + 1) - 1,
  chain: EMPTY_CHAIN,
})

async function readSegment(
  { from, after, apply }: Recovery,
  segment: Segment,
  end: JournalEnd,
): Promise<SegmentContent> {
  const reader = await ByteReader.open(segment.path)
  try {
    if (segment.first !== end.seq + 1) {
      throw damaged(segment.path, 0, `lines ${end.seq + 1} to ${segment.first - 1} are missing`)
    }
    if (from) assertFollows(segment, await readSegmentHeader(reader, segment), from.store, end)
    return await readBatches(reader, segment, end, (seq, records) => seq <= after || apply(seq, records))
  } finally {
    await reader.close()
  }
}

function assertFollows({ path }: Segment, header: SegmentHeader, store: string, { chain }: JournalEnd): void {
  if (header.store !== store) throw damaged(path, 0, 'this is a segment of another store')
  if (header.chain !== chain) throw damaged(path, 0, 'this segment does not go on from what is before it')
}
