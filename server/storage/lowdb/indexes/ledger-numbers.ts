/**
 * The numbers of the transfers in the ledger, and the places of these in the list of all. In a ledger without gaps a place is
 * the number less one. What is kept grows with the gaps alone.
 */
export class LedgerNumbers {
  readonly #gapsUntil: number
  /** The number and the place with which each run of numbers without a gap begins. */
  readonly #numbers: number[] = []
  readonly #places: number[] = []
  #count = 0
  #newest = 0

  /** `gapsUntil`: the last number before which some may be left out. */
  constructor(gapsUntil: number) {
    this.#gapsUntil = gapsUntil
  }

  get count(): number {
    return this.#count
  }

  /** 0 before the first. */
  get newest(): number {
    return this.#newest
  }

  /** Adds the number of the next transfer. Throws when it is not the next one, and numbers are not left out there. */
  add(seq: number): void {
    const mayFollow = seq === this.#newest + 1 || (seq > this.#newest && seq <= this.#gapsUntil)
    if (!mayFollow) throw new Error(`transfer ${seq} of the ledger follows on ${this.#newest}`)
    if (seq !== this.#newest + 1 || this.#count === 0) {
      this.#numbers.push(seq)
      this.#places.push(this.#count)
    }
    this.#count += 1
    this.#newest = seq
  }

  /** -1 where no transfer has the number. */
  placeOf(seq: number): number {
    const run = this.#runOf(seq)
    const place = (this.#places[run] ?? 0) + seq - (this.#numbers[run] ?? 0)
    return run >= 0 && place < (this.#places[run + 1] ?? this.#count) ? place : -1
  }

  /** The last run that begins at the number or before it; -1 where none does. */
  #runOf(seq: number): number {
    let low = 0
    let high = this.#numbers.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#numbers[middle] ?? seq) <= seq) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}
