import { crc32 } from 'node:zlib'
import type { ByteReader } from './byte-reader.ts'
import { damaged, StoreDamaged } from './damage.ts'
import { parseLines } from './json-lines.ts'
import { emptyData, type RecordChange, restoreAll, type StoreData } from './stored-data.ts'

/** Grows when older versions of Ante could not read what is written. */
const VERSION = 1

/** How much is put together before it is written and other work gets its turn. */
const SLICE_CHARACTERS = 128 * 1024

/**
 * A snapshot in pieces. It is NDJSON: a header with the number of the last journal line that is surely contained, a record
 * a line, and a footer with their count and the checksum of everything before it. Commits may go on between two pieces, so
 * some records may be of a later state; the journal lines after the header's number bring each record to its last state.
 */
export function* encodeSnapshot(data: StoreData): Generator<Buffer> {
  let crc = 0
  const summed = (text: string) => {
    const piece = Buffer.from(text)
    crc = crc32(piece, crc)
    return piece
  }
  let records = 0
  let text = header(data.seq)
  for (const record of everyRecord(data)) {
    text += `${JSON.stringify(record)}\n`
    records++
    if (text.length < SLICE_CHARACTERS) continue
    yield summed(text)
    text = ''
  }
  yield summed(text)
  yield Buffer.from(footer(records, crc))
}

/** Reads what `encodeSnapshot` wrote. Throws `StoreDamaged` when it is anything else. */
export async function decodeSnapshot(reader: ByteReader, path: string): Promise<StoreData> {
  const first = (await reader.line()) ?? Buffer.alloc(0)
  const data: StoreData = { ...emptyData(), seq: seqIn(first, path) }
  let [records, crc] = [0, crc32(first)]
  for (let lines = await reader.lines(); lines; ) {
    const start = reader.offset - lines.length
    const following = await reader.lines()
    const end = following ? lines.length : startOfLastLine(lines)
    crc = crc32(lines.subarray(0, end), crc)
    const changes = parseLines(lines.subarray(0, end))
    if (!changes || !restoreAll(data, changes as RecordChange[])) {
      throw damaged(path, start, 'the records from here on are not as they were written')
    }
    records += changes.length
    if (!following && lines.toString('utf8', end) === footer(records, crc) && (await reader.atEnd())) return data
    lines = following
  }
  throw damaged(path, reader.offset, 'the snapshot does not end as it was written')
}

const header = (seq: number) => `${JSON.stringify({ ante: 'snapshot', version: VERSION, seq })}\n`
const footer = (records: number, crc: number) => `${JSON.stringify({ records, crc })}\n`

function* everyRecord(data: StoreData): Generator<RecordChange> {
  const { seq: _, ...collections } = data
  for (const [name, collection] of Object.entries(collections)) {
    // What is added from here on comes after these, and is in the journal.
    let left = collection.size
    for (const [key, record] of collection) {
      if (left-- === 0) break
      yield [name, key, record] as RecordChange
    }
  }
}

function startOfLastLine(lines: Buffer): number {
  return lines.lastIndexOf('\n', lines.length - 2) + 1
}

function seqIn(line: Buffer, path: string): number {
  const [, version, seq] = /^\{"ante":"snapshot","version":(\d+),(?:"seq":(\d+)\}\n$)?/.exec(line.toString()) ?? []
  if (Number(version) > VERSION) {
    throw new StoreDamaged(
      `${path} was written by a newer Ante (store version ${version}, this one reads up to ${VERSION}). Start that version again, or restore the data folder from a backup made with this one.`,
    )
  }
  if (seq === undefined) throw damaged(path, 0, 'this is not the first line of a snapshot')
  return Number(seq)
}
