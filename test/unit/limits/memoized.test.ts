import { expect, it } from 'vitest'
import { memoized } from '../../../server/services/core/memoized.ts'

it('[HT43] what is known of an address is kept for so many, and not for what is no address', () => {
  let computed = 0
  const lengthOf = memoized((key) => {
    computed += 1
    return key.length
  })
  for (let n = 0; n < 10_000; n++) expect(lengthOf(`192.0.2.${n}`)).toBe(`192.0.2.${n}`.length)
  for (let n = 0; n < 10_000; n++) lengthOf(`192.0.2.${n}`)
  expect(computed).toBe(10_000)

  const claimed = 'x'.repeat(16_000)
  expect([lengthOf(claimed), lengthOf(claimed)]).toEqual([16_000, 16_000])
  expect(computed).toBe(10_002)

  lengthOf('one more')
  lengthOf('192.0.2.0')
  expect(computed).toBe(10_004)
})
