import { Problem } from '@ante/shared'
import { isSameTransfer, type PostedTransfer, type Transfer } from '../../domain/ledger.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Clock } from '../core/clock.ts'
import type { UnitOfWork } from '../core/unit-of-work.ts'

/**
 * Posts a transfer whose id comes from an operator's reference. If the same transfer was posted before, returns that one.
 * Throws `reference_reused` if the reference was used for another transfer.
 */
export type PostOnce = (transfer: Transfer) => Promise<PostedTransfer>

export function createPostOnce(dependencies: { storage: Storage; clock: Clock; unitOfWork: UnitOfWork }): PostOnce {
  const { storage, clock, unitOfWork } = dependencies
  return async (transfer) => {
    const known = await storage.transfer(transfer.id)
    if (known) return repeated(known, transfer)
    const { committed } = await unitOfWork.run(async () => ({
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
