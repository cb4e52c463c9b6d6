import type { KnownHead } from '../../domain/audit/chain-audit.ts'
import { type AuditReport, LedgerAudit } from '../../domain/audit/ledger-audit.ts'
import { standingOf } from '../../domain/match-standing.ts'
import type { LedgerCut, Storage } from '../../storage/storage.ts'
import { createPauses } from '../core/yield-to-event-loop.ts'

/** Recomputes the ledger of a store as it is now, while commits go on. `known`: heads that were kept elsewhere. */
export async function auditLedger(storage: Storage, known: readonly KnownHead[] = []): Promise<AuditReport> {
  const cut = await storage.ledgerCut()
  try {
    return await auditCut(cut, known)
  } finally {
    await cut.close()
  }
}

/** Recomputes the ledger that was cut, letting other work have its turns. */
export async function auditCut(cut: LedgerCut, known: readonly KnownHead[]): Promise<AuditReport> {
  const audit = new LedgerAudit(known)
  const pause = createPauses()
  for await (const { block, entries } of cut.blocks()) {
    audit.block(block, entries)
    await pause()
  }
  for await (const transfer of cut.unsealed()) {
    audit.unsealed(transfer)
    await pause()
  }
  for await (const match of cut.matches()) {
    audit.match(standingOf(match))
    await pause()
  }
  for await (const balance of cut.balances()) {
    audit.balance(balance)
    await pause()
  }
  return audit.finish()
}
