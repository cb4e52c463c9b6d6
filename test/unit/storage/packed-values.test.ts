import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Dictionary } from '../../../server/storage/lowdb/packed/dictionary.ts'
import { Packer } from '../../../server/storage/lowdb/packed/packer.ts'
import { Unpacker } from '../../../server/storage/lowdb/packed/unpacker.ts'

const hex = fc.stringMatching(/^[0-9a-f]{0,70}$/)
const anyTime = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z') })
const time = anyTime.map((date) => date.toISOString())
/** Texts that look like a time, and those near it. */
const almostTime = fc.oneof(
  fc.stringMatching(/^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  fc.tuple(time, fc.nat({ max: 23 }), fc.string({ minLength: 1, maxLength: 1 })).map(([text, at, other]) => {
    return text.slice(0, at) + other + text.slice(at + 1)
  }),
)
const word = fc.constantFrom('', 'GBP', 'escrow', 'player', '0', '007', '12', '999999999999999', '1000000000000000')
const part = fc.oneof(word, hex, fc.string())
const joined = fc.array(part, { minLength: 1, maxLength: 9 }).map((parts) => parts.join(':'))
const wide = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('\ud800', 'a\udfff:b', 'ÿ', 'Ā', '\0:\n'))
const text = fc.oneof(part, joined, time, almostTime, wide, fc.string({ minLength: 200, maxLength: 5000 }))
const number = fc.oneof(fc.nat({ max: 300 }), fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }))
const name = fc.oneof(fc.constantFrom('id', 'at', 'seq', '__proto__', '0', '', 'a\nb', 'toString'), fc.string())
const leaf = fc.oneof(text, number, fc.boolean(), fc.constant(null))
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(fc.oneof(tie('value'), fc.constant(undefined)), { maxLength: 20 }),
    fc.array(fc.tuple(name, fc.oneof(tie('value'), fc.constant(undefined))), { maxLength: 20 }).map(withNames),
  ),
}))

/** As JSON makes it: `__proto__` is a name as any other. */
function withNames(entries: readonly [string, unknown][]): object {
  return Object.defineProperties(
    {},
    Object.fromEntries(
      entries.map(([key, content]) => [
        key === '__proto__' ? '__proto__' : key,
        { value: content, enumerable: true, configurable: true, writable: true },
      ]),
    ),
  )
}

function createPacking(dictionary = new Dictionary()) {
  const packer = new Packer(dictionary)
  const unpacker = new Unpacker(dictionary)
  return (packed: unknown) => unpacker.unpack(Buffer.from(packer.pack(packed)), 0)
}

const asJson = (original: unknown) => JSON.parse(JSON.stringify(original))

describe('a packed value', () => {
  it('[ST90] is read as JSON would keep it, with its properties in their order', () => {
    const roundTrip = createPacking()
    fc.assert(
      fc.property(value, (original) => {
        const again = roundTrip(original)
        expect(again).toStrictEqual(asJson(original))
        expect(JSON.stringify(again)).toBe(JSON.stringify(original))
      }),
      { numRuns: 1000 },
    )
  })

  it('[ST90] is read as it was written when the dictionary is full', () => {
    const dictionary = new Dictionary()
    const roundTrip = createPacking(dictionary)
    const many = Array.from({ length: 5000 }, (_, n) => ({ [`name ${n}`]: [`word ${n}`, 'last'], last: `other ${n}` }))
    expect(many.map(roundTrip)).toEqual(many)
    expect(dictionary.numberOfWord('one more')).toBeUndefined()
    expect(dictionary.shapes.of({ oneMore: 1 })).toBeNull()
    expect(dictionary.numberOfWord('word 0')).toBeDefined()
  })

  it('[ST90] is read as it was written when it repeats hex digits, near and far', () => {
    const digits = (n: number) => `${n}`.padStart(32, 'a')
    const ids = Array.from({ length: 300 }, (_, n) => [
      digits(n),
      `${digits(n)}:stake:${digits(n - 20)}`,
      digits(n % 9),
    ])
    expect(createPacking()(ids)).toEqual(ids)
  })

  it.each([
    ['a function', () => 1],
    ['a large integer', 1n],
  ])('[ST90] cannot be %s', (_, original) => {
    expect(() => createPacking()(original)).toThrow(TypeError)
  })
})
