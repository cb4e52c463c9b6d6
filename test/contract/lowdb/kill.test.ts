import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { asMatchId } from '../../../server/domain/ids.ts'
import { openLowdbStorage } from '../../../server/storage/lowdb/lowdb-storage.ts'
import type { Storage } from '../../../server/storage/storage.ts'
import { buildChild, startChild } from '../../support/storage/child-process.ts'
import { temporaryFolder } from '../../support/storage/folders.ts'
import { PLAYERS } from '../../support/storage/load.ts'

const KILLS = 8
/** A run never plays more matches than this. */
const MATCHES_OF_A_RUN = 1_000_000
const STAKE = 500

const matchNumber = (n: number) => asMatchId(n.toString(16).padStart(32, '0'))

it('[ST24] has every acknowledged commit whole after each of many kills under load', { timeout: 120_000 }, async () => {
  const program = await buildChild()
  const directory = await temporaryFolder()
  const acknowledged = new Map<number, number>()
  for (let run = 0; run < KILLS; run++) {
    const child = startChild(program, 'play', directory, run * MATCHES_OF_A_RUN)
    await child.spoken()
    await delay(30 + run * 40)
    await child.kill()
    const before = acknowledged.size
    for (const line of child.lines()) {
      const [n = Number.NaN, version = Number.NaN] = line.split(' ').map(Number)
      acknowledged.set(n, Math.max(version, acknowledged.get(n) ?? 0))
    }
    expect(acknowledged.size).toBeGreaterThan(before)

    const storage = await openLowdbStorage({ directory })
    await expectEverything(storage, acknowledged)
    await expectWhole(storage)
    await storage.close()
  }
})

/** Each match is there in the version that was acknowledged, or a later one. */
async function expectEverything(storage: Storage, acknowledged: ReadonlyMap<number, number>): Promise<void> {
  for (const [n, version] of acknowledged) {
    const match = await storage.match(matchNumber(n))
    if (!match || match.version < version)
      expect.fail(`match ${n}: version ${version} was acknowledged, ${match?.version} is there`)
  }
}

/** Each match has the transfers that came with its versions, and the ledger has no others. */
async function expectWhole(storage: Storage): Promise<void> {
  const balances = new Map<string, number>()
  let length = 0
  const versions = new Map<string, number>()
  for await (const { matchId, debit, credit, amount } of storage.ledger()) {
    length++
    balances.set(debit, (balances.get(debit) ?? 0) - amount)
    balances.set(credit, (balances.get(credit) ?? 0) + amount)
    if (matchId !== null) versions.set(matchId, (versions.get(matchId) ?? 0) + 1)
  }
  expect(length).toBe(await storage.ledgerLength())
  for (const [id, transfers] of versions) {
    const match = await storage.match(asMatchId(id))
    const expected = { 1: 1, 2: 2, 3: 2, 4: 3 }[match?.version ?? 0]
    if (transfers !== expected) expect.fail(`match ${id}: version ${match?.version} with ${transfers} transfers`)
    const inEscrow = { 1: STAKE, 2: 2 * STAKE, 3: 2 * STAKE, 4: 0 }[match?.version ?? 0]
    if (balances.get(`escrow:${id}`) !== inEscrow) expect.fail(`match ${id}: ${balances.get(`escrow:${id}`)} in escrow`)
  }
  for (let id = 1; id <= PLAYERS; id++) {
    expect(await storage.balance(`player:${id}` as never, 'GBP')).toBe(balances.get(`player:${id}`))
  }
}
