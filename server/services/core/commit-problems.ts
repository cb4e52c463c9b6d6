import { Problem } from '@ante/shared'
import type { CommitResult } from '../../storage/storage.ts'

type Refusal = Exclude<CommitResult, { kind: 'committed' | 'stale' | 'answered' }>

/** What a caller is told about a commit that the store refused; a plain `Error` for what only a bug can cause. */
export function problemOf(refusal: Refusal): Error {
  switch (refusal.kind) {
    case 'overdrawn':
      return refusal.account.startsWith('escrow:')
        ? new Error(`transfers would overdraw ${refusal.account}`)
        : new Problem('insufficient_funds', 'The balance does not cover this.')
    case 'too_large':
      return new Problem('balance_too_large', 'This would make a balance larger than can be counted exactly.')
    case 'taken':
      return usernameTaken(refusal.username)
    case 'identity_taken':
      return new Error('an identity of another player was to be linked')
    case 'conflict':
      return new Problem('reference_reused', `"${refusal.transferId}" was used with other content.`)
  }
}

export function usernameTaken(username: string): Problem {
  return new Problem('username_taken', `The username "${username}" is taken. Choose another one.`, [
    { path: 'username', message: 'must be one that nobody has' },
  ])
}
