import fc from 'fast-check'
import { expect, it } from 'vitest'
import { asGameId, asPlayerId } from '../../../server/domain/ids.ts'
import { MatchList } from '../../../server/storage/lowdb/indexes/match-list.ts'
import { PriorityIndex } from '../../../server/storage/lowdb/indexes/priority-index.ts'
import { opened } from '../suite/arrange.ts'

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
        const list = new MatchList()
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
