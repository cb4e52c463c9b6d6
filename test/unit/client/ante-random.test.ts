import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AnteRandom } from '../../../client/index.ts'
import { sha256 } from '../../../client/random/sha256.ts'
import { readSource } from '../../support/project/sources.ts'

interface Vector {
  readonly seed: string
  readonly streams: readonly string[]
  readonly uint32: readonly number[]
  readonly ints: readonly { readonly min: number; readonly max: number; readonly values: readonly number[] }[]
  readonly floats_by_2_to_the_24: readonly number[]
  readonly shuffled_0_to_9: readonly number[]
  readonly uint32_after_1000: number
}

const { vectors }: { vectors: readonly Vector[] } = JSON.parse(readSource('test/unity/vectors/ante-random.json'))
const named = vectors.map((vector) => ({ ...vector, title: JSON.stringify([vector.seed, ...vector.streams]) }))

const take = <Value>(count: number, next: () => Value) => Array.from({ length: count }, next)

describe('AnteRandom', () => {
  it.each(named)('[UN1] gives the bits of the golden vectors: $title', (vector) => {
    const begin = () => vector.streams.reduce((random, name) => random.stream(name), new AnteRandom(vector.seed))
    const [bits, ints, floats, after] = [begin(), begin(), begin(), begin()]
    expect(take(vector.uint32.length, () => bits.nextUint32())).toEqual(vector.uint32)
    for (const { min, max, values } of vector.ints) {
      expect(take(values.length, () => ints.nextInt(min, max))).toEqual(values)
    }
    const scaled = take(vector.floats_by_2_to_the_24.length, () => floats.nextFloat() * 2 ** 24)
    expect(scaled).toEqual(vector.floats_by_2_to_the_24)
    expect(begin().shuffle(take(10, () => 0).map((_, index) => index))).toEqual(vector.shuffled_0_to_9)
    take(1000, () => after.nextUint32())
    expect(after.nextUint32()).toBe(vector.uint32_after_1000)
  })

  it('[UN2] keeps a stream as it is, whatever is taken from its parent and from others', () => {
    const untouched = new AnteRandom('a seed').stream('enemies')
    const parent = new AnteRandom('a seed')
    take(17, () => parent.nextUint32())
    parent.stream('loot').nextInt(0, 3)
    expect(take(20, () => parent.stream('enemies').nextUint32())[0]).toBe(untouched.nextUint32())
  })

  it('[UN1] refuses a range without a 32-bit integer', () => {
    for (const [min, max] of [
      [0, 0],
      [5, 4],
      [0, 2 ** 31],
      [0.5, 3],
      [0, Number.NaN],
    ] as const) {
      expect(() => new AnteRandom('').nextInt(min, max)).toThrow(RangeError)
    }
  })

  it('[UN1] hashes as SHA-256 does, at every length around its blocks', () => {
    for (let length = 0; length < 200; length++) {
      const message = new Uint8Array(length).map((_, index) => index * 7)
      expect(Buffer.from(sha256(message)).toString('hex')).toBe(createHash('sha256').update(message).digest('hex'))
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (message) => {
        expect(Buffer.from(sha256(message))).toEqual(createHash('sha256').update(message).digest())
      }),
    )
  })
})
