import { Problem } from '@ante/shared'
import type { JWK } from 'jose'
import type { KnownHead } from '../../domain/audit/chain-audit.ts'
import type { AuditReport } from '../../domain/audit/ledger-audit.ts'
import { type Head, headOf } from '../../domain/ledger-chain.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Clock } from '../core/clock.ts'
import type { UnitOfWork } from '../core/unit-of-work.ts'
import { auditLedger } from './audit.ts'
import { type Correct, createCorrect } from './corrections.ts'
import { createLedgerSigner, parseHead, verifySignedHead } from './head-signer.ts'

/** What an operator does with the ledger as a whole. */
export interface Ledger {
  /** Where the chain ends now, and the same signed. */
  head(): Promise<{ readonly head: Head; readonly jws: string }>
  /**
   * Recomputes everything from the entries alone. `known`: a head that was kept, as a JWS or as `height:hash`; throws
   * `invalid_request` when it is neither, or a JWS that this server did not sign.
   */
  verify(known?: string): Promise<AuditReport>
  readonly correct: Correct
}

export async function createLedger(dependencies: {
  storage: Storage
  clock: Clock
  unitOfWork: UnitOfWork
  /** The first one signs; the others have signed before. */
  signingKeys: readonly [JWK, ...JWK[]]
  publicUrl: string
}): Promise<Ledger> {
  const { storage, clock, signingKeys, publicUrl } = dependencies
  const signer = await createLedgerSigner({ key: signingKeys[0], issuer: publicUrl, clock })

  async function knownHead(text: string): Promise<KnownHead> {
    const known = parseHead(text) ?? (await verifySignedHead(text, signingKeys))
    if (known) return known
    throw new Problem('invalid_request', 'This is not the head of a ledger that this server signed.', [
      { path: 'head', message: 'must be a JWS of GET /admin/v1/ledger/head, or <height>:<hash>' },
    ])
  }

  return {
    async head() {
      const head = headOf(await storage.newestBlock())
      return { head, jws: await signer.signHead(head) }
    },
    verify: async (known) => auditLedger(storage, known === undefined ? [] : [await knownHead(known)]),
    correct: createCorrect(dependencies),
  }
}
