import { describe, expect, it } from 'vitest'
import { asPlayerId } from '../../../server/domain/ids.ts'
import { playerAccount } from '../../../server/domain/ledger.ts'
import { createAnnouncer } from '../../../server/services/core/announcer.ts'
import { createUnitOfWork } from '../../../server/services/core/unit-of-work.ts'
import { createLookUp } from '../../../server/services/matches/look-up.ts'
import { createStakeLimits } from '../../../server/services/matches/stake-limits.ts'
import { createStartMatch } from '../../../server/services/matches/start-match.ts'
import { aGame, anAttempt, anUnmatchedMatch, BOB, GAME_CLIENT, NOON } from '../../support/builders.ts'
import { temporaryStorage } from '../../support/storage/folders.ts'

const CALLER = { playerId: BOB, clientId: GAME_CLIENT, addressHash: 'somewhere' }
const TERMS = { gameId: aGame().id, stakeAmount: 500, currency: 'GBP', skillLevel: 5 }

/** A pool with an open match, and Bob with so much money. Counts the pages of offers that are read. */
async function arrange({ balance, excluded = false }: { balance: number; excluded?: boolean }) {
  const storage = await temporaryStorage()
  const bob = { id: BOB, username: 'bob', nickname: 'Bob', passwordHash: null, guest: true, excluded, createdAt: NOON }
  const deposit = { id: 'payment:1', debit: 'treasury', credit: playerAccount(BOB), currency: 'GBP', matchId: null }
  await storage.commit({
    at: NOON,
    games: [aGame()],
    players: [bob],
    transfers: balance > 0 ? [{ ...deposit, debit: 'treasury', amount: balance }] : [],
    matches: [anUnmatchedMatch({ challenger: anAttempt({ playerId: asPlayerId(9) }) })],
  })
  const reads = { pages: 0 }
  const counting = {
    ...storage,
    offers: (...asked: Parameters<typeof storage.offers>) => {
      reads.pages++
      return storage.offers(...asked)
    },
    countOffers: (...asked: Parameters<typeof storage.countOffers>) => {
      reads.pages++
      return storage.countOffers(...asked)
    },
  }
  const clock = { now: () => NOON }
  const random = { bytes: (size: number) => Buffer.alloc(size, 1) }
  const unitOfWork = createUnitOfWork({ storage, announcer: createAnnouncer(), clock })
  const stakeLimits = createStakeLimits({ storage, clock, ceiling: null })
  const { join } = createStartMatch({ storage: counting, stakeLimits, clock, random, unitOfWork })
  const lookUp = createLookUp({ storage: counting, stakeLimits, clock, downtime: { compensate: async () => {} } })
  return { reads, join, lookUp }
}

describe('a player who cannot put up the stake', () => {
  it.each([
    ['lacks the money', { balance: 499 }, 'insufficient_funds'],
    ['is excluded', { balance: 500, excluded: true }, 'player_excluded'],
  ])('[MT33] and %s is refused, and offered nothing, without a look at the open matches', async (_, player, code) => {
    const { reads, join, lookUp } = await arrange(player)
    await expect(join(CALLER, TERMS)).rejects.toMatchObject({ code })
    expect(await lookUp(CALLER, TERMS, { offset: 0, limit: 20, after: null })).toMatchObject({ matches: [], count: 0 })
    expect(reads.pages).toBe(0)
  })

  it('[MT33] is the only one: others read one page to join', async () => {
    const { reads, join, lookUp } = await arrange({ balance: 500 })
    expect((await lookUp(CALLER, TERMS, { offset: 0, limit: 20, after: null })).count).toBe(1)
    reads.pages = 0
    expect((await join(CALLER, TERMS)).how).toBe('accepted')
    expect(reads.pages).toBe(1)
  })
})
