import type { Change } from '../../storage/storage.ts'

/** One change with the matches, transfers and events of all of them, and everything else of the first. */
export function mergeChanges(first: Change, others: readonly Change[]): Change {
  return {
    ...first,
    matches: [...(first.matches ?? []), ...others.flatMap((change) => change.matches ?? [])],
    transfers: [...(first.transfers ?? []), ...others.flatMap((change) => change.transfers ?? [])],
    events: [...(first.events ?? []), ...others.flatMap((change) => change.events ?? [])],
  }
}
