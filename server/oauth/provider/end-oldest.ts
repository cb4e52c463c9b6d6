import { CAPS } from '../../domain/limits.ts'
import type { OAuthRecord, OAuthRecords } from '../../storage/storage.ts'

interface Bound {
  readonly most: number
  /** Whether two records of a player are counted together. */
  readonly isCountedWith: (one: OAuthRecord, other: OAuthRecord) => boolean
}

const BOUNDS: Readonly<Record<string, Bound>> = {
  Session: { most: CAPS.sessions.count, isCountedWith: () => true },
  Grant: { most: CAPS.grants.count, isCountedWith: (one, other) => one.clientId === other.clientId },
  AccessToken: { most: CAPS.accessTokens.count, isCountedWith: (one, other) => one.grantId === other.grantId },
}

/** Ends the records of a player that expire first, beyond what may be kept beside a record that was stored now. */
export async function endOldest(records: OAuthRecords, stored: OAuthRecord): Promise<void> {
  const { model, accountId } = stored
  const bound = BOUNDS[model]
  if (!bound || accountId === undefined) return
  const others = (await records.listBy(model, { accountId })).filter(
    (other) => other.key !== stored.key && bound.isCountedWith(other, stored),
  )
  const tooMany = others.length + 1 - bound.most
  if (tooMany <= 0) return
  const oldestFirst = others.sort((one, other) => (one.expiresAt ?? 0) - (other.expiresAt ?? 0))
  for (const { key } of oldestFirst.slice(0, tooMany)) {
    await (model === 'Grant' ? records.deleteByGrant(key) : records.delete(model, key))
  }
}
