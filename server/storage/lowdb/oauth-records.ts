import type { Revocations } from '../revocations.ts'
import type { OAuthRecords } from '../storage.ts'
import { oauthKey } from './files/stored-data.ts'
import { uidKey } from './indexes/oauth-index.ts'
import type { State } from './state.ts'
import type { Writer } from './writer.ts'

/** OAuth's records over the state in memory. */
export function oauthRecords(state: State, writer: Writer, revocations: Revocations): OAuthRecords {
  const records = state.data.oauth

  const remove = async (keys: readonly string[]) => {
    if (keys.length === 0) return writer.flushed()
    const accounts = new Set(keys.flatMap((key) => records.get(key)?.accountId ?? []))
    await writer.write(keys.map((key) => ['oauth', key]))
    revocations.notify([...accounts].map((accountId) => ({ accountId })))
  }

  /** Answers with what was seen, once whatever was seen is on disk. */
  const answer = async <Answer>(seenUnder: string, seen: Answer): Promise<Answer> => {
    if (writer.oauthWrites.inFlight(seenUnder)) await writer.flushed()
    return seen
  }

  return {
    async put(record) {
      writer.assertOpen()
      if (record.model !== 'Grant' && record.grantId !== undefined && !records.has(oauthKey('Grant', record.grantId))) {
        await writer.flushed()
        return 'grant_gone'
      }
      await writer.write([['oauth', oauthKey(record.model, record.key), structuredClone(record)]])
      return 'stored'
    },

    async add(record) {
      writer.assertOpen()
      const key = oauthKey(record.model, record.key)
      if (records.has(key)) return answer(key, 'exists')
      await writer.write([['oauth', key, structuredClone(record)]])
      return 'added'
    },

    async get(model, key) {
      writer.assertOpen()
      const found = records.get(oauthKey(model, key))
      return answer(oauthKey(model, key), found && structuredClone(found))
    },

    async getByUid(model, uid) {
      writer.assertOpen()
      const key = state.oauth.ofUid(model, uid)
      const found = key === undefined ? undefined : records.get(key)
      return answer(uidKey(model, uid), found && structuredClone(found))
    },

    async listBy(model, holder) {
      writer.assertOpen()
      const found = state.oauth.heldBy(holder).flatMap((key) => records.get(key) ?? [])
      await writer.flushed()
      return found.filter((record) => record.model === model).map((record) => structuredClone(record))
    },

    async countOfGrant(grantId) {
      writer.assertOpen()
      return state.oauth.ofGrant(grantId).length
    },

    async consume(model, key, at, changes = {}) {
      writer.assertOpen()
      const record = records.get(oauthKey(model, key))
      if (!record) return answer(oauthKey(model, key), 'missing')
      if (record.consumedAt !== undefined) return answer(oauthKey(model, key), 'already')
      const payload = { ...record.payload, ...structuredClone(changes) }
      await writer.write([['oauth', oauthKey(model, key), { ...record, payload, consumedAt: at }]])
      return 'consumed'
    },

    async delete(model, key) {
      writer.assertOpen()
      await remove(records.has(oauthKey(model, key)) ? [oauthKey(model, key)] : [])
    },

    async deleteByGrant(grantId) {
      writer.assertOpen()
      const grant = oauthKey('Grant', grantId)
      const keys = new Set([...state.oauth.ofGrant(grantId), ...(records.has(grant) ? [grant] : [])])
      await remove([...keys])
    },

    onRevoked: (listener) => revocations.subscribe(listener),
  }
}
