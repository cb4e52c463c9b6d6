import type { Dictionary } from './dictionary.ts'
import type { Shape } from './shapes.ts'
import { CONSTANTS, MORE, Tag } from './tags.ts'
import { instantOf } from './time-text.ts'

const MIN_HEX = 8
const MAX_HEX = 512
/** Records with more hexadecimal texts than this, such as blocks, are not searched as a whole for each of them. */
const RECENT = 16
const MAX_JOINED = 200

/** Writes JSON values into few bytes: what `JSON.stringify` keeps of a value is what `unpack` gives back. */
export class Packer {
  readonly #dictionary: Dictionary
  #bytes = Buffer.allocUnsafe(4096)
  #length = 0
  #hexes: string[] = []
  readonly #write = (value: unknown) => this.#value(value)

  constructor(dictionary: Dictionary) {
    this.#dictionary = dictionary
  }

  /** The bytes of a value, up to the next call. */
  pack(value: unknown): Buffer {
    this.#length = 0
    this.#hexes = []
    this.#value(value)
    return this.#bytes.subarray(0, this.#length)
  }

  #value(value: unknown): void {
    if (typeof value === 'string') this.#text(value)
    else if (typeof value === 'number') this.#number(value)
    else if (typeof value === 'boolean') this.#head(Tag.constant, CONSTANTS.indexOf(value))
    // As in JSON, nothing is null in an array.
    else if (value === null || value === undefined) this.#head(Tag.constant, CONSTANTS.indexOf(null))
    else if (Array.isArray(value)) this.#array(value)
    else if (typeof value === 'object') this.#object(value as Record<string, unknown>)
    else throw new TypeError(`a stored record cannot contain a ${typeof value}`)
  }

  #number(value: number): void {
    if (Number.isSafeInteger(value)) {
      if (value >= 0) this.#head(Tag.integer, value)
      else this.#head(Tag.negative, -1 - value)
      return
    }
    this.#head(Tag.float, 0)
    this.#reserve(8)
    this.#length = this.#bytes.writeDoubleLE(value, this.#length)
  }

  #array(values: readonly unknown[]): void {
    this.#head(Tag.array, values.length)
    for (const value of values) this.#value(value)
  }

  #object(object: Readonly<Record<string, unknown>>): void {
    const { shapes } = this.#dictionary
    const known = shapes.known(object)
    if (known && this.#shaped(known, object)) return
    const shape = shapes.of(object)
    if (shape && this.#shaped(shape, object)) return
    this.#head(Tag.json, 0)
    this.#plainText(JSON.stringify(object))
  }

  /** False, with nothing written, where a property of the shape is undefined. */
  #shaped(shape: Shape, object: object): boolean {
    const start = this.#length
    this.#head(Tag.object, shape.number)
    if (shape.write(object, this.#write)) return true
    this.#length = start
    return false
  }

  #text(text: string): void {
    const instant = instantOf(text)
    if (instant !== null) this.#head(Tag.time, instant)
    else if (text.includes(':') && text.length <= MAX_JOINED) this.#joined(text)
    else this.#part(text)
  }

  #joined(text: string): void {
    let count = 1
    for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) count++
    this.#head(Tag.joined, count)
    let start = 0
    for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', start)) {
      this.#part(text.slice(start, at))
      start = at + 1
    }
    this.#part(text.slice(start))
  }

  #part(text: string): void {
    if (isHex(text)) this.#hex(text)
    else if (isDigits(text)) this.#head(Tag.digits, Number(text))
    else this.#wordOrText(text)
  }

  #wordOrText(text: string): void {
    const word = this.#dictionary.numberOfWord(text)
    if (word === undefined) this.#plainText(text)
    else this.#head(Tag.word, word)
  }

  #hex(text: string): void {
    const before = this.#recentHex(text)
    if (before >= 0) {
      this.#head(Tag.sameHex, before)
      return
    }
    this.#hexes.push(text)
    this.#head(Tag.hex, text.length / 2)
    this.#encode(text, text.length / 2, 'hex')
  }

  /** The place of the same digits among the last few of the record; -1 when they are not there. */
  #recentHex(text: string): number {
    const end = Math.max(0, this.#hexes.length - RECENT)
    for (let place = this.#hexes.length - 1; place >= end; place--) if (this.#hexes[place] === text) return place
    return -1
  }

  #plainText(text: string): void {
    const isWide = /[\u0100-\uffff]/.test(text)
    this.#head(isWide ? Tag.utf16 : Tag.latin1, text.length)
    this.#encode(text, isWide ? 2 * text.length : text.length, isWide ? 'utf16le' : 'latin1')
  }

  #encode(text: string, bytes: number, encoding: BufferEncoding): void {
    this.#reserve(bytes)
    this.#length += this.#bytes.write(text, this.#length, bytes, encoding)
  }

  #head(tag: number, number: number): void {
    this.#reserve(10)
    if (number < MORE) {
      this.#bytes[this.#length++] = tag | (number << 4)
      return
    }
    this.#bytes[this.#length++] = tag | (MORE << 4)
    // Division, because shifts would cut numbers to 32 bits.
    let rest = number - MORE
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.#bytes[this.#length++] = (rest % 128) | 128
    this.#bytes[this.#length++] = rest
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(2 * (this.#length + bytes))
    this.#bytes.copy(larger, 0, 0, this.#length)
    this.#bytes = larger
  }
}

function isHex(text: string): boolean {
  const { length } = text
  return length >= MIN_HEX && length <= MAX_HEX && length % 2 === 0 && /^[0-9a-f]+$/.test(text)
}

const isDigits = (text: string) => text.length <= 15 && /^(?:0|[1-9]\d*)$/.test(text)
