import type { OAuthRecord, OAuthRecords } from '../storage.ts'
import { oauthKey, type RecordChange } from './data.ts'
import { uidKey } from './oauth-index.ts'
import type { State } from './state.ts'

/** Where OAuth's records are written. */
export interface RecordWriter {
  /** Throws when nothing can be served any more. */
  assertServing(): void
  /** Applies records to memory at once and resolves when they are on disk. */
  write(records: readonly RecordChange[]): Promise<void>
  flushed(): Promise<void>
}

/** OAuth's records over the state in memory. */
export function oauthRecords(state: State, writer: RecordWriter): OAuthRecords {
  const onTheWay = new WritesOnTheWay()
  const records = state.data.oauth

  const write = (changes: readonly RecordChange[], touched: readonly (OAuthRecord | undefined)[]) =>
    onTheWay.during(touched.flatMap(keysOf), writer.write(changes))

  const remove = (keys: readonly string[]) =>
    keys.length === 0
      ? writer.flushed()
      : write(
          keys.map((key) => ['oauth', key]),
          keys.map((key) => records.get(key)),
        )

  /** Answers with what was seen, once whatever was seen is on disk. */
  const answer = async <Answer>(seenUnder: string, seen: Answer): Promise<Answer> => {
    if (onTheWay.has(seenUnder)) await writer.flushed()
    return seen
  }

  return {
    async put(record) {
      writer.assertServing()
      const before = records.get(oauthKey(record.model, record.key))
      if (record.model !== 'Grant' && record.grantId !== undefined && !records.has(oauthKey('Grant', record.grantId))) {
        await writer.flushed()
        return 'grant_gone'
      }
      const kept = structuredClone(record)
      await write([['oauth', oauthKey(record.model, record.key), kept]], [before, kept])
      return 'stored'
    },

    async get(model, key) {
      writer.assertServing()
      const found = records.get(oauthKey(model, key))
      return answer(oauthKey(model, key), found && structuredClone(found))
    },

    async getByUid(model, uid) {
      writer.assertServing()
      const key = state.oauth.ofUid(model, uid)
      const found = key === undefined ? undefined : records.get(key)
      return answer(uidKey(model, uid), found && structuredClone(found))
    },

    async listBy(model, holder) {
      writer.assertServing()
      const found = state.oauth.heldBy(holder).flatMap((key) => records.get(key) ?? [])
      await writer.flushed()
      return found.filter((record) => record.model === model).map((record) => structuredClone(record))
    },

    async consume(model, key, at, changes = {}) {
      writer.assertServing()
      const record = records.get(oauthKey(model, key))
      if (!record) return answer(oauthKey(model, key), 'missing')
      if (record.consumedAt !== undefined) return answer(oauthKey(model, key), 'already')
      const payload = { ...record.payload, ...structuredClone(changes) }
      await write([['oauth', oauthKey(model, key), { ...record, payload, consumedAt: at }]], [record])
      return 'consumed'
    },

    async delete(model, key) {
      writer.assertServing()
      await remove(records.has(oauthKey(model, key)) ? [oauthKey(model, key)] : [])
    },

    async deleteByGrant(grantId) {
      writer.assertServing()
      const grant = oauthKey('Grant', grantId)
      const keys = new Set([...state.oauth.ofGrant(grantId), ...(records.has(grant) ? [grant] : [])])
      await remove([...keys])
    },
  }
}

function keysOf(record: OAuthRecord | undefined): string[] {
  if (!record) return []
  const key = oauthKey(record.model, record.key)
  return record.uid === undefined ? [key] : [key, uidKey(record.model, record.uid)]
}

/** Which records have a write that is not on disk yet. */
class WritesOnTheWay {
  readonly #counts = new Map<string, number>()

  has(key: string): boolean {
    return this.#counts.has(key)
  }

  async during(keys: readonly string[], written: Promise<void>): Promise<void> {
    for (const key of keys) this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
    try {
      await written
    } finally {
      for (const key of keys) this.#leave(key)
    }
  }

  #leave(key: string): void {
    const left = (this.#counts.get(key) ?? 0) - 1
    if (left > 0) this.#counts.set(key, left)
    else this.#counts.delete(key)
  }
}
