import { randomFillSync } from 'node:crypto'

/** How many random bytes are asked of the system at once. */
const POOL_BYTES = 4096

/**
 * Random bytes of the system's generator. Many are fetched at once, because each fetch takes longer than what a match
 * needs of them is worth; each is given out once and then forgotten.
 */
export function createRandomness(): { bytes(count: number): Buffer } {
  const pool = Buffer.alloc(POOL_BYTES)
  let used = POOL_BYTES
  return {
    bytes(count) {
      if (count > POOL_BYTES) throw new RangeError(`at most ${POOL_BYTES} random bytes at once`)
      if (used + count > POOL_BYTES) {
        randomFillSync(pool)
        used = 0
      }
      const unused = pool.subarray(used, used + count)
      const bytes = Buffer.from(unused)
      unused.fill(0)
      used += count
      return bytes
    },
  }
}
