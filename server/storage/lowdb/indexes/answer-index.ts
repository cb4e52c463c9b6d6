import type { Instant, PlayerId } from '../../../domain/ids.ts'
import type { RememberedAnswer } from '../../storage.ts'
import { PriorityIndex } from './priority-index.ts'

/** Remembered answers by expiry, and how many each player has. */
export class AnswerIndex {
  readonly #expiry = new PriorityIndex<string>()
  readonly #counts = new Map<PlayerId, number>()

  update(before: RememberedAnswer | undefined, after: RememberedAnswer | undefined): void {
    if (before) this.#expiry.set(before.key, null)
    if (after) this.#expiry.set(after.key, after.expiresAt)
    this.#count(before?.playerId, -1)
    this.#count(after?.playerId, 1)
  }

  countOf(playerId: PlayerId): number {
    return this.#counts.get(playerId) ?? 0
  }

  /** Up to `limit` keys of answers that have expired. */
  expiredAt(now: Instant, limit: number): readonly string[] {
    return this.#expiry.upTo(now, limit)
  }

  #count(playerId: PlayerId | undefined, by: 1 | -1): void {
    if (playerId === undefined) return
    const count = this.countOf(playerId) + by
    if (count > 0) this.#counts.set(playerId, count)
    else this.#counts.delete(playerId)
  }
}
