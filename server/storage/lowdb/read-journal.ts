import { randomBytes } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { damaged } from './files/damage.ts'
import { restoreAll, type StoreData } from './files/stored-data.ts'
import { EMPTY_CHAIN } from './journal/chain.ts'
import { kindOfSegment } from './journal/read-segment.ts'
import { type Recovered, recoverJournal } from './journal/recovery.ts'
import { listSegments, type Segment } from './journal/segments.ts'
import { assertEndsAsStopped } from './journal/stop-record.ts'
import { SNAPSHOT } from './snapshot/snapshot-file.ts'
import type { StoredHeader } from './snapshot/snapshot-header.ts'

/** What the journal of a store contains. */
export interface ReadJournal extends Recovered {
  /** The id of the store; a new one where it has none yet. */
  readonly store: string
}

/**
 * Applies the journal to the data of the snapshot that has this header (null: there is no snapshot). Throws `StoreDamaged`
 * when the two do not belong together or the journal is not as it was written.
 */
export async function readJournal(
  directory: string,
  header: StoredHeader | null,
  data: StoreData,
): Promise<ReadJournal> {
  if (!header) return { ...(await assertNoJournal(directory)), store: newStoreId() }
  const from = header.format === 2 ? { store: header.store, ...header.journal } : null
  const apply = (_: number, records: Parameters<typeof restoreAll>[1]) => restoreAll(data, records)
  const recovered = await recoverJournal({ directory, after: header.seq, from, apply })
  if (from) await assertEndsAsStopped(directory, from.store, recovered)
  return { ...recovered, store: from?.store ?? newStoreId() }
}

const newStoreId = () => randomBytes(16).toString('hex')

/** Without a snapshot there may be no journal either, except for an empty one from a first start that was cut short. */
async function assertNoJournal(directory: string): Promise<Recovered> {
  const [segment, ...others] = await listSegments(directory)
  const isEmpty = !segment || (others.length === 0 && segment.first === 1 && (await hasNoBatch(segment)))
  if (!isEmpty) {
    throw damaged(segment.path, null, `the snapshot that this journal goes on from (${SNAPSHOT}) is missing`)
  }
  return { segments: [], obsolete: [], end: { seq: 0, chain: EMPTY_CHAIN }, torn: null }
}

async function hasNoBatch(segment: Segment): Promise<boolean> {
  const { size } = await stat(segment.path)
  return size === 0 || (await kindOfSegment(segment)) === 'header only'
}
