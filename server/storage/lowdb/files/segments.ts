import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** A file of the journal. */
export interface Segment {
  /** Number of its first line. */
  readonly first: number
  readonly path: string
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
