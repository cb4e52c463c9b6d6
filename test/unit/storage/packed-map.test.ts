import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Dictionary } from '../../../server/storage/lowdb/packed/dictionary.ts'
import { KeyTable } from '../../../server/storage/lowdb/packed/key-table.ts'
import { PackedMap } from '../../../server/storage/lowdb/packed/packed-map.ts'
import { PAGE_RECORDS } from '../../../server/storage/lowdb/packed/page.ts'

interface Item {
  readonly key: string
  readonly content: string
}

const createMap = () => new PackedMap<string, Item>(new Dictionary(), ({ key }) => key)
const change = fc.record({
  kind: fc.constantFrom('set', 'set', 'set', 'delete'),
  key: fc.nat({ max: 40 }).map(String),
  content: fc.string({ maxLength: 60 }),
})

function apply(maps: readonly { set(key: string, item: Item): unknown; delete(key: string): boolean }[], of: ChangeOf) {
  return maps.map((map) => (of.kind === 'set' ? map.set(of.key, itemOf(of)) && true : map.delete(of.key)))
}
type ChangeOf = { kind: string; key: string; content: string }
const itemOf = ({ key, content }: ChangeOf): Item => ({ key, content })

describe('packed records', () => {
  it('[ST91] are what a map would be, after any changes', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 200 }), (changes) => {
        const packed = createMap()
        const model = new Map<string, Item>()
        for (const one of changes) {
          if (one.kind === 'delete') expect(packed.delete(one.key)).toBe(model.delete(one.key))
          else apply([packed, model], one)
          expect(packed.get(one.key)).toEqual(model.get(one.key))
          expect(packed.size).toBe(model.size)
        }
        expect([...packed]).toEqual([...model])
        for (let key = 0; key <= 40; key++) expect(packed.has(String(key))).toBe(model.has(String(key)))
      }),
    )
  })

  it('[ST91] keep their numbers over many pages, while others are replaced and removed', () => {
    const packed = createMap()
    const count = 3 * PAGE_RECORDS + 10
    const item = (n: number, content: string) => ({ key: `k${n}`, content: `${content} ${n}` })
    for (let n = 0; n < count; n++) packed.set(`k${n}`, item(n, 'first'))
    // All of the first page, most of the second, some of the others.
    const isRemoved = (n: number) => n < PAGE_RECORDS || (n < 2 * PAGE_RECORDS ? n % 7 !== 0 : n % 5 === 0)
    const isReplaced = (n: number) => n % 97 === 0
    for (let n = 0; n < count; n++) if (isReplaced(n)) packed.set(`k${n}`, item(n, 'another, longer one'))
    for (let n = 0; n < count; n++) if (isRemoved(n)) packed.delete(`k${n}`)
    const numbers = Array.from({ length: count }, (_, n) => n)
    const expected = numbers.map((n) =>
      isRemoved(n) ? undefined : item(n, isReplaced(n) ? 'another, longer one' : 'first'),
    )
    expect(numbers.map((n) => packed.at(n))).toEqual(expected)
    expect(numbers.map((n) => packed.get(`k${n}`))).toEqual(expected)
    expect(numbers.map((n) => packed.numberOf(`k${n}`))).toEqual(numbers.map((n) => (isRemoved(n) ? undefined : n)))
    const left = expected.filter((one) => one !== undefined)
    expect([...packed.values()]).toEqual(left)
    expect(packed.size).toBe(left.length)
    expect(packed.length).toBe(count)
  })

  it('[ST91] are listed without those that are added meanwhile', () => {
    const packed = createMap()
    for (const key of ['a', 'b', 'c']) packed.set(key, { key, content: '1' })
    const seen: string[] = []
    for (const [key] of packed) {
      seen.push(key)
      packed.set(`${key}${key}`, { key: `${key}${key}`, content: '2' })
      packed.delete('b')
    }
    expect(seen).toEqual(['a', 'c'])
  })

  it('[ST91] are not taken under a key that is not theirs', () => {
    const packed = createMap()
    expect(() => packed.set('a', { key: 'b', content: '' })).toThrow('a record under a has the key b')
    expect(packed.size).toBe(0)
  })
})

it('[ST91] are told apart where their keys fall on one place, after any changes', () => {
  const step = fc.record({ add: fc.boolean(), number: fc.nat({ max: 30 }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), fc.integer({ min: 1, max: 7 }), (steps, hashes) => {
      const table = new KeyTable()
      const model = new Set<number>()
      // Few hashes, at the end of the table too, so that most places are not their own.
      const hashOf = (number: number) => 0xffffffff - (number % hashes)
      for (const { add, number } of steps) {
        const isIt = (other: number) => other === number
        if (!add) table.remove(hashOf(number), isIt)
        else if (!model.has(number)) table.add(hashOf(number), number)
        if (add) model.add(number)
        else model.delete(number)
        expect(table.size).toBe(model.size)
      }
      for (let number = 0; number <= 30; number++) {
        const found = table.find(hashOf(number), (other) => other === number)
        expect(found).toBe(model.has(number) ? number : undefined)
      }
    }),
  )
})
