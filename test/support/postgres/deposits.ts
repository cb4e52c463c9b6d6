import { expect } from 'vitest'
import { asPlayerId } from '../../../server/domain/ids.ts'
import { playerAccount } from '../../../server/domain/ledger.ts'
import { type Storage, StorageUnavailable } from '../../../server/storage/storage.ts'
import { NOON } from '../builders.ts'

/** Whose account all deposits go to, so that all of them meet. */
export const PLAYER = asPlayerId(1)

/** A deposit of 1. */
export const deposit = (id: string) => ({
  id,
  debit: 'treasury' as const,
  credit: playerAccount(PLAYER),
  amount: 1,
  currency: 'GBP',
  matchId: null,
})

/** Commits a deposit and expects to succeed. */
export async function commit(storage: Storage, id: string): Promise<void> {
  expect((await storage.commit({ at: NOON, transfers: [deposit(id)] })).kind).toBe('committed')
}

/** Commits a deposit. Whether it was committed; an error other than that the database is not there fails the test. */
export async function tryCommit(storage: Storage, id: string): Promise<boolean> {
  try {
    await commit(storage, id)
    return true
  } catch (error) {
    if (!(error instanceof StorageUnavailable)) throw error
    await new Promise((resolve) => setTimeout(resolve, 20))
    return false
  }
}

/** Commits from several callers at once; which of them were acknowledged. */
export async function underLoad(storage: Storage, count: number): Promise<Map<string, boolean>> {
  const outcomes = new Map<string, boolean>()
  const work = async (worker: number) => {
    for (let n = 0; n < count / 8; n++) outcomes.set(`${worker} ${n}`, await tryCommit(storage, `${worker} ${n}`))
  }
  await Promise.all(Array.from({ length: 8 }, (_, worker) => work(worker)))
  return outcomes
}

/** What was acknowledged is there once, what was refused is not, and the money is that of what is there. */
export async function expectExactly(storage: Storage, outcomes: ReadonlyMap<string, boolean>): Promise<void> {
  const ids: string[] = []
  for await (const { id } of storage.ledger()) ids.push(id)
  const acknowledged = [...outcomes].filter(([, committed]) => committed).map(([id]) => id)
  expect(ids.sort()).toEqual(acknowledged.sort())
  expect(await storage.balance(playerAccount(PLAYER), 'GBP')).toBe(ids.length)
  expect(await storage.balance('treasury', 'GBP')).toBe(-ids.length)
}
