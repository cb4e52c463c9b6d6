import { expect, it } from 'vitest'
import { asPlayerId } from '../../../server/domain/ids.ts'
import type { PostedTransfer, Transfer } from '../../../server/domain/ledger.ts'
import { NOON } from '../../support/builders.ts'
import { arrange, committed, deposit, type Open, opened } from './arrange.ts'

export function describeLedger(open: Open): void {
  it('[ST11] posts transfers in order, with the balances after each', async () => {
    const { storage, alice, gameId } = await arrange(open)
    const { match, stake } = opened(1, { gameId, playerId: alice })
    const { transfers } = await committed(storage, { at: NOON + 1, matches: [match], transfers: [stake] })
    const posted = { ...stake, seq: 3, at: NOON + 1, debitBalance: 9_500, creditBalance: 500 }
    expect(transfers).toEqual([posted])
    expect(await storage.transfer(stake.id)).toEqual(posted)
    expect(await storage.transfersOf(match.id)).toEqual([posted])
    expect(await storage.ledgerLength()).toBe(3)
    expect((await wholeLedger(storage)).map(({ seq }) => seq)).toEqual([1, 2, 3])
    expect(await storage.balance('treasury', 'GBP')).toBe(-20_000)
    expect(await storage.balance(`escrow:${match.id}`, 'GBP')).toBe(500)
    expect(await storage.balance('fees', 'GBP')).toBe(0)
  })

  it('[ST11] knows every currency that a player has ever held', async () => {
    const { storage, alice } = await arrange(open)
    const euros = deposit(alice, { id: 'euros', currency: 'EUR', amount: 7 })
    await committed(storage, { transfers: [euros] })
    await committed(storage, { transfers: [{ ...euros, id: 'back', debit: euros.credit, credit: euros.debit }] })
    expect([...(await storage.balances(alice))].sort()).toEqual([
      ['EUR', 0],
      ['GBP', 10_000],
    ])
    expect([...(await storage.balances(asPlayerId(99)))]).toEqual([])
  })

  it('[ST12] posts a transfer once, however often it is sent', async () => {
    const { storage, alice } = await arrange(open)
    const payment = deposit(alice, { id: 'payment', amount: 300 })
    const first = await committed(storage, { transfers: [payment] })
    const again = await committed(storage, { at: NOON + 5, transfers: [payment] })
    expect(again.transfers).toEqual(first.transfers)
    expect(again.events).toEqual([])
    const both = await committed(storage, { transfers: [deposit(alice, { id: 'other' }), payment] })
    expect(both.transfers.map(({ id }) => id)).toEqual(['other', 'payment'])
    expect(await storage.balance(`player:${alice}`, 'GBP')).toBe(20_300)
    expect(await wholeLedger(storage)).toHaveLength(4)
  })

  it.each<[string, Partial<Transfer>]>([
    ['amount', { amount: 301 }],
    ['currency', { currency: 'EUR' }],
    ['debit', { debit: 'fees' }],
    ['credit', { credit: 'fees' }],
  ])('[ST12] refuses a whole change for a known transfer with another %s', async (_, different) => {
    const { storage, alice } = await arrange(open)
    const payment = deposit(alice, { id: 'payment', amount: 300 })
    await committed(storage, { transfers: [payment] })
    const change = { at: NOON, transfers: [deposit(alice, { id: 'fine' }), { ...payment, ...different }] }
    expect(await storage.commit(change)).toEqual({ kind: 'conflict', transferId: 'payment' })
    expect(await storage.transfer('fine')).toBeUndefined()
  })

  it('[ST12] posts a transfer that is in a change twice once, and refuses two of one id', async () => {
    const { storage, alice } = await arrange(open)
    const payment = deposit(alice, { id: 'payment', amount: 300 })
    const { transfers } = await committed(storage, { transfers: [payment, payment] })
    expect(transfers.map(({ id, seq }) => [id, seq])).toEqual([
      ['payment', 3],
      ['payment', 3],
    ])
    const twice = [deposit(alice, { id: 'x', amount: 1 }), deposit(alice, { id: 'x', amount: 2 })]
    expect(await storage.commit({ at: NOON, transfers: twice })).toEqual({ kind: 'conflict', transferId: 'x' })
    expect(await storage.balance(`player:${alice}`, 'GBP')).toBe(10_300)
  })

  it('[ST13] lets nobody but the treasury go below zero', async () => {
    const { storage, alice, bob } = await arrange(open)
    const pay = (id: string, amount: number): Transfer => ({
      ...deposit(bob, { id, amount }),
      debit: `player:${alice}`,
    })
    expect(await storage.commit({ at: NOON, transfers: [pay('all and one', 10_001)] })).toEqual({
      kind: 'overdrawn',
      account: `player:${alice}`,
    })
    await committed(storage, { transfers: [pay('all', 10_000)] })
    expect(await storage.balance(`player:${alice}`, 'GBP')).toBe(0)
    const fromFees = deposit(alice, { id: 'from fees', debit: 'fees' })
    expect(await storage.commit({ at: NOON, transfers: [fromFees] })).toEqual({ kind: 'overdrawn', account: 'fees' })
  })

  it('[ST13] never overdraws an account however many try at once', async () => {
    const { storage, alice, bob } = await arrange(open)
    const payments = Array.from({ length: 30 }, (_, index) =>
      storage.commit({
        at: NOON,
        transfers: [{ ...deposit(bob, { id: `pay-${index}`, amount: 900 }), debit: `player:${alice}` as const }],
      }),
    )
    const kinds = (await Promise.all(payments)).map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'committed')).toHaveLength(11)
    expect(kinds.filter((kind) => kind === 'overdrawn')).toHaveLength(19)
    expect(await storage.balance(`player:${alice}`, 'GBP')).toBe(100)
    expect(await storage.balance(`player:${bob}`, 'GBP')).toBe(19_900)
  })

  it('[ST13] refuses a balance that an integer cannot hold', async () => {
    const { storage, alice } = await arrange(open)
    const huge = deposit(alice, { id: 'huge', amount: Number.MAX_SAFE_INTEGER })
    const commitResult = await storage.commit({ at: NOON, transfers: [huge] })
    expect(commitResult).toMatchObject({ kind: 'too_large' })
    expect(await storage.transfer('huge')).toBeUndefined()
  })
}

async function wholeLedger(storage: Awaited<ReturnType<Open>>): Promise<PostedTransfer[]> {
  const all: PostedTransfer[] = []
  for await (const transfer of storage.ledger()) all.push(transfer)
  return all
}
