import { expect, it } from 'vitest'
import { createRandomness } from '../../../server/keys/randomness.ts'

it('[RN22] gives no random byte out twice', () => {
  const { bytes } = createRandomness()
  const drawn = Array.from({ length: 2000 }, () => bytes(32).toString('hex'))
  expect(new Set(drawn).size).toBe(2000)
  const ofSmall = Array.from({ length: 5000 }, () => bytes(1)[0])
  expect(new Set(ofSmall).size).toBe(256)
})

it('[RN22] keeps what was given out from what is given out later', () => {
  const { bytes } = createRandomness()
  const first = bytes(16)
  const before = first.toString('hex')
  for (let n = 0; n < 600; n++) bytes(16)
  expect(first.toString('hex')).toBe(before)
})

it('[RN22] refuses more bytes at once than it fetches', () => {
  expect(() => createRandomness().bytes(5000)).toThrow('at most 4096')
})
