import type { Instant } from '../../../domain/ids.ts'
import type { OAuthHolder, OAuthRecord } from '../../storage.ts'
import { oauthKey, type RecordChange } from '../files/stored-data.ts'
import { KeysByName } from './keys-by-name.ts'
import { PriorityIndex } from './priority-index.ts'

export const uidKey = (model: string, uid: string) => `${model} uid ${uid}`

/** OAuth records by grant, by holder, by uid and by expiry. */
export class OAuthIndex {
  readonly #byGrant = new KeysByName()
  readonly #byAccount = new KeysByName()
  readonly #byClient = new KeysByName()
  readonly #byUid = new Map<string, string>()
  readonly #expiry = new PriorityIndex<string>()

  update(before: OAuthRecord | undefined, after: OAuthRecord | undefined): void {
    if (before) this.#forget(before, after)
    if (after) this.#remember(after)
  }

  /** Keys of the records that carry a grant's id. */
  ofGrant(grantId: string): readonly string[] {
    return this.#byGrant.of(grantId)
  }

  /** Keys of the records that a player or a client has. */
  heldBy(holder: OAuthHolder): readonly string[] {
    return 'accountId' in holder ? this.#byAccount.of(holder.accountId) : this.#byClient.of(holder.clientId)
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
    this.#byGrant.add(record.grantId, key)
    this.#byAccount.add(record.accountId, key)
    this.#byClient.add(record.clientId, key)
  }

  /** Names that stay keep their place in the order. */
  #forget(record: OAuthRecord, after: OAuthRecord | undefined): void {
    const key = oauthKey(record.model, record.key)
    this.#expiry.set(key, null)
    if (record.uid !== undefined && this.ofUid(record.model, record.uid) === key) {
      this.#byUid.delete(uidKey(record.model, record.uid))
    }
    if (record.grantId !== after?.grantId) this.#byGrant.remove(record.grantId, key)
    if (record.accountId !== after?.accountId) this.#byAccount.remove(record.accountId, key)
    if (record.clientId !== after?.clientId) this.#byClient.remove(record.clientId, key)
  }
}
