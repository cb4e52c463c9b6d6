import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, bench, describe } from 'vitest'
import { playerAccount } from '../../../server/domain/ledger.ts'
import { poolOf } from '../../../server/domain/match.ts'
import { MAX_COUNT } from '../../../server/services/matches/look-up.ts'
import { createMatches } from '../../../server/services/matches/matches.ts'
import { createStakeLimits } from '../../../server/services/matches/stake-limits.ts'
import { openLowdbStorage } from '../../../server/storage/lowdb/lowdb-storage.ts'
import type { Storage } from '../../../server/storage/storage.ts'
import { aGame, anUnmatchedMatch, BOB, GAME_CLIENT, NOON } from '../../support/builders.ts'
import { LEVELS, leaveOpen } from '../../support/storage/load.ts'

const PER_PAGE = 20
const FOR_SECONDS = { time: 2_000, warmupTime: 200 }

const folder = await mkdtemp(join(tmpdir(), 'ante-bench-'))
afterAll(() => rm(folder, { recursive: true }))

const pool = poolOf(anUnmatchedMatch())
const caller = { playerId: BOB, clientId: GAME_CLIENT, addressHash: 'somewhere' }

/** A pool of so many open matches. */
async function openPool(count: number): Promise<Storage> {
  const storage = await openLowdbStorage({ directory: join(folder, String(count)) })
  const bob = { id: BOB, username: 'bob', nickname: 'Bob', passwordHash: null, guest: true, excluded: false }
  await storage.commit({
    at: NOON,
    games: [aGame()],
    players: [{ ...bob, createdAt: NOON }],
    transfers: [
      {
        id: 'payment:bob',
        debit: 'treasury',
        credit: playerAccount(BOB),
        amount: pool.stakeAmount,
        currency: pool.currency,
        matchId: null,
      },
    ],
  })
  await leaveOpen(storage, count, NOON)
  return storage
}

describe.each([1_000, 10_000, 100_000])('a page of %i open matches', async (count) => {
  const storage = await openPool(count)
  afterAll(() => storage.close())
  const unused = () => {
    throw new Error('a look-up needs none')
  }
  const { lookUp } = createMatches({
    storage,
    stakeLimits: createStakeLimits({ storage, clock: { now: () => NOON }, ceiling: null }),
    clock: { now: () => NOON },
    random: { bytes: unused },
    unitOfWork: { run: unused },
    downtime: { compensate: async () => {} },
  })

  for (const [what, skillLevel, offset] of [
    ['the first, oldest first', null, 0],
    ['the first, nearest first', LEVELS / 2, 0],
    ['the last numbered one, nearest first', LEVELS / 2, MAX_COUNT - PER_PAGE],
  ] as const) {
    bench(
      what,
      async () => {
        const found = await lookUp(caller, { ...pool, skillLevel }, { offset, limit: PER_PAGE, after: null })
        if (found.matches.length !== PER_PAGE || found.count !== MAX_COUNT)
          throw new Error(`${found.count} of ${count}`)
      },
      FOR_SECONDS,
    )
  }
})
