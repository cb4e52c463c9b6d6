import { createHash } from 'node:crypto'
import type { Adapter, AdapterPayload } from 'oidc-provider'
import type { Client } from '../../domain/client.ts'
import { asClientId } from '../../domain/ids.ts'
import { CAPS } from '../../domain/limits.ts'
import { createSeal, type Seal } from '../../keys/seal.ts'
import type { Clients } from '../../services/clients/clients.ts'
import type { Clock } from '../../services/core/clock.ts'
import type { OAuthRecord, OAuthRecords } from '../../storage/storage.ts'
import { toMetadata } from './client-metadata.ts'
import { endOldest } from './end-oldest.ts'
import type { Engine } from './engine.ts'
import { deviceResumePath, resumePath } from './oauth-paths.ts'

interface AdapterDependencies {
  readonly records: OAuthRecords
  readonly clients: Clients
  readonly clock: Clock
  readonly errors: Engine['errors']
  readonly publicUrl: string
  /** Keeps device codes unreadable at rest. */
  readonly secrets: readonly [string, ...string[]]
  /** Grant types that a client may use beside code and refresh. */
  readonly extraGrants: (client: Client) => readonly string[]
}

/** Gone with their grant. */
const OF_A_GRANT = new Set(['AccessToken', 'AuthorizationCode', 'DeviceCode', 'RefreshToken'])

/** The key of a record: a hash, since whoever knows the id of a token or session can use it. A grant's id is no secret. */
export function recordKey(model: string, id: string): string {
  return model === 'Grant' ? id : createHash('sha256').update(id).digest('base64url')
}

/** Keeps what oidc-provider has to remember in the store, and shows it the registered clients. */
export function createAdapter(dependencies: AdapterDependencies): (model: string) => Adapter {
  return (model) => (model === 'Client' ? clientAdapter(dependencies) : recordAdapter(model, dependencies))
}

function recordAdapter(model: string, dependencies: AdapterDependencies): Adapter {
  const { records, clock, errors, publicUrl, secrets } = dependencies
  const isOfGrant = OF_A_GRANT.has(model)
  const deviceCodes = createSeal(secrets, 'device-code')

  const alive = (record: OAuthRecord | undefined) =>
    record && (record.expiresAt === null || record.expiresAt > clock.now()) ? record : undefined

  /** Refresh tokens are never ended alone: one that was used would then come again unnoticed. */
  async function assertRoomUnder(grantId: string | undefined): Promise<void> {
    if (grantId === undefined || (await records.countOfGrant(grantId)) < CAPS.tokens.count) return
    await records.deleteByGrant(grantId)
    throw new errors.InvalidGrant('too many tokens of one grant: the player has to sign in again')
  }

  return {
    async upsert(id, payload, expiresIn) {
      if (model === 'RefreshToken') await assertRoomUnder(payload.grantId)
      const record: OAuthRecord = {
        model,
        key: recordKey(model, id),
        payload: conceal(payload, deviceCodes),
        expiresAt: expiresIn ? clock.now() + expiresIn * 1000 : null,
        ...(isOfGrant && payload.grantId !== undefined && { grantId: payload.grantId }),
        ...(model === 'Session' && payload.uid !== undefined && { uid: payload.uid }),
        ...(payload.userCode !== undefined && { uid: recordKey('UserCode', payload.userCode) }),
        ...(payload.accountId !== undefined && { accountId: payload.accountId }),
        ...(payload.clientId !== undefined && { clientId: payload.clientId }),
      }
      if ((await records.put(record)) === 'grant_gone') throw new errors.InvalidGrant('the grant was revoked')
      await endOldest(records, record)
    },

    async find(id) {
      const record = alive(await records.get(model, recordKey(model, id)))
      if (!record) return undefined
      const payload = { ...reveal(record, deviceCodes), jti: id }
      return model === 'Interaction' ? { ...payload, returnTo: `${publicUrl}${goesOnAt(id, payload)}` } : payload
    },

    async findByUid(uid) {
      const record = alive(await records.getByUid(model, uid))
      return record && reveal(record, deviceCodes)
    },

    async findByUserCode(userCode) {
      const record = alive(await records.getByUid(model, recordKey('UserCode', userCode)))
      return record && reveal(record, deviceCodes)
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

/**
 * Ids are secrets: they stay out of what is written, also where one record names another's. A device code is found by its
 * user code and by the interaction that decides on it, and is then written again, so both codes are kept sealed. The client of
 * browser games puts a user code into `state`.
 */
function conceal(payload: AdapterPayload, deviceCodes: Seal): Record<string, unknown> {
  const { jti, returnTo, session, deviceCode, userCode, params, ...rest } = payload
  const { state, ...otherParams } = params ?? {}
  const kept = {
    ...rest,
    ...(params !== undefined && { params: otherParams }),
    ...(typeof state === 'string' && { sealedState: deviceCodes.seal(state) }),
    ...(userCode !== undefined && { sealedUserCode: deviceCodes.seal(userCode) }),
    ...(userCode !== undefined && jti !== undefined && { sealedId: deviceCodes.seal(jti) }),
    ...(deviceCode !== undefined && { sealedDeviceCode: deviceCodes.seal(deviceCode) }),
  }
  if (!session) return kept
  const { cookie, ...named } = session
  return { ...kept, session: named }
}

function reveal({ payload, consumedAt }: OAuthRecord, deviceCodes: Seal): AdapterPayload {
  const { sealedId, sealedDeviceCode, sealedUserCode, sealedState, params, ...kept } = payload
  const opened = (sealed: unknown) => deviceCodes.open(String(sealed)) ?? ''
  return {
    ...kept,
    ...(typeof params === 'object' && {
      params: { ...params, ...(sealedState !== undefined && { state: opened(sealedState) }) },
    }),
    ...(sealedUserCode !== undefined && { userCode: opened(sealedUserCode) }),
    ...(sealedId !== undefined && { jti: opened(sealedId) }),
    ...(sealedDeviceCode !== undefined && { deviceCode: opened(sealedDeviceCode) }),
    ...(consumedAt !== undefined && { consumed: Math.floor(consumedAt / 1000) }),
  }
}

/** Where a sign-in goes on once its page was answered. */
function goesOnAt(uid: string, { deviceCode }: AdapterPayload): string {
  return deviceCode === undefined ? resumePath(uid) : deviceResumePath(uid)
}

function clientAdapter({ clients, extraGrants }: AdapterDependencies): Adapter {
  const readOnly = async () => {
    throw new Error('clients are registered by the operator')
  }
  return {
    async find(id) {
      const client = await clients.find(asClientId(id))
      return client && toMetadata(client, clients.redirectUrisOf(client), extraGrants(client))
    },
    upsert: readOnly,
    findByUid: readOnly,
    findByUserCode: readOnly,
    consume: readOnly,
    destroy: readOnly,
    revokeByGrantId: readOnly,
  }
}
