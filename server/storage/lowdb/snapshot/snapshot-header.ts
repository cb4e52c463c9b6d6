import { damaged, StoreDamaged } from '../files/damage.ts'

/** Grows when older versions of Ante could not read what is written. */
const FORMAT = 2

/** The first line of a snapshot: what it belongs to, and what it goes on with. */
export interface SnapshotHeader {
  /** The id of the store: 32 hex digits, for ever. */
  readonly store: string
  /** Number of the last journal line that the snapshot surely contains. */
  readonly seq: number
  /** The journal segment that goes on from the snapshot: its first line, and the chain before it. */
  readonly journal: { readonly first: number; readonly chain: string }
}

/** A header as it was read. Format 1 names neither store nor segment. */
export type StoredHeader = ({ readonly format: 2 } & SnapshotHeader) | { readonly format: 1; readonly seq: number }

export const encodeHeader = (header: SnapshotHeader) =>
  `${JSON.stringify({ ante: 'snapshot', version: FORMAT, ...header })}\n`

/** Throws `StoreDamaged` for a line that is no header. The footer's checksum covers what is in it. */
export function decodeHeader(line: Buffer, path: string): StoredHeader {
  const value = parse(line.toString())
  if (value?.ante !== 'snapshot') throw damaged(path, 0, 'this is not the first line of a snapshot')
  if (Number(value.version) > FORMAT) {
    throw new StoreDamaged(
      `${path} was written by a newer Ante (store version ${value.version}, this one reads up to ${FORMAT}). Start that version again, or restore the data folder from a backup made with this one.`,
    )
  }
  const { seq } = value
  if (typeof seq !== 'number') throw damaged(path, 0, 'this is not the first line of a snapshot')
  if (value.version === 1) return { format: 1, seq }
  const { store, journal } = value as unknown as SnapshotHeader
  return { format: 2, store, seq, journal }
}

function parse(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
