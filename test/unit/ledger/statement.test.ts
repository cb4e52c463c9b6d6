import fc from 'fast-check'
import { expect, it } from 'vitest'
import { auditLedger } from '../../../server/services/ledger/audit.ts'
import { createReadStatement, type StatementEntry } from '../../../server/services/ledger/statement.ts'
import { openLowdbStorage } from '../../../server/storage/lowdb/lowdb-storage.ts'
import { aLedgerWorld, someSteps } from '../../support/ledger/history.ts'
import { emptyFolder } from '../../support/storage/folders.ts'

const everything = { offset: 0, limit: Number.MAX_SAFE_INTEGER }

it('[LG36] sums to the balance in every currency, and each line goes on from the one before it', async () => {
  const kinds = new Set<string>()
  await fc.assert(
    fc.asyncProperty(someSteps(150), async (steps) => {
      const { directory, remove } = await emptyFolder()
      const storage = await openLowdbStorage({ directory })
      try {
        const world = await aLedgerWorld(storage)
        const read = createReadStatement(storage)
        for (const step of steps) await world.take(step)
        for (const playerId of world.players) {
          const { entries, count, balances } = await read(playerId, everything)
          expect(count).toBe(entries.length)
          expect(balances).toEqual(await storage.balances(playerId))
          for (const [currency, balance] of balances) {
            const own = (await read(playerId, { ...everything, currency })).entries
            expect(own).toEqual(entries.filter(({ transfer }) => transfer.currency === currency))
            expect(own.reduce((sum, { amount }) => sum + amount, 0)).toBe(balance)
            expectRunning(own)
          }
          for (const { kind } of entries) kinds.add(kind)
        }
        expect((await auditLedger(storage)).problems).toEqual([])
      } finally {
        await storage.close()
        await remove()
      }
    }),
    { numRuns: 25 },
  )
  expect([...kinds].sort()).toEqual(['correction', 'deposit', 'payout', 'play_money', 'refund', 'stake', 'withdrawal'])
}, 60_000)

/** Newest first: what a line adds leads from the balance below it to its own, and the oldest begins with nothing. */
function expectRunning(entries: readonly StatementEntry[]): void {
  entries.forEach(({ amount, balance }, index) => {
    expect(balance - amount).toBe(entries[index + 1]?.balance ?? 0)
    expect(balance).toBeGreaterThanOrEqual(0)
  })
}
