import type { Dictionary } from './dictionary.ts'
import { CONSTANTS, MORE, Tag } from './tags.ts'

/** Reads what a `Packer` with the same dictionary wrote. */
export class Unpacker {
  readonly #dictionary: Dictionary
  #bytes: Buffer = Buffer.alloc(0)
  #offset = 0
  #hexes: string[] = []
  readonly #read = () => this.#value()

  constructor(dictionary: Dictionary) {
    this.#dictionary = dictionary
  }

  /** The value that begins at an offset. */
  unpack(bytes: Buffer, offset: number): unknown {
    this.#bytes = bytes
    this.#offset = offset
    this.#hexes = []
    return this.#value()
  }

  #value(): unknown {
    const first = this.#byte()
    const number = this.#number(first >> 4)
    switch (first & 15) {
      case Tag.constant:
        return CONSTANTS[number]
      case Tag.integer:
        return number
      case Tag.negative:
        return -1 - number
      case Tag.float:
        return this.#bytes.readDoubleLE(this.#skip(8))
      case Tag.word:
        return this.#dictionary.word(number)
      case Tag.hex:
        return this.#hex(number)
      case Tag.sameHex:
        return this.#hexes[number]
      case Tag.latin1:
        return this.#text(number, 'latin1')
      case Tag.utf16:
        return this.#text(2 * number, 'utf16le')
      case Tag.digits:
        return String(number)
      case Tag.time:
        return new Date(number).toISOString()
      case Tag.joined:
        return this.#values(number).join(':')
      case Tag.array:
        return this.#values(number)
      case Tag.object:
        return this.#dictionary.shapes.at(number).read(this.#read)
      case Tag.json:
        return JSON.parse(String(this.#value()))
      default:
        throw new Error('this is not a packed record')
    }
  }

  #values(count: number): unknown[] {
    const values: unknown[] = []
    for (let n = 0; n < count; n++) values.push(this.#value())
    return values
  }

  #hex(bytes: number): string {
    const text = this.#text(bytes, 'hex')
    this.#hexes.push(text)
    return text
  }

  #text(bytes: number, encoding: BufferEncoding): string {
    const start = this.#skip(bytes)
    return this.#bytes.toString(encoding, start, start + bytes)
  }

  #number(small: number): number {
    if (small < MORE) return small
    let number = MORE
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#byte()
      number += (byte & 127) * factor
      if (byte < 128) return number
    }
  }

  #byte(): number {
    return this.#bytes[this.#offset++] ?? 0
  }

  /** Passes over bytes; returns where they begin. */
  #skip(bytes: number): number {
    const start = this.#offset
    this.#offset += bytes
    return start
  }
}
