import { hash } from 'node:crypto'
import type { AuditReport } from '../domain/audit/ledger-audit.ts'
import { headOf } from '../domain/ledger-chain.ts'
import { auditSnapshot } from '../services/ledger/audit.ts'
import type { RecordBatch, StoreContent, StoreSource, StoreTarget } from '../storage/store-copy.ts'
import { CommandFailed } from './command.ts'

/** What was copied and verified. */
export interface CopyReport {
  readonly counts: ReadonlyMap<Counted, number>
  readonly head: AuditReport['head']
}

type Counted = RecordBatch['kind'] | 'balances'

/** Is told how many records were copied, or read again, of how many. */
export type ShowProgress = (step: 'copied' | 'verified', done: number, total: number) => Promise<void>

/**
 * Copies everything, and reads it again: every record and every balance has to be there as it was, and the ledger has to add
 * up. Only then servers may start on the target, which has begun.
 */
export async function copyStore(source: StoreSource, target: StoreTarget, show: ShowProgress): Promise<CopyReport> {
  const original = await copied(source, target, show)
  const report = await verified(target, original, show)
  await source.assertAtRest()
  await target.finish()
  return { counts: original.tally.counts, head: report.head }
}

interface Original {
  readonly tally: Tally
  readonly head: AuditReport['head']
}

async function copied(source: StoreSource, target: StoreTarget, show: ShowProgress): Promise<Original> {
  const content = await source.read()
  try {
    let writing = Promise.resolve()
    const original = await tallied(content, async (batch, done) => {
      await show('copied', done, content.total)
      // The next ones are read while these are written.
      await writing
      writing = target.write(batch)
      writing.catch(() => {})
    })
    await writing
    await target.complete()
    return original
  } finally {
    await content.close()
  }
}

async function verified(target: StoreTarget, original: Original, show: ShowProgress): Promise<AuditReport> {
  const content = await target.read()
  try {
    const { tally } = await tallied(content, (_, done) => show('verified', done, content.total))
    const difference = tally.differenceFrom(original.tally)
    if (difference !== null) throw new CommandFailed(`The copy is not as its original: ${difference}.`)
    const report = await auditSnapshot(content.ledger, [{ ...original.head }])
    const [problem] = report.problems
    if (problem) throw new CommandFailed(`The ledger in the copy does not add up: ${problem.message}`)
    if (report.head.hash !== original.head.hash) throw new CommandFailed('The copy has another head of the ledger.')
    return report
  } finally {
    await content.close()
  }
}

async function tallied(
  content: StoreContent,
  each: (batch: RecordBatch, done: number) => Promise<void>,
): Promise<Original> {
  const tally = new Tally()
  let done = 0
  let newest: Parameters<typeof headOf>[0]
  for await (const batch of content.batches()) {
    for (const record of batch.records) tally.add(batch.kind, record)
    if (batch.kind === 'blocks') newest = batch.records.at(-1)
    done += batch.records.length
    await each(batch, done)
  }
  for await (const { account, currency, balance } of content.ledger.balances()) {
    if (balance !== 0) tally.add('balances', [account, currency, balance])
  }
  return { tally, head: headOf(newest) }
}

const DIGEST_BYTES = 6
const MODULUS = 2 ** (8 * DIGEST_BYTES)

/** How many records of each kind there are, with a sum over their JSON that does not depend on their order. */
class Tally {
  readonly #kinds = new Map<Counted, { count: number; sum: number }>()

  get counts(): ReadonlyMap<Counted, number> {
    return new Map([...this.#kinds].map(([kind, { count }]) => [kind, count]))
  }

  add(kind: Counted, record: unknown): void {
    const { count, sum } = this.#of(kind)
    const digest = hash('sha256', JSON.stringify(record), 'buffer').readUIntBE(0, DIGEST_BYTES)
    this.#kinds.set(kind, { count: count + 1, sum: (sum + digest) % MODULUS })
  }

  /** Says in what it differs; null when it does not. */
  differenceFrom(original: Tally): string | null {
    for (const kind of new Set([...original.#kinds.keys(), ...this.#kinds.keys()])) {
      const [own, other] = [this.#of(kind), original.#of(kind)]
      if (own.count !== other.count) return `it has ${own.count} of ${other.count} ${kind}`
      if (own.sum !== other.sum) return `its ${kind} differ`
    }
    return null
  }

  #of(kind: Counted): { count: number; sum: number } {
    return this.#kinds.get(kind) ?? { count: 0, sum: 0 }
  }
}
