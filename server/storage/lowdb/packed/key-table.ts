import { randomInt } from 'node:crypto'

const FIRST_PLACES = 64

/** Different in each process, so that nobody can choose keys that fall on one place. */
const SEED = randomInt(2 ** 32 - 1)

/** 32 bits of a key. */
export function hashOfKey(key: string): number {
  let hash = SEED
  for (let n = 0; n < key.length; n++) {
    hash = Math.imul(hash ^ key.charCodeAt(n), 0x9e3779b1)
    hash ^= hash >>> 15
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/**
 * Finds the number of a record by its key's hash, in about 14 bytes a key: a hash table of integers with linear probing. It
 * holds no keys. Whoever asks says whether a number with that hash is the one.
 */
export class KeyTable {
  /** Of each place the hash, then the number and one; zeros where it is free. */
  #places = new Uint32Array(2 * FIRST_PLACES)
  #size = 0

  get size(): number {
    return this.#size
  }

  find(hash: number, isIt: (number: number) => boolean): number | undefined {
    const place = this.#placeOf(hash, isIt)
    return place === undefined ? undefined : this.#numberAt(place)
  }

  /** Adds a number. There must be none for its key yet. */
  add(hash: number, number: number): void {
    if (8 * (this.#size + 1) > 3 * this.#places.length) this.#grow()
    this.#put(hash, number + 1)
    this.#size++
  }

  /** Puts a number in place of the one that is found. False when none is. */
  replace(hash: number, number: number, isIt: (number: number) => boolean): boolean {
    const place = this.#placeOf(hash, isIt)
    if (place !== undefined) this.#places[2 * place + 1] = number + 1
    return place !== undefined
  }

  remove(hash: number, isIt: (number: number) => boolean): void {
    const place = this.#placeOf(hash, isIt)
    if (place === undefined) return
    this.#size--
    this.#free(place)
  }

  get #mask(): number {
    return this.#places.length / 2 - 1
  }

  /** -1 where the place is free. */
  #numberAt(place: number): number {
    return (this.#places[2 * place + 1] ?? 0) - 1
  }

  #placeOf(hash: number, isIt: (number: number) => boolean): number | undefined {
    for (let place = hash & this.#mask; ; place = (place + 1) & this.#mask) {
      const number = this.#numberAt(place)
      if (number < 0) return undefined
      if (this.#places[2 * place] === hash && isIt(number)) return place
    }
  }

  #put(hash: number, entry: number): void {
    let place = hash & this.#mask
    while (this.#numberAt(place) >= 0) place = (place + 1) & this.#mask
    this.#places[2 * place] = hash
    this.#places[2 * place + 1] = entry
  }

  /** Frees a place and moves up those behind it that would not be found any more. */
  #free(from: number): void {
    let hole = from
    for (let place = (hole + 1) & this.#mask; this.#numberAt(place) >= 0; place = (place + 1) & this.#mask) {
      const home = (this.#places[2 * place] ?? 0) & this.#mask
      if (((place - home) & this.#mask) < ((place - hole) & this.#mask)) continue
      this.#places.copyWithin(2 * hole, 2 * place, 2 * place + 2)
      hole = place
    }
    this.#places.fill(0, 2 * hole, 2 * hole + 2)
  }

  #grow(): void {
    const before = this.#places
    this.#places = new Uint32Array(2 * before.length)
    for (let n = 0; n < before.length; n += 2) {
      const entry = before[n + 1] ?? 0
      if (entry > 0) this.#put(before[n] ?? 0, entry)
    }
  }
}
