import type { PostedTransfer } from '../../../domain/ledger.ts'
import type { Change, CommitResult } from '../../storage.ts'
import { validateChange } from '../../validate-change.ts'
import type { Database } from '../connection/database.ts'
import { BatchState, changesAnything } from './batch-state.ts'
import { footprintOf } from './footprint.ts'
import { keptTransfer } from './kept-transfer.ts'
import { load } from './load.ts'
import { type AcceptedChange, write } from './write.ts'

type Committed = Extract<CommitResult, { kind: 'committed' }>

/** Decides several changes, one after the other, and commits those that are accepted together. A result for each. */
export async function commitBatch(database: Database, changes: readonly Change[]): Promise<readonly CommitResult[]> {
  const { results, numbers } = await database.transaction(async (query) => {
    const state = new BatchState(await load(query, footprintOf(changes)))
    const accepted: AcceptedChange[] = []
    const results = changes.map((change): CommitResult => {
      const validated = validateChange(state, change)
      if (validated.kind !== 'accepted') return validated
      state.apply(change, validated)
      if (changesAnything(change)) accepted.push({ change, accepted: validated })
      return validated.commitResult
    })
    const numbers = new Map<string, number>()
    const result = { results, numbers }
    if (accepted.length === 0) return { result }
    return {
      result,
      async write() {
        for (const [id, seq] of await write(query, state, accepted)) numbers.set(id, seq)
      },
    }
  })
  return results.map((result) => (result.kind === 'committed' ? withNumbers(result, numbers) : result))
}

function withNumbers(result: Committed, numbers: ReadonlyMap<string, number>): Committed {
  const numbered = (transfer: PostedTransfer) =>
    keptTransfer({ ...transfer, seq: numbers.get(transfer.id) ?? transfer.seq })
  return { ...result, transfers: result.transfers.map(numbered) }
}
