interface Constants {
  /** Of the square roots of the first 8 primes. */
  readonly start: readonly number[]
  /** Of the cube roots of the first 64. */
  readonly rounds: readonly number[]
}

let known: Constants | undefined

/** Computes the constants of the standard: the first 32 bits of the fractional parts of the primes' roots. */
function constants(): Constants {
  const primes: number[] = []
  for (let candidate = 2; primes.length < 64; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate)
  }
  const fractions = (power: bigint) => (prime: number) => Number(BigInt.asIntN(32, scaledRoot(BigInt(prime), power)))
  known = { start: primes.slice(0, 8).map(fractions(2n)), rounds: primes.map(fractions(3n)) }
  return known
}

/** Returns the root times 2^32, rounded down. Uses integers, because JavaScript engines round roots differently. */
function scaledRoot(value: bigint, power: bigint): bigint {
  let root = 0n
  for (let bit = 1n << 37n; bit > 0n; bit >>= 1n) {
    if ((root | bit) ** power <= value << (32n * power)) root |= bit
  }
  return root
}

/**
 * Computes SHA-256 (FIPS 180-4) synchronously. The browser's own function is asynchronous and missing on plain http.
 */
export function sha256(message: Uint8Array): Uint8Array {
  const padded = new DataView(new ArrayBuffer(Math.ceil((message.length + 9) / 64) * 64))
  new Uint8Array(padded.buffer).set(message)
  padded.setUint8(message.length, 0x80)
  padded.setUint32(padded.byteLength - 8, Math.floor(message.length / 2 ** 29))
  padded.setUint32(padded.byteLength - 4, message.length * 8)

  const { start, rounds } = known ?? constants()
  let hash = [...start]
  for (let block = 0; block < padded.byteLength; block += 64) {
    const mixed = compress(hash, scheduleOf(padded, block), rounds)
    hash = hash.map((word, index) => (word + (mixed[index] ?? 0)) | 0)
  }
  const digest = new DataView(new ArrayBuffer(32))
  hash.forEach((word, index) => {
    digest.setInt32(index * 4, word)
  })
  return new Uint8Array(digest.buffer)
}

const rotate = (word: number, by: number) => (word >>> by) | (word << (32 - by))

function scheduleOf(message: DataView, block: number): Int32Array {
  const words = new Int32Array(64)
  const at = (index: number) => words[index] ?? 0
  for (let index = 0; index < 64; index++) {
    if (index < 16) words[index] = message.getInt32(block + index * 4)
    else {
      const [early, late] = [at(index - 15), at(index - 2)]
      const first = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3)
      const second = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10)
      words[index] = at(index - 16) + first + at(index - 7) + second
    }
  }
  return words
}

function compress(hash: readonly number[], schedule: Int32Array, rounds: readonly number[]): number[] {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash
  schedule.forEach((word, round) => {
    const choice = (e & f) ^ (~e & g)
    const majority = (a & b) ^ (a & c) ^ (b & c)
    const mixed = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const first = (h + mixed + choice + (rounds[round] ?? 0) + word) | 0
    const second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority
    ;[a, b, c, d, e, f, g, h] = [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g]
  })
  return [a, b, c, d, e, f, g, h]
}
