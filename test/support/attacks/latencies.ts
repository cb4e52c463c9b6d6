/** How long calls took, in milliseconds. */
export class Latencies {
  readonly #took: number[] = []

  add(milliseconds: number): void {
    this.#took.push(milliseconds)
  }

  get count(): number {
    return this.#took.length
  }

  /** The time within which this share of the calls was answered; 0 without calls. */
  quantile(share: number): number {
    const sorted = [...this.#took].sort((a, b) => a - b)
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  }
}
