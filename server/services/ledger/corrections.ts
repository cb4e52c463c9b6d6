import { type FieldError, Problem } from '@ante/shared'
import { type Account, type PostedTransfer, playerOf } from '../../domain/ledger.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Clock } from '../core/clock.ts'
import type { Transact } from '../core/unit-of-work.ts'
import { createPostOnce } from './post-once.ts'

/** Money that the operator moves by hand to make up for something. */
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
 * Posts a compensating transfer, once for its reference. Throws `invalid_request` for accounts that are the same or
 * nobody's, `insufficient_funds` when the debited one does not hold as much, and `reference_reused`.
 */
export type Correct = (correction: Correction) => Promise<PostedTransfer>

export function createCorrect(dependencies: { storage: Storage; clock: Clock; transact: Transact }): Correct {
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
      throw new Problem('invalid_request', 'This is no correction between two accounts.', fieldErrors)
    const { reference, ...movement } = correction
    return postOnce({ ...movement, id: `correction:${reference}`, matchId: null })
  }
}
