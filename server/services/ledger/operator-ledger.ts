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

/** The operator's calls about the whole ledger. */
export interface Ledger {
  /** The newest head of the chain, and the same as a JWS. */
  head(): Promise<{ readonly head: Head; readonly jws: string }>
  /**
   * Audits the ledger: recomputes everything from the entries. `known`: a head that was kept elsewhere, as a JWS or as
   * `height:hash`. Throws `invalid_request` if it is neither, or if this server did not sign the JWS.
   */
  verify(known?: string): Promise<AuditReport>
  readonly correct: Correct
}

export async function createLedger(dependencies: {
  storage: Storage
  clock: Clock
  unitOfWork: UnitOfWork
  /** The first one signs; the others signed in the past. */
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
