import { isDeepStrictEqual } from 'node:util'

const MOST = 5

/** Which promises were found broken, with examples. */
export class Findings {
  readonly #found = new Map<string, string[]>()
  readonly #checks = new Map<string, number>()

  /** Notes a broken promise unless `holds`. */
  expect(promise: string, holds: boolean, what: () => string): void {
    this.#checks.set(promise, this.checksOf(promise) + 1)
    if (holds) return
    const found = this.#found.get(promise) ?? []
    this.#found.set(promise, found)
    if (found.length < MOST) found.push(what())
  }

  equal(promise: string, actual: unknown, expected: unknown, what: string): void {
    this.expect(
      promise,
      isDeepStrictEqual(actual, expected),
      () => `${what}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`,
    )
  }

  /** How much was looked at. */
  checksOf(promise: string): number {
    return this.#checks.get(promise) ?? 0
  }

  of(promise: string): readonly string[] {
    return this.#found.get(promise) ?? []
  }
}
