import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asClientId, type Instant, type PlayerId } from '../../../server/domain/ids.ts'
import { playerAccount } from '../../../server/domain/ledger.ts'
import { sideOf } from '../../../server/domain/match.ts'
import { createStakeLosses } from '../../../server/services/matches/stake-losses.ts'
import type { Storage } from '../../../server/storage/storage.ts'
import { aLedgerWorld, someSteps } from '../../support/ledger/history.ts'
import { temporaryStorage } from '../../support/storage/folders.ts'

const GAME = asClientId('game')
const DAY = 24 * 3600_000

/** The same by the whole ledger: the attempts started since a moment, with all transfers of their matches. */
async function byTheLedger(storage: Storage, playerId: PlayerId, since: Instant): Promise<number> {
  let loss = 0
  for await (const { matchId, debit, credit, amount } of storage.ledger()) {
    const match = matchId === null ? undefined : await storage.match(matchId)
    const side = match && sideOf(match, playerId)
    if (!side || (match[side]?.startedAt ?? 0) < since) continue
    if (debit === playerAccount(playerId)) loss += amount
    if (credit === playerAccount(playerId)) loss -= amount
  }
  return loss
}

async function newestAt(storage: Storage): Promise<Instant> {
  let newest = 0
  for await (const { at } of storage.ledger()) newest = at
  return newest
}

describe('what an application lost of a player’s money', () => {
  it('[OA250] is the stakes less payouts and refunds, whatever happens between two calls', async () => {
    const storage = await temporaryStorage()
    const { take, players } = await aLedgerWorld(storage)
    const losses = createStakeLosses(storage)
    const steps = fc.sample(someSteps(200), { seed: 20_261_126, numRuns: 12 }).flat()
    const seen = new Set<number>()
    for (const [index, step] of steps.entries()) {
      await take(step)
      if (index % 10 > 0) continue
      const since = (await newestAt(storage)) - DAY
      for (const playerId of players) {
        const loss = await losses.since(since, { playerId, clientId: GAME }, 'GBP')
        expect(loss).toBe(await byTheLedger(storage, playerId, since))
        seen.add(Math.sign(loss))
      }
      expect(
        await losses.since(since, { playerId: players[0] as PlayerId, clientId: asClientId('other') }, 'GBP'),
      ).toBe(0)
    }
    expect(seen).toEqual(new Set([-1, 0, 1]))
  })

  it('[OA252] is read once: later calls read what is new', async () => {
    const storage = await temporaryStorage()
    const { live, take, players } = await aLedgerWorld(storage)
    await live(600)
    const [playerId] = players
    if (!playerId) throw new Error('there is always somebody')
    const reads = { transfers: 0, matches: 0 }
    const losses = createStakeLosses({
      ...storage,
      async transfersOfPlayer(...asked) {
        const answer = await storage.transfersOfPlayer(...asked)
        reads.transfers += answer.transfers.length > 0 ? 1 : 0
        return answer
      },
      match(id) {
        reads.matches++
        return storage.match(id)
      },
    })
    const grant = { playerId, clientId: GAME }
    await losses.since(0, grant, 'GBP')
    expect(reads.matches).toBeGreaterThan(10)
    await take({ do: 'deposit', who: 0, which: 0, amount: 500 })
    await take({ do: 'create', who: 0, which: 0, amount: 5 })
    reads.transfers = 0
    reads.matches = 0
    const before = await losses.since(0, grant, 'GBP')
    expect(reads).toEqual({ transfers: 1, matches: 1 })
    expect(before).toBe(await byTheLedger(storage, playerId, 0))
  })

  it('[OA250] counts a transfer once when calls arrive at once', async () => {
    const storage = await temporaryStorage()
    const { live, players } = await aLedgerWorld(storage)
    await live(300)
    const losses = createStakeLosses(storage)
    const ofAll = () => Promise.all(players.map((playerId) => losses.since(0, { playerId, clientId: GAME }, 'GBP')))
    const [first, second] = await Promise.all([ofAll(), ofAll()])
    expect(second).toEqual(first)
    expect(await ofAll()).toEqual(await Promise.all(players.map((playerId) => byTheLedger(storage, playerId, 0))))
  })
})
