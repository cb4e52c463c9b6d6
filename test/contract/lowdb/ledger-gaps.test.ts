import { describe, expect, it } from 'vitest'
import { asPlayerId } from '../../../server/domain/ids.ts'
import { type PostedTransfer, playerAccount } from '../../../server/domain/ledger.ts'
import { sealBlock } from '../../../server/domain/ledger-chain.ts'
import { auditLedger } from '../../../server/services/ledger/audit.ts'
import { createStore } from '../../../server/storage/lowdb/backup/create-store.ts'
import { emptyData, type StoreData } from '../../../server/storage/lowdb/files/stored-data.ts'
import { openLowdbStorage } from '../../../server/storage/lowdb/lowdb-storage.ts'
import { NOON } from '../../support/builders.ts'
import { openStorage, temporaryFolder } from '../../support/storage/folders.ts'

const ALICE = asPlayerId(1)
const NUMBERS = [2, 3, 7, 8, 40]

const payment = (n: number) => ({
  id: `payment:${n}`,
  debit: 'treasury' as const,
  credit: playerAccount(ALICE),
  amount: 100,
  currency: 'GBP',
  matchId: null,
})

/** Payments with these numbers, as a store notes them that does not write what the treasury holds. */
function ledgerWith(numbers: readonly number[]): StoreData {
  const data = emptyData()
  for (const [index, seq] of numbers.entries()) {
    const balances = { debitBalance: null, creditBalance: 100 * (index + 1) }
    const transfer: PostedTransfer = { ...payment(seq), ...balances, at: NOON, seq }
    data.transfers.set(transfer.id, transfer)
  }
  const block = sealBlock([...data.transfers.values()].slice(0, 3), undefined, NOON)
  data.blocks.set(block.height, block)
  return data
}

describe('a ledger whose numbers have gaps', () => {
  it('[ST95] is read by number, goes on without gaps, and adds up', async () => {
    const directory = await temporaryFolder()
    const data = ledgerWith(NUMBERS)
    data.counters.set('gapsUntil', 40)
    await createStore(directory, data)
    const storage = await openStorage({ directory })
    expect(await storage.ledgerLength()).toBe(40)
    const posted = await storage.commit({ at: NOON, transfers: [payment(41), payment(42)] })
    expect(posted).toMatchObject({ kind: 'committed', transfers: [{ seq: 41 }, { seq: 42 }] })
    await storage.close()

    const again = await openStorage({ directory })
    const numbers: number[] = []
    for await (const { seq, id } of again.ledger()) {
      numbers.push(seq)
      expect(id).toBe(`payment:${seq}`)
    }
    expect(numbers).toEqual([...NUMBERS, 41, 42])
    const upTo = (until: number) => again.transfersOfPlayer(ALICE, { until, offset: 0, limit: 2 })
    expect(await upTo(39)).toMatchObject({
      transfers: [{ id: 'payment:8' }, { id: 'payment:7' }],
      count: 4,
      newest: 8,
      balances: new Map([['GBP', 400]]),
    })
    expect(await upTo(41)).toMatchObject({ transfers: [{ id: 'payment:41' }, { id: 'payment:40' }], count: 6 })
    expect(await again.balance('treasury', 'GBP')).toBe(-700)
    expect((await again.unsealedTransfers(10)).map(({ seq }) => seq)).toEqual([8, 40, 41, 42])
    expect(await auditLedger(again)).toMatchObject({ transfers: 7, unsealed: 4, problemCount: 0 })
  })

  it('[ST95] is damaged where a number is missing after those that were copied', async () => {
    for (const [numbers, gapsUntil] of [
      [NUMBERS, undefined],
      [NUMBERS, 8],
      [[3, 2], 40],
    ] as const) {
      const directory = await temporaryFolder()
      const data = ledgerWith(numbers)
      if (gapsUntil !== undefined) data.counters.set('gapsUntil', gapsUntil)
      await createStore(directory, data)
      await expect(openLowdbStorage({ directory })).rejects.toThrow(/transfer \d+ of the ledger follows on \d+/)
    }
  })
})
