import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asClientId, asGameId, asPlayerId } from '../../../server/domain/ids.ts'
import type { Place } from '../../../server/domain/ranking.ts'
import { MatchList } from '../../../server/storage/lowdb/indexes/match-list.ts'
import { OpenMatches } from '../../../server/storage/lowdb/indexes/open-matches.ts'
import { PriorityIndex } from '../../../server/storage/lowdb/indexes/priority-index.ts'
import { MINUTE, NOON } from '../../support/builders.ts'
import { matchId, opened } from '../suite/arrange.ts'

const move = fc.record({ key: fc.nat({ max: 30 }), priority: fc.option(fc.integer({ min: -20, max: 20 })) })

it('[ST34] hands keys out in the order of their numbers, after any moves', () => {
  fc.assert(
    fc.property(
      fc.array(move, { maxLength: 200 }),
      fc.integer({ min: -21, max: 21 }),
      fc.nat({ max: 40 }),
      (moves, bound, limit) => {
        const index = new PriorityIndex<number>()
        const model = new Map<number, number>()
        for (const { key, priority } of moves) {
          index.set(key, priority)
          if (priority === null) model.delete(key)
          else model.set(key, priority)
          expect(index.first()?.priority).toBe(model.size ? Math.min(...model.values()) : undefined)
        }
        const expected = [...model.values()].filter((priority) => priority <= bound).sort((a, b) => a - b)
        const found = index.upTo(bound, limit)
        expect(found.map((key) => model.get(key))).toEqual(expected.slice(0, limit))
        expect(new Set(found).size).toBe(found.length)
      },
    ),
  )
})

it('[ST34] keeps matches in the order of their creation, after any changes', () => {
  const change = fc.record({ n: fc.nat({ max: 15 }), add: fc.boolean(), version: fc.nat() })
  const match = (n: number, version: number) =>
    // Four to a minute, so that ties are decided by the id.
    ({ ...opened(n, { gameId: asGameId(1), playerId: asPlayerId(1) }).match, createdAt: Math.floor(n / 4), version })
  fc.assert(
    fc.property(
      fc.array(change, { maxLength: 100 }),
      fc.nat({ max: 18 }),
      fc.nat({ max: 18 }),
      (changes, offset, limit) => {
        const list = new MatchList<ReturnType<typeof match>>()
        const model = new Map<number, number>()
        for (const { n, add, version } of changes) {
          if (add) {
            list.put(match(n, version))
            model.set(n, version)
          } else {
            list.remove(match(n, version))
            model.delete(n)
          }
        }
        const inOrder = [...model].sort(([a], [b]) => a - b).map(([n, version]) => match(n, version))
        expect(list.length).toBe(model.size)
        expect(list.oldestFirst()).toEqual(inOrder)
        expect(list.newestFirst({ offset, limit })).toEqual(inOrder.reverse().slice(offset, offset + limit))
      },
    ),
  )
})

/** Open matches of one pool, by challenger and skill level; counts how often the index looks at one of them. */
function countedPool(challengers: readonly [playerId: number, skillLevel: number | null][]) {
  const visits = { count: 0 }
  const pool = new OpenMatches()
  challengers.forEach(([playerId, skillLevel], n) => {
    const match = opened(n, { gameId: asGameId(1), playerId: asPlayerId(playerId), skillLevel }).match
    pool.put(
      new Proxy(match, {
        get(target, property) {
          visits.count++
          return Reflect.get(target, property)
        },
      }),
    )
  })
  visits.count = 0
  const found = (skillLevel: number | null, after: Place | null, limit: number) => {
    const filter = { pool: A_POOL, playerId: SEEKER, clientId: asClientId('game'), undecided: 0, now: NOON }
    const ids: number[] = []
    for (const { id } of pool.offers(filter, skillLevel, after)) if (ids.push(Number.parseInt(id, 16)) >= limit) break
    return ids
  }
  return { visits, found }
}
const A_POOL = { gameId: asGameId(1), currency: 'GBP', stakeAmount: 500 }
const SEEKER = asPlayerId(7)
const MANY = 5000

describe('a page of open matches', () => {
  it.each([
    ['oldest first', null],
    ['nearest first', 50],
  ])('[ST84] is found by few looks at thousands of own and other matches, %s', (_, skillLevel) => {
    // A run of own matches, others, and own and other matches in turn.
    const { visits, found } = countedPool(
      Array.from({ length: 3 * MANY }, (_, n) => {
        const own = n < MANY || (n >= 2 * MANY && n % 2 === 0)
        return [own ? SEEKER : 8, skillLevel === null ? null : 50]
      }),
    )
    expect(found(skillLevel, null, 3)).toEqual([MANY, MANY + 1, MANY + 2])
    const place = { skillLevel, createdAt: NOON + (MANY + 10) * MINUTE, id: matchId(MANY + 10) }
    expect(found(skillLevel, place, 2)).toEqual([MANY + 11, MANY + 12])
    expect(visits.count).toBeLessThan(2000)
  })

  it('[ST84] of nobody who is admitted looks at nothing', () => {
    const { visits, found } = countedPool(Array.from({ length: MANY }, () => [SEEKER, 3]))
    expect(found(3, null, 1)).toEqual([])
    expect(visits.count).toBeLessThan(2000)
  })
})
