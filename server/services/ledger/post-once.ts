import { Problem } from '@ante/shared'
import { isSameTransfer, type PostedTransfer, type Transfer } from '../../domain/ledger.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Clock } from '../core/clock.ts'
import type { Transact } from '../core/unit-of-work.ts'

/**
 * Posts a transfer whose id comes from an operator's reference, or answers with the one that was posted under it. Throws
 * `reference_reused` when that is another one.
 */
export type PostOnce = (transfer: Transfer) => Promise<PostedTransfer>

export function createPostOnce(dependencies: { storage: Storage; clock: Clock; transact: Transact }): PostOnce {
  const { storage, clock, transact } = dependencies
  return async (transfer) => {
    const known = await storage.transfer(transfer.id)
    if (known) return repeated(known, transfer)
    const { committed } = await transact(async () => ({
      change: { at: clock.now(), transfers: [transfer] },
      result: undefined,
    }))
    const posted = committed?.transfers[0]
    if (!posted) throw new Error(`transfer ${transfer.id} was committed without a row`)
    return posted
  }
}

function repeated(known: PostedTransfer, transfer: Transfer): PostedTransfer {
  if (isSameTransfer(known, transfer)) return known
  throw new Problem('reference_reused', 'This reference was used for something else. Use a new one.', [
    { path: 'reference', message: 'must be an id that nothing else has' },
  ])
}
