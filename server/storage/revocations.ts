import type { Change, OAuthHolder } from './storage.ts'

/** Tells of revocations that are on disk. */
export class Revocations {
  readonly #listeners: ((holder: OAuthHolder | null) => void)[] = []

  subscribe(listener: (holder: OAuthHolder | null) => void): void {
    this.#listeners.push(listener)
  }

  notify(holders: readonly (OAuthHolder | null)[]): void {
    for (const holder of holders) for (const listener of this.#listeners) listener(holder)
  }
}

/** Whose tokens a change may have ended or altered: of those whom it revoked, and of the clients that it changed. */
export function holdersIn({ revokes = [], clients = [] }: Change): OAuthHolder[] {
  return [...revokes, ...clients.map(({ id }) => ({ clientId: id }))]
}
