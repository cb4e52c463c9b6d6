import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, bench, describe } from 'vitest'
import { asMatchId, asPlayerId } from '../../server/domain/ids.ts'
import { playerAccount } from '../../server/domain/ledger.ts'
import { poolOf } from '../../server/domain/match.ts'
import { MAX_COUNT } from '../../server/services/matches/look-up.ts'
import { createMatches } from '../../server/services/matches/matches.ts'
import { createStakeLimits } from '../../server/services/matches/stake-limits.ts'
import { openLowdbStorage } from '../../server/storage/lowdb/lowdb-storage.ts'
import type { Storage } from '../../server/storage/storage.ts'
import { aGame, anAttempt, anUnmatchedMatch, BOB, GAME_CLIENT, NOON } from '../support/builders.ts'

const PER_PAGE = 20
const PER_COMMIT = 1000
const LEVELS = 1000
const CHALLENGERS = 500
const FOR_SECONDS = { time: 2_000, warmupTime: 200 }

const folder = await mkdtemp(join(tmpdir(), 'ante-bench-'))
afterAll(() => rm(folder, { recursive: true }))

const pool = poolOf(anUnmatchedMatch())
const caller = { playerId: BOB, clientId: GAME_CLIENT, addressHash: 'somewhere' }

/** A pool of so many open matches, one in ten without a level. */
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
  for (let first = 0; first < count; first += PER_COMMIT) {
    const matches = Array.from({ length: PER_COMMIT }, (_, index) => openMatch(first + index))
    await storage.commit({ at: NOON, matches })
  }
  return storage
}

function openMatch(n: number) {
  return anUnmatchedMatch({
    id: asMatchId(n.toString(16).padStart(32, '0')),
    createdAt: NOON + n,
    skillLevel: n % 10 === 0 ? null : (n * 7919) % LEVELS,
    challenger: anAttempt({ playerId: asPlayerId(BOB + 1 + (n % CHALLENGERS)) }),
  })
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
