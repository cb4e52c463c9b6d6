import { type FieldError, Problem } from '@ante/shared'
import { type Account, type PostedTransfer, playerOf } from '../../domain/ledger.ts'
import { transferId } from '../../domain/transfer-cause.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Clock } from '../core/clock.ts'
import type { UnitOfWork } from '../core/unit-of-work.ts'
import { createPostOnce } from './post-once.ts'

/** A transfer by which the operator corrects balances. */
export interface Correction {
  /** Never an escrow. */
  readonly debit: Account
  readonly credit: Account
  readonly amount: number
  readonly currency: string
  readonly reason: string
  /** The correction's own id, unique for ever. */
  readonly reference: string
}

/**
 * Posts a correction, once for each reference. Throws `invalid_request` if the two accounts are the same or a player does
 * not exist, `insufficient_funds` if the debited account holds less, and `reference_reused`.
 */
export type Correct = (correction: Correction) => Promise<PostedTransfer>

export function createCorrect(dependencies: { storage: Storage; clock: Clock; unitOfWork: UnitOfWork }): Correct {
  const { storage } = dependencies
  const postOnce = createPostOnce(dependencies)

  async function validateAccounts({ debit, credit }: Correction): Promise<FieldError[]> {
    if (debit === credit) return [{ path: 'credit', message: 'must be another account than "debit"' }]
    const fieldErrors: FieldError[] = []
    for (const [path, account] of Object.entries({ debit, credit })) {
      const playerId = playerOf(account)
      if (playerId !== null && !(await storage.player(playerId))) {
        fieldErrors.push({ path, message: 'must be the account of a player who exists' })
      }
    }
    return fieldErrors
  }

  return async (correction) => {
    const fieldErrors = await validateAccounts(correction)
    if (fieldErrors.length > 0)
      throw new Problem('invalid_request', 'This is not a correction between two accounts.', fieldErrors)
    const { reference, ...movement } = correction
    return postOnce({ ...movement, id: transferId({ kind: 'correction', reference }), matchId: null })
  }
}
