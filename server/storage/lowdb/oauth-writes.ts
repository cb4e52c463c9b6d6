import type { OAuthRecord } from '../storage.ts'
import { oauthKey, type RecordChange, type StoreData } from './files/stored-data.ts'
import { uidKey } from './indexes/oauth-index.ts'

/** Which OAuth records have a write in flight: one that is in memory, and not on disk yet. */
export class OAuthWrites {
  readonly #records: StoreData['oauth']
  readonly #counts = new Map<string, number>()

  constructor(records: StoreData['oauth']) {
    this.#records = records
  }

  /** Whether a write in flight changed or removed the record under that `oauthKey` or `uidKey`. */
  inFlight(key: string): boolean {
    return this.#counts.has(key)
  }

  /** The keys under which a reader would see these changes. Call it before they are applied. */
  keysOf(changes: readonly RecordChange[]): readonly string[] {
    return changes.flatMap((change) => {
      if (change[0] !== 'oauth') return []
      return [...keysUnder(this.#records.get(change[1])), ...keysUnder(change[2])]
    })
  }

  /** Counts the keys as in flight until their write has ended. */
  track(keys: readonly string[], written: Promise<void>): Promise<void> {
    return keys.length === 0 ? written : this.#count(keys, written)
  }

  async #count(keys: readonly string[], written: Promise<void>): Promise<void> {
    for (const key of keys) this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
    try {
      await written
    } finally {
      for (const key of keys) this.#untrack(key)
    }
  }

  #untrack(key: string): void {
    const left = (this.#counts.get(key) ?? 0) - 1
    if (left > 0) this.#counts.set(key, left)
    else this.#counts.delete(key)
  }
}

function keysUnder(record: OAuthRecord | undefined): readonly string[] {
  if (!record) return []
  const key = oauthKey(record.model, record.key)
  return record.uid === undefined ? [key] : [key, uidKey(record.model, record.uid)]
}
