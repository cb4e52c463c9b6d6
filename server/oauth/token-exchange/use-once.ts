import type { OAuthRecords } from '../../storage/storage.ts'
import { recordKey } from '../provider/adapter.ts'

/** Of any number of callers with the same id, on any node, one is told true; until `expiresAt` (milliseconds since 1970). */
export type UseOnce = (id: string, expiresAt: number) => Promise<boolean>

export function createUseOnce(records: OAuthRecords): UseOnce {
  return async (id, expiresAt) => {
    const model = 'SubjectToken'
    return (await records.add({ model, key: recordKey(model, id), payload: {}, expiresAt })) === 'added'
  }
}
