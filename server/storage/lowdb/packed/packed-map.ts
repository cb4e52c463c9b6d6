import type { Dictionary } from './dictionary.ts'
import { hashOfKey, KeyTable } from './key-table.ts'
import { Packer } from './packer.ts'
import { PAGE_RECORDS, Page } from './page.ts'
import type { Records } from './records.ts'
import { Unpacker } from './unpacker.ts'

/**
 * Records as packed bytes, in the order in which they were added: a record takes a tenth of its memory as an object, and none
 * of the garbage collector's time. Each read makes a new object. A record has a number, from 0, for as long as it is there;
 * numbers are never given twice.
 */
export class PackedMap<Key extends string | number, Value> implements Records<Key, Value> {
  readonly #keyOf: (value: Value) => Key
  readonly #packer: Packer
  readonly #unpacker: Unpacker
  readonly #table = new KeyTable()
  /** Null: all its records were removed. */
  readonly #pages: (Page | null)[] = []
  #length = 0

  /** Records have their key in them. */
  constructor(dictionary: Dictionary, keyOf: (value: Value) => Key) {
    this.#keyOf = keyOf
    this.#packer = new Packer(dictionary)
    this.#unpacker = new Unpacker(dictionary)
  }

  get size(): number {
    return this.#table.size
  }

  /** The number that the next new record gets. */
  get length(): number {
    return this.#length
  }

  has(key: Key): boolean {
    return this.#find(key, hashOf(key)) !== undefined
  }

  get(key: Key): Value | undefined {
    return this.#find(key, hashOf(key))?.value
  }

  numberOf(key: Key): number | undefined {
    return this.#find(key, hashOf(key))?.number
  }

  at(number: number): Value | undefined {
    const page = this.#pages[Math.floor(number / PAGE_RECORDS)]
    const place = number % PAGE_RECORDS
    if (!page?.has(place)) return undefined
    return page.read(place, (bytes, start) => this.#unpacker.unpack(bytes, start)) as Value
  }

  set(key: Key, value: Value): void {
    if (this.#keyOf(value) !== key) throw new Error(`a record under ${key} has the key ${this.#keyOf(value)}`)
    const hash = hashOf(key)
    const known = this.#find(key, hash)
    const record = this.#packer.pack(value)
    if (known) {
      this.#pages[Math.floor(known.number / PAGE_RECORDS)]?.replace(known.number % PAGE_RECORDS, record)
      return
    }
    this.#pageToFill().add(record)
    this.#table.add(hash, this.#length++)
  }

  delete(key: Key): boolean {
    const number = this.numberOf(key)
    if (number === undefined) return false
    this.#table.remove(hashOf(key), (other) => other === number)
    const index = Math.floor(number / PAGE_RECORDS)
    const page = this.#pages[index]
    page?.remove(number % PAGE_RECORDS)
    if (page?.isFull && page.isEmpty) this.#pages[index] = null
    return true
  }

  /** The records that are there when the first one is asked for, except those that are removed meanwhile. */
  *values(): Generator<Value> {
    yield* this.valuesAt(numbersBelow(this.#length))
  }

  /** The records with these numbers. Each is read when it is asked for; those that are not there are passed over. */
  valuesAt(numbers: Iterable<number>): Iterable<Value> {
    const at = (number: number) => this.at(number)
    return {
      *[Symbol.iterator]() {
        for (const number of numbers) {
          const value = at(number)
          if (value !== undefined) yield value
        }
      },
    }
  }

  *[Symbol.iterator](): Generator<[Key, Value]> {
    for (const value of this.values()) yield [this.#keyOf(value), value]
  }

  #find(key: Key, hash: number): { number: number; value: Value } | undefined {
    let value: Value | undefined
    const number = this.#table.find(hash, (candidate) => {
      value = this.at(candidate)
      return value !== undefined && this.#keyOf(value) === key
    })
    return number === undefined || value === undefined ? undefined : { number, value }
  }

  #pageToFill(): Page {
    const last = this.#pages.at(-1)
    if (last && !last.isFull) return last
    const page = new Page()
    this.#pages.push(page)
    return page
  }
}

const hashOf = (key: string | number) => hashOfKey(String(key))

/** 0, 1 and so on, without `end`. */
export function numbersBelow(end: number): Iterable<number> {
  return {
    *[Symbol.iterator]() {
      for (let number = 0; number < end; number++) yield number
    },
  }
}
