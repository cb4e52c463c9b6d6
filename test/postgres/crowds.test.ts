import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asPlayerId } from '../../server/domain/ids.ts'
import { playerAccount } from '../../server/domain/ledger.ts'
import { createRandomness } from '../../server/keys/randomness.ts'
import { createAnnouncer } from '../../server/services/core/announcer.ts'
import { createUnitOfWork } from '../../server/services/core/unit-of-work.ts'
import { createStakeLimits } from '../../server/services/matches/stake-limits.ts'
import { createStartMatch } from '../../server/services/matches/start-match.ts'
import type { Storage } from '../../server/storage/storage.ts'
import { aPlayer, committed } from '../contract/suite/arrange.ts'
import { aGame, GAME_CLIENT, NOON } from '../support/builders.ts'
import { type Databases, openDatabases, openStore } from '../support/postgres/stores.ts'

const CROWD = 100
const TERMS = { gameId: aGame().id, stakeAmount: 500, currency: 'GBP', skillLevel: null }

describe('a crowd in one pool', { tags: ['postgres'] }, () => {
  let databases: Databases
  beforeAll(async () => {
    databases = await openDatabases()
  })
  afterAll(() => databases?.remove())

  /** Joins on a store, and how often the best match of a pool was looked for. */
  function joins(storage: Storage) {
    const looks = { count: 0 }
    const counting: Storage = {
      ...storage,
      offers(...asked) {
        looks.count += 1
        return storage.offers(...asked)
      },
    }
    const clock = { now: () => NOON }
    const unitOfWork = createUnitOfWork({ storage, announcer: createAnnouncer(), clock })
    const stakeLimits = createStakeLimits({ storage, clock, ceiling: null })
    return {
      looks,
      ...createStartMatch({ storage: counting, stakeLimits, clock, random: createRandomness(), unitOfWork }),
    }
  }

  it('[SC22] joins without everybody looking again whenever one of them was lucky', async () => {
    const url = await databases.create()
    const [storage, other] = [await openStore(url), await openStore(url)]
    const players = Array.from({ length: CROWD }, (_, index) => asPlayerId(index + 1))
    await committed(storage, {
      games: [aGame()],
      players: players.map((id) => aPlayer(id, `player-${id}`)),
      transfers: players.map((id) => ({
        id: `payment:${id}`,
        debit: 'treasury',
        credit: playerAccount(id),
        amount: 500,
        currency: 'GBP',
        matchId: null,
      })),
    })
    const nodes = [joins(storage), joins(other)]
    const started = await Promise.all(
      players.map((playerId, index) => {
        const { join } = nodes[index % nodes.length] ?? joins(storage)
        return join({ playerId, clientId: GAME_CLIENT, addressHash: 'somewhere' }, TERMS)
      }),
    )
    expect(started.filter(({ how }) => how === 'accepted')).toHaveLength(CROWD / 2)
    expect(new Set(started.map(({ match }) => match.id)).size).toBe(CROWD / 2)
    const looks = nodes.reduce((sum, { looks: { count } }) => sum + count, 0)
    // About three each; it would be half as many as there are players.
    expect(looks).toBeLessThan(CROWD * 12)
  })
})
