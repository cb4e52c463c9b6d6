import { type Account, balanceFrom, type PostedTransfer } from '../../domain/ledger.ts'
import type { LedgerSnapshot } from '../storage.ts'
import type { StoreData } from './files/stored-data.ts'
import { numbersBelow } from './packed/packed-map.ts'
import type { State } from './state.ts'

/** The ledger of a running store as it is now. Its records never change, so each is read when it is asked for. */
export function snapshotLedger({ data, chain, ledger }: State): LedgerSnapshot {
  return createSnapshot(data, chain.unsealedNow(), ledger.balances())
}

/** The ledger in files that were just read. It may contradict itself; the audit reports how. */
export function snapshotFiles(data: StoreData): LedgerSnapshot {
  const inOrder = [...data.transfers.values()].sort((a, b) => a.seq - b.seq)
  const sealed = new Set([...data.blocks.values()].flatMap(({ entries }) => entries))
  const balances = new Map<string, StoredBalance>()
  for (const transfer of inOrder) {
    const { debit, credit, currency } = transfer
    for (const account of [debit, credit]) {
      const before = balances.get(`${account} ${currency}`)?.balance ?? 0
      const balance = balanceFrom(before, transfer, account)
      balances.set(`${account} ${currency}`, { account, currency, balance })
    }
  }
  return createSnapshot(
    data,
    inOrder.filter(({ id }) => !sealed.has(id)),
    [...balances.values()],
  )
}

interface StoredBalance {
  readonly account: Account
  readonly currency: string
  readonly balance: number
}

function createSnapshot(
  data: StoreData,
  unsealed: Iterable<PostedTransfer>,
  balances: readonly StoredBalance[],
): LedgerSnapshot {
  const blocks = data.blocks.valuesAt(numbersBelow(data.blocks.length))
  const matches = data.matches.now()
  return {
    issuer: data.meta.get('store')?.issuer ?? null,
    hasGaps: data.counters.has('gapsUntil'),
    async *blocks() {
      for (const block of blocks) yield { block, entries: block.entries.map((id) => data.transfers.get(id)) }
    },
    async *unsealed() {
      yield* unsealed
    },
    async *matches() {
      yield* matches
    },
    async *balances() {
      yield* balances
    },
    async close() {},
  }
}
