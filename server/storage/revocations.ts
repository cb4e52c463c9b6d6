import type { OAuthHolder } from './storage.ts'

/** Tells of revocations that are on disk. */
export class Revocations {
  readonly #listeners: ((holder: OAuthHolder | null) => void)[] = []

  subscribe(listener: (holder: OAuthHolder | null) => void): void {
    this.#listeners.push(listener)
  }

  tell(holders: readonly (OAuthHolder | null)[]): void {
    for (const holder of holders) for (const listener of this.#listeners) listener(holder)
  }
}
