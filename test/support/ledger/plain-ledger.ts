import type { KnownHead } from '../../../server/domain/audit/chain-audit.ts'
import { type AuditReport, LedgerAudit, type Numbering } from '../../../server/domain/audit/ledger-audit.ts'
import type { StatedBalance } from '../../../server/domain/audit/money-audit.ts'
import type { LedgerEntry, PostedTransfer } from '../../../server/domain/ledger.ts'
import { type Block, sealBlock } from '../../../server/domain/ledger-chain.ts'
import { type MatchSummary, summaryOf } from '../../../server/domain/match-summary.ts'
import { openLowdbStorage } from '../../../server/storage/lowdb/lowdb-storage.ts'
import type { Storage } from '../../../server/storage/storage.ts'
import { emptyFolder } from '../storage/folders.ts'
import { aLedgerWorld } from './history.ts'

/** A whole ledger as plain data, so that a test can change it as a forger would. */
export interface PlainLedger {
  readonly blocks: readonly { readonly block: Block; readonly entries: readonly (PostedTransfer | undefined)[] }[]
  readonly unsealed: readonly PostedTransfer[]
  readonly matches: readonly MatchSummary[]
  readonly balances: readonly StatedBalance[]
}

export async function plainLedger(storage: Storage): Promise<PlainLedger> {
  const cut = await storage.ledgerSnapshot()
  const matches = await collect(cut.matches())
  return {
    blocks: await collect(cut.blocks()),
    unsealed: await collect(cut.unsealed()),
    matches: matches.map(summaryOf),
    balances: await collect(cut.balances()),
  }
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

export function audit(
  { blocks, unsealed, matches, balances }: PlainLedger,
  known: KnownHead[] = [],
  numbering: Numbering = {},
): AuditReport {
  const audit = new LedgerAudit(known, numbering)
  for (const { block, entries } of blocks) audit.block(block, entries)
  for (const entry of unsealed) audit.unsealed(entry)
  for (const match of matches) audit.match(match)
  for (const balance of balances) audit.balance(balance)
  return audit.finish()
}

export const messagesOf = (report: AuditReport) => report.problems.map(({ message }) => message).join('\n')

/** Every entry in the order of the ledger. */
export function entriesOf({ blocks, unsealed }: PlainLedger): PostedTransfer[] {
  const sealed = blocks.flatMap(({ entries }) => entries.filter((entry) => entry !== undefined))
  return [...sealed, ...unsealed].sort((a, b) => a.seq - b.seq)
}

/** Recomputes numbers, balances and blocks after entries were changed, as a careful forger does. */
export function forge(ledger: PlainLedger, entries: readonly LedgerEntry[], perBlock = 10): PlainLedger {
  const balances = new Map<string, StatedBalance>()
  const move = (account: LedgerEntry['debit'], currency: string, by: number) => {
    const balance = (balances.get(`${account} ${currency}`)?.balance ?? 0) + by
    balances.set(`${account} ${currency}`, { account, currency, balance })
    return balance
  }
  const posted = entries.map((entry, index) => {
    const debitBalance = move(entry.debit, entry.currency, -entry.amount)
    const creditBalance = move(entry.credit, entry.currency, entry.amount)
    return { ...entry, seq: index + 1, debitBalance, creditBalance }
  })
  const blocks: { block: Block; entries: PostedTransfer[] }[] = []
  for (let from = 0; from < posted.length; from += perBlock) {
    const sealed = posted.slice(from, from + perBlock)
    const before = blocks.at(-1)?.block
    blocks.push({ block: sealBlock(sealed, before, sealed.at(-1)?.at ?? 0), entries: sealed })
  }
  return { ...ledger, blocks, unsealed: [], balances: [...balances.values()] }
}

/** A history in which everything happens that moves money. */
export async function aSoundLedger(): Promise<PlainLedger> {
  const { directory, remove } = await emptyFolder()
  const storage = await openLowdbStorage({ directory })
  try {
    const world = await aLedgerWorld(storage)
    await world.live(1000)
    for (const what of ['deposit', 'create'] as const) await world.take({ do: what, who: 0, which: 0, amount: 500 })
    return await plainLedger(storage)
  } finally {
    await storage.close()
    await remove()
  }
}

/** The first item that matches. */
export function found<Item>(items: readonly Item[], test: (item: Item) => boolean): Item {
  const item = items.find(test)
  if (item === undefined) throw new Error('the history has none of these')
  return item
}

/** The same items, with one of them replaced. */
export const replaced = <Item>(items: readonly Item[], old: Item, ...others: Item[]) =>
  items.flatMap((item) => (item === old ? others : [item]))
