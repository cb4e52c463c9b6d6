import type { Change } from '../../storage/storage.ts'

/** Several decisions as one change, applied as a whole. */
export function mergeChanges(first: Change, others: readonly Change[]): Change {
  return {
    ...first,
    matches: [...(first.matches ?? []), ...others.flatMap((change) => change.matches ?? [])],
    transfers: [...(first.transfers ?? []), ...others.flatMap((change) => change.transfers ?? [])],
    events: [...(first.events ?? []), ...others.flatMap((change) => change.events ?? [])],
  }
}
