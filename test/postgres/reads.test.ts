import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asMatchId } from '../../server/domain/ids.ts'
import type { Precondition } from '../../server/storage/storage.ts'
import { arrange, committed, matchId, type Open, opened } from '../contract/suite/arrange.ts'
import { type Databases, openDatabases, openStore } from '../support/postgres/stores.ts'

const MATCHES = 300

describe('reads that are asked for at once', { tags: ['postgres'] }, () => {
  let databases: Databases
  beforeAll(async () => {
    databases = await openDatabases()
  })
  afterAll(() => databases?.remove())

  const open: Open = async () => openStore(await databases.create())
  const ids = Array.from({ length: MATCHES }, (_, n) => matchId(n))

  async function withMatches() {
    const arranged = await arrange(open)
    const { storage, alice: playerId, gameId } = arranged
    const stakeOf = (n: number) => 1000 + (n % 7)
    const matches = ids.map((id, n) => ({ ...opened(n, { gameId, playerId, stakeAmount: stakeOf(n) }).match, id }))
    await committed(storage, { matches })
    return { ...arranged, stakeOf }
  }

  it('[SC17] are each answered with what was asked', async () => {
    const { storage, alice, bob, gameId, stakeOf } = await withMatches()
    const filter = (n: number, playerId: typeof bob) => ({
      pool: { gameId, currency: 'GBP', stakeAmount: stakeOf(n) },
      playerId,
      clientId: 'game' as never,
      undecided: 0,
      now: 0,
    })
    const answers = await Promise.all(
      ids.map(async (id, n) => {
        const playerId = n % 3 === 0 ? alice : bob
        const page = { skillLevel: n % 2 === 0 ? null : 5, after: null, limit: 1 + (n % 3) }
        const [match, standing, versions, offers, count] = await Promise.all([
          storage.match(id),
          storage.standing({ playerId, gameId, currency: n % 2 === 0 ? 'GBP' : 'EUR' }),
          storage.versions([{ kind: 'pool', pool: filter(n, playerId).pool }]),
          storage.offers(filter(n, playerId), page),
          storage.countOffers(filter(n, playerId), 10 + (n % 5)),
        ])
        return { match, standing, versions, offers, count, playerId, page }
      }),
    )
    for (const [n, { match, standing, versions, offers, count, playerId, page }] of answers.entries()) {
      expect(match?.id).toBe(ids[n])
      expect(standing?.player.id).toBe(playerId)
      expect(standing?.balance).toBe(n % 2 === 0 ? 10_000 : 0)
      expect(standing?.undecided).toBe(playerId === alice ? MATCHES : 0)
      const inPool = ids.filter((_, other) => stakeOf(other) === stakeOf(n))
      expect(versions).toEqual<Precondition[]>([
        { kind: 'pool', pool: filter(n, playerId).pool, version: inPool.length },
      ])
      const own = playerId === alice
      expect(offers.map(({ id }) => id)).toEqual(own ? [] : inPool.slice(0, page.limit))
      expect(count).toBe(own ? 0 : 10 + (n % 5))
    }
  })

  it('[SC17] do not fail with one that the database refuses', async () => {
    const { storage } = await withMatches()
    const refused = asMatchId('\0')
    const asked = [...ids.slice(0, 10), refused, ...ids.slice(10, 20)]
    const answers = await Promise.allSettled(asked.map((id) => storage.match(id)))
    expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value?.id : null))).toEqual(
      asked.map((id) => (id === refused ? null : id)),
    )
  })

  it('[SC18] see what was committed on another node before they were asked for', async () => {
    const url = await databases.create()
    const [one, other] = [await openStore(url), await openStore(url)]
    const { alice: playerId, gameId } = await arrange(async () => one)
    let over = false
    // Rounds of reads are under way all the time.
    const busy = Promise.all(
      Array.from({ length: 20 }, async () => {
        while (!over) await other.match(matchId(0))
      }),
    )
    for (let n = 0; n < 50; n++) {
      expect(await other.match(matchId(n))).toBe(undefined)
      await committed(one, { matches: [{ ...opened(n, { gameId, playerId }).match, id: matchId(n) }] })
      expect((await other.match(matchId(n)))?.id).toBe(matchId(n))
    }
    over = true
    await busy
  })
})
