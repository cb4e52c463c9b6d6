import type { Account, PostedTransfer } from '../../../domain/ledger.ts'

const isShared = (account: Account) => account === 'treasury' || account === 'fees'

/** A transfer as it is kept. All transfers share the treasury and the fees, so nobody waits to learn what these hold. */
export function keptTransfer<Posted extends Omit<PostedTransfer, 'seq'>>(transfer: Posted): Posted {
  const { debit, credit, debitBalance, creditBalance } = transfer
  return {
    ...transfer,
    debitBalance: isShared(debit) ? null : debitBalance,
    creditBalance: isShared(credit) ? null : creditBalance,
  }
}
