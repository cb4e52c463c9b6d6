import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** A file of the journal. */
export interface Segment {
  /** Number of its first line. */
  readonly first: number
  readonly path: string
}

/** A segment that was read, or that is written. */
export interface ReadSegment extends Segment {
  /** The chain of all batches before it. */
  readonly chain: string
  /** Length of its batches in bytes. */
  readonly bytes: number
}

/** Where a journal ends. */
export interface JournalEnd {
  /** Number of its last line. */
  readonly seq: number
  /** The chain of all its batches. */
  readonly chain: string
}

const NAME = /^journal-(\d{16})\.ndjson$/

export function segmentAt(directory: string, first: number): Segment {
  return { first, path: join(directory, `journal-${String(first).padStart(16, '0')}.ndjson`) }
}

/** The journal's files, oldest first. */
export async function listSegments(directory: string): Promise<Segment[]> {
  const names = (await readdir(directory)).sort()
  return names.flatMap((name) => {
    const first = NAME.exec(name)?.[1]
    return first === undefined ? [] : [segmentAt(directory, Number(first))]
  })
}
