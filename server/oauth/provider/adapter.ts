import { createHash } from 'node:crypto'
import type { Adapter, AdapterPayload } from 'oidc-provider'
import { asClientId } from '../../domain/ids.ts'
import type { Clients } from '../../services/clients/clients.ts'
import type { Clock } from '../../services/core/clock.ts'
import type { OAuthRecord, OAuthRecords } from '../../storage/storage.ts'
import { toMetadata } from './client-metadata.ts'
import type { Engine } from './engine.ts'
import { resumePath } from './oauth-paths.ts'

interface AdapterDependencies {
  readonly records: OAuthRecords
  readonly clients: Clients
  readonly clock: Clock
  readonly errors: Engine['errors']
  readonly publicUrl: string
  /** Grant types that every client may use beside code and refresh. */
  readonly extraGrants: readonly string[]
}

/** Gone with their grant. */
const OF_A_GRANT = new Set(['AccessToken', 'AuthorizationCode', 'RefreshToken'])

/** The key of a record: a hash, since whoever knows the id of a token or session can use it. A grant's id is no secret. */
export function recordKey(model: string, id: string): string {
  return model === 'Grant' ? id : createHash('sha256').update(id).digest('base64url')
}

/** Keeps what oidc-provider has to remember in the store, and shows it the registered clients. */
export function createAdapter(dependencies: AdapterDependencies): (model: string) => Adapter {
  return (model) => (model === 'Client' ? clientAdapter(dependencies) : recordAdapter(model, dependencies))
}

function recordAdapter(model: string, { records, clock, errors, publicUrl }: AdapterDependencies): Adapter {
  const isOfGrant = OF_A_GRANT.has(model)

  const alive = (record: OAuthRecord | undefined) =>
    record && (record.expiresAt === null || record.expiresAt > clock.now()) ? record : undefined

  return {
    async upsert(id, payload, expiresIn) {
      const stored = await records.put({
        model,
        key: recordKey(model, id),
        payload: conceal(payload),
        expiresAt: expiresIn ? clock.now() + expiresIn * 1000 : null,
        ...(isOfGrant && payload.grantId !== undefined && { grantId: payload.grantId }),
        ...(model === 'Session' && payload.uid !== undefined && { uid: payload.uid }),
        ...(payload.accountId !== undefined && { accountId: payload.accountId }),
        ...(payload.clientId !== undefined && { clientId: payload.clientId }),
      })
      if (stored === 'grant_gone') throw new errors.InvalidGrant('the grant was revoked')
    },

    async find(id) {
      const record = alive(await records.get(model, recordKey(model, id)))
      if (!record) return undefined
      const returnTo = model === 'Interaction' ? { returnTo: `${publicUrl}${resumePath(id)}` } : {}
      return { ...reveal(record), ...returnTo, jti: id }
    },

    async findByUid(uid) {
      const record = alive(await records.getByUid(model, uid))
      return record && reveal(record)
    },

    // Only device codes have user codes, and those are off.
    async findByUserCode() {
      return undefined
    },

    async consume(id) {
      const key = recordKey(model, id)
      const record = await records.get(model, key)
      if ((await records.consume(model, key, clock.now())) === 'consumed') return
      if (record?.grantId !== undefined) await records.deleteByGrant(record.grantId)
      throw new errors.InvalidGrant('used already')
    },

    destroy: (id) => records.delete(model, recordKey(model, id)),
    revokeByGrantId: (grantId) => records.deleteByGrant(grantId),
  }
}

/** Ids are secrets: they stay out of what is written, also where one record names another's. */
function conceal(payload: AdapterPayload): Record<string, unknown> {
  const { jti, returnTo, session, ...kept } = payload
  if (!session) return kept
  const { cookie, ...named } = session
  return { ...kept, session: named }
}

function reveal({ payload, consumedAt }: OAuthRecord): AdapterPayload {
  return { ...payload, ...(consumedAt !== undefined && { consumed: Math.floor(consumedAt / 1000) }) }
}

function clientAdapter({ clients, extraGrants }: AdapterDependencies): Adapter {
  const readOnly = async () => {
    throw new Error('clients are registered by the operator')
  }
  return {
    async find(id) {
      const client = await clients.find(asClientId(id))
      return client && toMetadata(client, clients.redirectUrisOf(client), extraGrants)
    },
    upsert: readOnly,
    findByUid: readOnly,
    findByUserCode: readOnly,
    consume: readOnly,
    destroy: readOnly,
    revokeByGrantId: readOnly,
  }
}
