import { ByteReader } from '../files/byte-reader.ts'
import { type Disk, writeAll } from '../files/disk.ts'
import type { Segment } from './segments.ts'

interface TornTailOptions {
  readonly directory: string
  readonly disk: Disk
  /** Milliseconds since 1970, for the name of the copy. */
  now(): number
  readonly log: { warn(details: object, message: string): void }
}

/** Copies what is after `start` to a file beside the journal, then ends the segment at `start`. */
export async function cutTornTail(
  { disk, directory, now, log }: TornTailOptions,
  { path }: Segment,
  start: number,
): Promise<void> {
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
