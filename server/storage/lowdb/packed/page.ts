/** How many records a page has. */
export const PAGE_RECORDS = 512

/** Packed records one behind the other, found by their places. A page that is full takes no more memory than they need. */
export class Page {
  #bytes: Buffer = Buffer.allocUnsafeSlow(4096)
  /** Where each record begins, and where the last one ends. */
  readonly #starts = new Uint32Array(PAGE_RECORDS + 1)
  readonly #removed = new Set<number>()
  #count = 0

  get isFull(): boolean {
    return this.#count === PAGE_RECORDS
  }

  get isEmpty(): boolean {
    return this.#removed.size === this.#count
  }

  has(place: number): boolean {
    return place < this.#count && !this.#removed.has(place)
  }

  /** Adds a record behind the others and returns its place. */
  add(record: Buffer): number {
    const start = this.#startOf(this.#count)
    this.#resize(start + record.length, 2 * (start + record.length))
    record.copy(this.#bytes, start)
    this.#count++
    this.#starts[this.#count] = start + record.length
    if (this.isFull) this.#resize(Number.POSITIVE_INFINITY, this.#startOf(this.#count))
    return this.#count - 1
  }

  /** Puts a record in place of another. */
  replace(place: number, record: Buffer): void {
    const [start, end] = [this.#startOf(place), this.#startOf(place + 1)]
    if (record.equals(this.#bytes.subarray(start, end))) return
    const used = this.#bytes.subarray(0, this.#startOf(this.#count))
    const grownBy = record.length - (end - start)
    this.#bytes = ownBytes([used.subarray(0, start), record, used.subarray(end)])
    for (let n = place + 1; n <= this.#count; n++) this.#starts[n] = this.#startOf(n) + grownBy
  }

  /** The bytes are given back once half of the page's records are removed. */
  remove(place: number): void {
    this.#removed.add(place)
    if (this.isFull && 2 * this.#removed.size === PAGE_RECORDS) this.#dropRemoved()
  }

  /** Calls `read` with where a record begins. */
  read<Value>(place: number, read: (bytes: Buffer, start: number) => Value): Value {
    return read(this.#bytes, this.#startOf(place))
  }

  #dropRemoved(): void {
    const kept: Buffer[] = []
    let length = 0
    for (let place = 0; place < this.#count; place++) {
      const record = this.#bytes.subarray(this.#startOf(place), this.#startOf(place + 1))
      this.#starts[place] = length
      if (this.#removed.has(place)) continue
      kept.push(record)
      length += record.length
    }
    this.#starts[this.#count] = length
    this.#bytes = ownBytes(kept)
  }

  /** Gives the bytes another length, unless they have as many as are needed. */
  #resize(needed: number, length: number): void {
    if (needed <= this.#bytes.length) return
    const resized = Buffer.allocUnsafeSlow(length)
    this.#bytes.copy(resized, 0, 0, Math.min(length, this.#startOf(this.#count)))
    this.#bytes = resized
  }

  #startOf(place: number): number {
    return this.#starts[place] ?? 0
  }
}

/** The pieces in memory of their own: Node's shared pool would be kept by any small part of it. */
function ownBytes(pieces: readonly Buffer[]): Buffer {
  const bytes = Buffer.allocUnsafeSlow(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) at += piece.copy(bytes, at)
  return bytes
}
