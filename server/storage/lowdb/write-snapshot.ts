import type { SegmentHeader } from './journal/segment-header.ts'
import type { StoreFiles } from './store-files.ts'

/** Writes everything that is in memory now, to be gone on from with the lines of a segment that was just started. */
export async function writeSnapshot(
  { low, snapshot }: StoreFiles,
  { store, first, chain }: SegmentHeader,
): Promise<void> {
  snapshot.describeNext({ store, seq: low.data.seq, journal: { first, chain } })
  await low.write()
}
