import type { KnownHead } from '../../domain/audit/chain-audit.ts'
import { type AuditReport, LedgerAudit } from '../../domain/audit/ledger-audit.ts'
import { summaryOf } from '../../domain/match-summary.ts'
import type { LedgerSnapshot, Storage } from '../../storage/storage.ts'
import { createYield } from '../core/yield-to-event-loop.ts'

/** Audits the ledger of a store as it is now, while commits go on. `known`: heads that were kept elsewhere. */
export async function auditLedger(storage: Storage, known: readonly KnownHead[] = []): Promise<AuditReport> {
  const snapshot = await storage.ledgerSnapshot()
  try {
    return await auditSnapshot(snapshot, known)
  } finally {
    await snapshot.close()
  }
}

/** Audits the ledger of a snapshot. Yields to the event loop between records. */
export async function auditSnapshot(snapshot: LedgerSnapshot, known: readonly KnownHead[]): Promise<AuditReport> {
  const audit = new LedgerAudit(known, snapshot)
  const yieldToEventLoop = createYield()
  for await (const { block, entries } of snapshot.blocks()) {
    audit.block(block, entries)
    await yieldToEventLoop()
  }
  for await (const transfer of snapshot.unsealed()) {
    audit.unsealed(transfer)
    await yieldToEventLoop()
  }
  for await (const match of snapshot.matches()) {
    audit.match(summaryOf(match))
    await yieldToEventLoop()
  }
  for await (const balance of snapshot.balances()) {
    audit.balance(balance)
    await yieldToEventLoop()
  }
  return audit.finish()
}
