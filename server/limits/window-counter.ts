/** Counts by key within windows of one length that all keys share; every window begins with no keys. */
export class WindowCounter {
  readonly #limit: number
  readonly #milliseconds: number
  readonly #counts = new Map<string, number>()
  #began = Number.NEGATIVE_INFINITY

  constructor(limit: number, seconds: number) {
    this.#limit = limit
    this.#milliseconds = seconds * 1000
  }

  /** Seconds until the next window when the key has reached the limit in this one; null when it has not. */
  secondsToWait(key: string, now: number): number | null {
    if (now - this.#began >= this.#milliseconds) {
      this.#began = now
      this.#counts.clear()
    }
    if ((this.#counts.get(key) ?? 0) < this.#limit) return null
    return Math.max(1, Math.ceil((this.#began + this.#milliseconds - now) / 1000))
  }

  add(key: string): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
  }
}
