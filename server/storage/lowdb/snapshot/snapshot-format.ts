import { crc32 } from 'node:zlib'
import type { ByteReader } from '../files/byte-reader.ts'
import { damaged } from '../files/damage.ts'
import { parseLines } from '../files/json-lines.ts'
import { emptyData, type RecordChange, restoreAll, type StoreData } from '../files/stored-data.ts'
import { decodeHeader, encodeHeader, type SnapshotHeader, type StoredHeader } from './snapshot-header.ts'

/** How many characters are put together before they are written and other work gets its turn. */
const SLICE_CHARACTERS = 128 * 1024

/**
 * A snapshot in pieces. It is NDJSON: a header, a record a line, and a footer with their count and the checksum of
 * everything before it. Commits may go on between two pieces, so some records may be of a later state; the journal lines
 * after the header's `seq` bring each record to its last state.
 */
export function* encodeSnapshot(header: SnapshotHeader, data: StoreData): Generator<Buffer> {
  let crc = 0
  const summed = (text: string) => {
    const piece = Buffer.from(text)
    crc = crc32(piece, crc)
    return piece
  }
  let records = 0
  let text = encodeHeader(header)
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
export async function decodeSnapshot(
  reader: ByteReader,
  path: string,
): Promise<{ header: StoredHeader; data: StoreData }> {
  const first = (await reader.line()) ?? Buffer.alloc(0)
  const header = decodeHeader(first, path)
  const data: StoreData = { ...emptyData(), seq: header.seq }
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
    if (!following && lines.toString('utf8', end) === footer(records, crc) && (await reader.atEnd())) {
      return { header, data }
    }
    lines = following
  }
  throw damaged(path, reader.offset, 'the snapshot does not end as it was written')
}

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
