import { sha256 } from './sha256.ts'

/**
 * Seeded random numbers, the same ones in TypeScript and C# (`AnteRandom` of the Unity package): make a level from
 * `attempt.seed` with one of these, and both players get the same level.
 *
 * Use a stream of its own for each thing that the level has, `random.stream('enemies')`, so that what one player's choices
 * take from one stream does not shift another. The numbers are David Blackman's and Sebastiano Vigna's xoshiro128** 1.1; its
 * state is the first half of a key, four little-endian words. The key is the SHA-256 of the seed, and for a stream that of
 * its parent's key and its name; texts are UTF-8. Not for secrets: whoever knows the seed knows all of it.
 */
export class AnteRandom {
  readonly #key: Uint8Array
  readonly #state: Uint32Array

  /** Starts the numbers of a seed. Pass `attempt.seed` or any other text. */
  constructor(seed: string | Uint8Array) {
    this.#key = sha256(typeof seed === 'string' ? utf8(seed) : seed)
    const words = new DataView(this.#key.buffer)
    this.#state = Uint32Array.from({ length: 4 }, (_, index) => words.getUint32(index * 4, true))
  }

  /**
   * Returns a separate stream of numbers under this name. The same name always gives the same numbers from the start.
   */
  stream(name: string): AnteRandom {
    const own = utf8(name)
    const joined = new Uint8Array(this.#key.length + own.length)
    joined.set(this.#key)
    joined.set(own, this.#key.length)
    return new AnteRandom(joined)
  }

  /** Returns 32 random bits as an integer that is not negative. */
  nextUint32(): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.#state
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
    const third = c ^ a
    const fourth = d ^ b
    this.#state.set([a ^ fourth, b ^ third, third ^ (b << 9), rotate(fourth, 11)])
    return result
  }

  /**
   * An integer from `min` up to and without `max`, each as likely as the others.
   *
   * @throws RangeError when there is none, or one of them is no 32-bit integer.
   */
  nextInt(min: number, max: number): number {
    const isInt32 = (value: number) => (value | 0) === value
    if (!isInt32(min) || !isInt32(max) || min >= max)
      throw new RangeError(`There is no 32-bit integer from ${min} to below ${max}`)
    const range = max - min
    // A range that does not divide 2^32 would make its first numbers more likely. The surplus numbers are skipped.
    const surplus = 2 ** 32 % range
    for (;;) {
      const drawn = this.nextUint32()
      if (drawn >= surplus) return min + (drawn % range)
    }
  }

  /** Returns a number from 0 to less than 1. It is a multiple of 2^-24, which 32-bit floats store exactly. */
  nextFloat(): number {
    return (this.nextUint32() >>> 8) / 2 ** 24
  }

  /** Shuffles a list in place and returns it. All orders are equally likely. */
  shuffle<Item>(items: Item[]): Item[] {
    for (let last = items.length - 1; last > 0; last--) {
      const other = this.nextInt(0, last + 1)
      const moved = items[last] as Item
      items[last] = items[other] as Item
      items[other] = moved
    }
    return items
  }
}

const utf8 = (text: string) => new TextEncoder().encode(text)

const rotate = (word: number, by: number) => ((word << by) | (word >>> (32 - by))) >>> 0
