import { pino } from 'pino'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { auditLedger } from '../../../server/services/ledger/audit.ts'
import { createSealer } from '../../../server/services/ledger/sealer.ts'
import type { Storage } from '../../../server/storage/storage.ts'
import { ALICE, NOON } from '../../support/builders.ts'
import { aLedgerWorld } from '../../support/ledger/history.ts'
import { temporaryStorage } from '../../support/storage/folders.ts'
import { aUnitOfWork } from '../../support/unit-of-work.ts'

const log = pino({ level: 'silent' })
const clock = { now: () => NOON }
const sealerOf = (storage: Storage) =>
  createSealer({ storage, clock, unitOfWork: aUnitOfWork(storage, clock), issuer: 'https://ante.example', log })

async function deposit(storage: Storage, count: number, name = 'some'): Promise<void> {
  const transfers = Array.from({ length: count }, (_, index) => ({
    id: `payment:${name}-${index}`,
    debit: 'treasury' as const,
    credit: `player:${ALICE}` as const,
    amount: 1,
    currency: 'GBP',
    matchId: null,
  }))
  const commitResult = await storage.commit({ at: NOON, transfers })
  expect(commitResult.kind).toBe('committed')
}
const waiting = async (storage: Storage) => (await storage.unsealedTransfers(Number.POSITIVE_INFINITY)).length

afterEach(() => {
  vi.useRealTimers()
})

/** Waits until pending writes have finished, independent of the clock. */
async function settle(isDone: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 100_000 && !(await isDone()); turn++) await new Promise(setImmediate)
}

describe('the sealer', () => {
  it('[LG30] seals within a second of the clock, again and again', async () => {
    const storage = await temporaryStorage()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const sealer = sealerOf(storage)
    sealer.start()
    for (const name of ['first', 'second', 'third']) {
      await deposit(storage, 3, name)
      await vi.advanceTimersByTimeAsync(1000)
      await settle(async () => (await waiting(storage)) === 0)
      expect(await waiting(storage)).toBe(0)
    }
    expect((await storage.newestBlock())?.height).toBe(3)
    vi.useRealTimers()
    await sealer.stop()
    expect((await storage.newestBlock())?.height).toBe(3)
  })

  it('[LG30] makes no blocks of nothing', async () => {
    const storage = await temporaryStorage()
    await sealerOf(storage).seal()
    expect(await storage.newestBlock()).toBeUndefined()
    expect((await storage.meta()).issuer).toBeUndefined()
  })

  it('[LG30] seals a large backlog in blocks that hold nobody up', async () => {
    const storage = await temporaryStorage()
    await deposit(storage, 1234)
    await sealerOf(storage).seal()
    const cut = await storage.ledgerSnapshot()
    const sizes: number[] = []
    for await (const { entries } of cut.blocks()) sizes.push(entries.length)
    expect(sizes).toEqual([500, 500, 234])
    expect((await auditLedger(storage)).problems).toEqual([])
  })

  it('[LG27] shares its work with others: each transfer is sealed once, whoever is faster', async () => {
    const storage = await temporaryStorage()
    const world = await aLedgerWorld(storage)
    const sealers = Array.from({ length: 5 }, () => sealerOf(storage))
    let isOver = false
    const sealing = sealers.map(async (sealer) => {
      while (!isOver) {
        await sealer.seal()
        await new Promise(setImmediate)
      }
    })
    await world.live(300)
    isOver = true
    await Promise.all(sealing)
    await Promise.all(sealers.map((sealer) => sealer.seal()))
    expect(await auditLedger(storage)).toMatchObject({ problems: [], unsealed: 0 })
    expect((await storage.meta()).issuer).toBe('https://ante.example')
  })

  it('[LG30] seals what is left when it stops', async () => {
    const storage = await temporaryStorage()
    const sealer = sealerOf(storage)
    sealer.start()
    await deposit(storage, 5)
    await sealer.stop()
    expect(await waiting(storage)).toBe(0)
  })
})

describe('the audit of a store', () => {
  it('[LG32] lets everybody else have their turns', async () => {
    const storage = await temporaryStorage()
    for (let round = 0; round < 10; round++) await deposit(storage, 1000, `round-${round}`)
    await sealerOf(storage).seal()
    let turns = 0
    let isOver = false
    const count = async () => {
      while (!isOver) {
        await new Promise(setImmediate)
        turns++
      }
    }
    const counting = count()
    const { transfers, problems } = await auditLedger(storage)
    isOver = true
    await counting
    expect([transfers, problems]).toEqual([10_000, []])
    expect(turns).toBeGreaterThan(5)
  })
})
