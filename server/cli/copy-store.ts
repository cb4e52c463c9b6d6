import { createHash, hash } from 'node:crypto'
import type { AuditReport } from '../domain/audit/ledger-audit.ts'
import { headOf } from '../domain/ledger-chain.ts'
import { auditSnapshot } from '../services/ledger/audit.ts'
import type { CopyMark, Found, RecordBatch, StoreContent, StoreSource, StoreTarget } from '../storage/store-copy.ts'
import { CommandFailed } from './command.ts'

/** What was copied and verified. */
export interface CopyReport {
  readonly counts: ReadonlyMap<Counted, number>
  readonly head: AuditReport['head']
}

type Counted = RecordBatch['kind'] | 'balances'

/** Shows how a copy gets on. */
export interface CopyProgress {
  /** How many records were copied, or read again, of how many. */
  show(step: 'copied' | 'verified', done: number, total: number): Promise<void>
  /** Something that whoever reads the output should know. */
  say(text: string): Promise<void>
}

/**
 * Copies everything, and reads it again: every record and every balance has to be there as it was, and the ledger has to add
 * up. Only then servers may start on the target, which has begun and found this.
 */
export async function copyStore(
  source: StoreSource,
  target: StoreTarget,
  found: Found,
  progress: CopyProgress,
): Promise<CopyReport> {
  const original = await copied(source, target, found, progress)
  const report = await verified(target, original, progress)
  await source.assertAtRest()
  await target.finish()
  return { counts: original.tally.counts, head: report.head }
}

interface Original {
  readonly tally: Tally
  readonly records: number
  readonly head: AuditReport['head']
}

/** The source does not begin with what was copied of it before. */
class SourceChanged extends Error {
  override readonly name = 'SourceChanged'
}

async function copied(
  source: StoreSource,
  target: StoreTarget,
  found: Found,
  progress: CopyProgress,
): Promise<Original> {
  if (found.kind === 'begun') {
    try {
      return await copiedFrom(source, target, found.mark, progress)
    } catch (error) {
      if (!(error instanceof SourceChanged)) throw error
      await target.clear()
      await progress.say(
        'The source is not what was copied before. What was there is removed, and the copy begins anew.',
      )
    }
  }
  if (found.kind === 'removed') await progress.say('What a copy left there is removed, and the copy begins anew.')
  return copiedFrom(source, target, null, progress)
}

/** Copies what comes after a mark. Throws `SourceChanged`, before anything is written, where the source does not lead to it. */
async function copiedFrom(
  source: StoreSource,
  target: StoreTarget,
  from: CopyMark | null,
  progress: CopyProgress,
): Promise<Original> {
  const content = await source.read()
  try {
    let writing = Promise.resolve()
    const original = await tallied(content, async (batch, mark) => {
      await progress.show('copied', mark.records, content.total)
      if (from !== null && mark.records - batch.records.length < from.records) {
        await assertLeadsTo(from, mark, progress)
        return
      }
      // The next ones are read while these are written.
      await writing
      writing = target.write(batch, mark)
      writing.catch(() => {})
    })
    await writing
    if (from !== null && original.records < from.records) throw new SourceChanged()
    await target.complete()
    return original
  } finally {
    await content.close()
  }
}

/** Whether the source up to here is, or may become, what was copied before. */
async function assertLeadsTo(from: CopyMark, here: CopyMark, progress: CopyProgress): Promise<void> {
  if (here.records < from.records) return
  if (here.records > from.records || here.digest !== from.digest) throw new SourceChanged()
  await progress.say(`A copy was cut short here: it goes on after the ${from.records} records that are there.`)
}

async function verified(target: StoreTarget, original: Original, progress: CopyProgress): Promise<AuditReport> {
  const content = await target.read()
  try {
    const { tally } = await tallied(content, (_, { records }) => progress.show('verified', records, content.total))
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
  each: (batch: RecordBatch, mark: CopyMark) => Promise<void>,
): Promise<Original> {
  const tally = new Tally()
  const digest = createHash('sha256')
  let records = 0
  let newest: Parameters<typeof headOf>[0]
  for await (const batch of content.batches()) {
    for (const record of batch.records) digest.update(tally.add(batch.kind, record)).update('\n')
    if (batch.kind === 'blocks') newest = batch.records.at(-1)
    records += batch.records.length
    await each(batch, { records, digest: digest.copy().digest('hex') })
  }
  for await (const { account, currency, balance } of content.ledger.balances()) {
    if (balance !== 0) tally.add('balances', [account, currency, balance])
  }
  return { tally, records, head: headOf(newest) }
}

const DIGEST_BYTES = 6
const MODULUS = 2 ** (8 * DIGEST_BYTES)

/** How many records of each kind there are, with a sum over their JSON that does not depend on their order. */
class Tally {
  readonly #kinds = new Map<Counted, { count: number; sum: number }>()

  get counts(): ReadonlyMap<Counted, number> {
    return new Map([...this.#kinds].map(([kind, { count }]) => [kind, count]))
  }

  /** Counts a record; its JSON. */
  add(kind: Counted, record: unknown): string {
    const { count, sum } = this.#of(kind)
    const json = JSON.stringify(record)
    const digest = hash('sha256', json, 'buffer').readUIntBE(0, DIGEST_BYTES)
    this.#kinds.set(kind, { count: count + 1, sum: (sum + digest) % MODULUS })
    return json
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
