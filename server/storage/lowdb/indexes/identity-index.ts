import { type Identity, identityKey } from '../../../domain/identity.ts'
import type { PlayerId } from '../../../domain/ids.ts'

/** Identities by player. */
export class IdentityIndex {
  readonly #byPlayer = new Map<PlayerId, Map<string, Identity>>()

  update(before: Identity | undefined, after: Identity | undefined): void {
    if (before && before.playerId !== after?.playerId) this.#forget(before)
    if (after) this.#remember(after)
  }

  /** In the order in which they were linked. */
  ofPlayer(playerId: PlayerId): readonly Identity[] {
    return [...(this.#byPlayer.get(playerId)?.values() ?? [])]
  }

  #remember(identity: Identity): void {
    const ofPlayer = this.#byPlayer.get(identity.playerId) ?? new Map<string, Identity>()
    this.#byPlayer.set(identity.playerId, ofPlayer.set(identityKey(identity), identity))
  }

  #forget(identity: Identity): void {
    const ofPlayer = this.#byPlayer.get(identity.playerId)
    ofPlayer?.delete(identityKey(identity))
    if (ofPlayer?.size === 0) this.#byPlayer.delete(identity.playerId)
  }
}
