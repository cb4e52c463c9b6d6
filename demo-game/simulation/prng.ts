/** Generates random 32-bit numbers. The same seed gives the same numbers on every machine. */
export interface Prng {
  /** Returns an integer from 0 to `bound - 1`. `bound` is at most 2^32. */
  below(bound: number): number
}

const ROUNDS = 12

function wordsOf(seed: string): Uint32Array {
  if (!/^[0-9a-f]{64}$/.test(seed)) throw new RangeError('A seed is 64 lowercase hex digits.')
  return Uint32Array.from({ length: 8 }, (_, i) => Number.parseInt(seed.slice(i * 8, i * 8 + 8), 16))
}

/** Creates a generator: sfc32 by Chris Doty-Humphrey. It uses the whole seed, in two halves. */
export function createPrng(seed: string): Prng {
  const state = new Uint32Array(4)
  const words = wordsOf(seed)

  function next(): number {
    const [a = 0, b = 0, c = 0, counter = 0] = state
    const out = (a + b + counter) >>> 0
    state.set([b ^ (b >>> 9), c + (c << 3), ((c << 21) | (c >>> 11)) + out, counter + 1])
    return out
  }

  for (const half of [words.subarray(0, 4), words.subarray(4)]) {
    half.forEach((word, i) => {
      state[i] = (state[i] ?? 0) ^ word
    })
    for (let round = 0; round < ROUNDS; round++) next()
  }

  return { below: (bound) => next() % bound }
}
