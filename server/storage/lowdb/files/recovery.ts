import { type BatchHeader, decodeHeader, decodeLines, MAX_HEADER_BYTES } from './batch.ts'
import { ByteReader } from './byte-reader.ts'
import { damaged } from './damage.ts'
import { type Disk, writeAll } from './disk.ts'
import type { FilledSegment } from './journal.ts'
import { listSegments, type Segment } from './segments.ts'
import type { RecordChange } from './stored-data.ts'

interface Recovery {
  readonly directory: string
  /** Number of the last line that the snapshot contains. */
  readonly after: number
  /** Takes the records of a line; false when they are of a kind that is unknown here. */
  apply(records: readonly RecordChange[]): boolean
  /** Takes note of an incomplete batch at the very end, and where it begins. */
  tornAt(segment: Segment, start: number): Promise<void>
}

/** What the journal came to. */
export interface Recovered {
  /** Those that hold lines after the snapshot, oldest first. */
  readonly segments: readonly FilledSegment[]
  /** Those whose lines the snapshot contains. */
  readonly obsolete: readonly Segment[]
  readonly lastSeq: number
}

/**
 * Applies every line after the snapshot. An incomplete batch at the very end was never acknowledged and is passed over;
 * anything else that is not as it was written throws `StoreDamaged`.
 */
export async function recoverJournal(recovery: Recovery): Promise<Recovered> {
  const { needed, obsolete } = await findSegments(recovery)
  const segments: FilledSegment[] = []
  let next = needed[0]?.first ?? recovery.after + 1
  for (const segment of needed) {
    if (segment.first !== next) throw damaged(segment.path, 0, `lines ${next} to ${segment.first - 1} are missing`)
    const isLast = segment === needed.at(-1)
    const end = await replaySegment(recovery, segment, isLast)
    segments.push({ ...segment, bytes: end.bytes })
    next = end.next
  }
  if (next <= recovery.after) {
    const last = segments.at(-1)?.path ?? recovery.directory
    throw damaged(
      last,
      null,
      `the journal ends at line ${next - 1}, and the snapshot was written after ${recovery.after}`,
    )
  }
  return { segments, obsolete, lastSeq: next - 1 }
}

async function findSegments({ directory, after }: Recovery): Promise<{ needed: Segment[]; obsolete: Segment[] }> {
  const all = await listSegments(directory)
  const start = all.findLastIndex((segment) => segment.first <= after + 1)
  const oldest = all[0]
  if (start < 0) {
    const what = oldest
      ? `lines ${after + 1} to ${oldest.first - 1} are missing: the snapshot is older than the journal`
      : `the journal that goes on after line ${after} is missing`
    throw damaged(oldest?.path ?? directory, null, what)
  }
  return { needed: all.slice(start), obsolete: all.slice(0, start) }
}

/** Applies one segment; answers its length and the number of the line that comes after it. */
async function replaySegment(recovery: Recovery, segment: Segment, isLast: boolean) {
  const reader = await ByteReader.open(segment.path)
  let next = segment.first
  try {
    while (!(await reader.atEnd())) {
      const start = reader.offset
      const batch = await readBatch(reader, segment, next)
      if (batch === 'incomplete') {
        if (!isLast) throw damaged(segment.path, start, 'a batch is incomplete, and the journal goes on after it')
        await recovery.tornAt(segment, start)
        return { next, bytes: start }
      }
      batch.lines.forEach((records, index) => {
        const isKnown = batch.header.first + index <= recovery.after || recovery.apply(records)
        if (!isKnown) throw damaged(segment.path, start, 'records of a kind that this version of Ante does not know')
      })
      next += batch.header.count
    }
    return { next, bytes: reader.offset }
  } finally {
    await reader.close()
  }
}

async function readBatch(reader: ByteReader, { path }: Segment, next: number) {
  const start = reader.offset
  const headerLine = await reader.line(MAX_HEADER_BYTES)
  if (!headerLine) {
    if ((await reader.rest()).length < MAX_HEADER_BYTES) return 'incomplete'
    throw damaged(path, start, 'here should be the header of a batch')
  }
  const header = decodeHeader(headerLine)
  if (!header) throw damaged(path, start, 'the header of a batch is not as it was written')
  if (header.first !== next) throw damaged(path, start, `line ${header.first} follows on line ${next - 1}`)
  return (await readLines(reader, path, header)) ?? 'incomplete'
}

async function readLines(reader: ByteReader, path: string, header: BatchHeader) {
  const start = reader.offset
  const body = await reader.bytes(header.bytes)
  if (!body) return null
  const lines = decodeLines(header, body)
  if (!lines) throw damaged(path, start, `the ${header.bytes} bytes from here on are not as they were written`)
  return { header, lines }
}

interface Scissors {
  readonly directory: string
  readonly disk: Disk
  /** Milliseconds since 1970, for the name of what is cut off. */
  now(): number
  readonly log: { warn(details: object, message: string): void }
}

/** Keeps what is after `start` beside the journal, and ends the journal there. */
export async function cutOff({ disk, directory, now, log }: Scissors, { path }: Segment, start: number): Promise<void> {
  const reader = await ByteReader.open(path, start)
  const torn = await reader.rest()
  await reader.close()
  const copy = `${path}.torn-${now()}`
  await disk.remove(copy)
  const file = await disk.create(copy)
  await writeAll(file, torn)
  await file.sync()
  await file.close()
  await disk.syncFolder(directory)
  await disk.truncate(path, start)
  log.warn(
    { journal: path, offset: start, bytes: torn.length, copy },
    'The last write to the journal was incomplete, so nobody was told that it happened; it was cut off and kept beside the journal',
  )
}
