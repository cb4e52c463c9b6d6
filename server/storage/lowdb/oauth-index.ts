import type { Instant } from '../../domain/ids.ts'
import type { OAuthRecord } from '../storage.ts'
import { oauthKey, type RecordChange } from './data.ts'
import { PriorityIndex } from './priority-index.ts'

export const uidKey = (model: string, uid: string) => `${model} uid ${uid}`

/** OAuth records by grant, by uid and by expiry. */
export class OAuthIndex {
  readonly #byGrant = new Map<string, Set<string>>()
  readonly #byUid = new Map<string, string>()
  readonly #expiry = new PriorityIndex<string>()

  replaced(before: OAuthRecord | undefined, after: OAuthRecord | undefined): void {
    if (before) this.#forget(before)
    if (after) this.#remember(after)
  }

  /** Keys of the records that carry a grant's id. */
  ofGrant(grantId: string): readonly string[] {
    return [...(this.#byGrant.get(grantId) ?? [])]
  }

  /** Key of the record that was stored last with that uid. */
  ofUid(model: string, uid: string): string | undefined {
    return this.#byUid.get(uidKey(model, uid))
  }

  /** What removes up to `limit` expired records. */
  removalsAt(now: Instant, limit: number): RecordChange[] {
    return this.#expiry.upTo(now, limit).map((key) => ['oauth', key])
  }

  #remember(record: OAuthRecord): void {
    const key = oauthKey(record.model, record.key)
    this.#expiry.set(key, record.expiresAt)
    if (record.uid !== undefined) this.#byUid.set(uidKey(record.model, record.uid), key)
    if (record.grantId === undefined) return
    const ofGrant = this.#byGrant.get(record.grantId) ?? new Set<string>()
    this.#byGrant.set(record.grantId, ofGrant.add(key))
  }

  #forget(record: OAuthRecord): void {
    const key = oauthKey(record.model, record.key)
    this.#expiry.set(key, null)
    if (record.uid !== undefined && this.ofUid(record.model, record.uid) === key) {
      this.#byUid.delete(uidKey(record.model, record.uid))
    }
    if (record.grantId === undefined) return
    const ofGrant = this.#byGrant.get(record.grantId)
    ofGrant?.delete(key)
    if (ofGrant?.size === 0) this.#byGrant.delete(record.grantId)
  }
}
