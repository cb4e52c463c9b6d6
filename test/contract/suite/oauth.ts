import { expect, it } from 'vitest'
import { asClientId, asGameId } from '../../../server/domain/ids.ts'
import type { OAuthHolder, OAuthRecord } from '../../../server/storage/storage.ts'
import { NOON } from '../../support/builders.ts'
import { aClient, type Open } from './arrange.ts'

const aRecord = (changes: Partial<OAuthRecord> = {}): OAuthRecord => ({
  model: 'AccessToken',
  key: 'token',
  payload: { scope: 'public', nested: { list: [1, 2] } },
  accountId: '1',
  clientId: 'game',
  expiresAt: NOON + 1000,
  ...changes,
})
const aGrant = (key: string, expiresAt: number | null = null) => aRecord({ model: 'Grant', key, expiresAt })

export function describeOAuth(open: Open): void {
  it('[ST18] keeps a record under its model and key, and replaces it', async () => {
    const { oauth } = await open()
    expect(await oauth.put(aRecord())).toBe('stored')
    await oauth.put(aRecord({ model: 'RefreshToken', payload: { scope: 'wallet' } }))
    expect(await oauth.get('AccessToken', 'token')).toEqual(aRecord())
    expect(await oauth.get('RefreshToken', 'token')).toMatchObject({ payload: { scope: 'wallet' } })
    expect(await oauth.get('Session', 'token')).toBeUndefined()
    await oauth.put(aRecord({ payload: { scope: 'profile' } }))
    expect(await oauth.get('AccessToken', 'token')).toEqual(aRecord({ payload: { scope: 'profile' } }))
    await oauth.delete('AccessToken', 'token')
    await oauth.delete('AccessToken', 'never-there')
    expect(await oauth.get('AccessToken', 'token')).toBeUndefined()
    expect(await oauth.get('RefreshToken', 'token')).toBeDefined()
  })

  it('[ST18] finds a session by its uid, also after it got another key', async () => {
    const { oauth } = await open()
    await oauth.put(aRecord({ model: 'Session', key: 'a', uid: 'u' }))
    expect(await oauth.getByUid('Session', 'u')).toMatchObject({ key: 'a' })
    await oauth.put(aRecord({ model: 'Session', key: 'b', uid: 'u' }))
    await oauth.delete('Session', 'a')
    expect(await oauth.getByUid('Session', 'u')).toMatchObject({ key: 'b' })
    expect(await oauth.getByUid('Interaction', 'u')).toBeUndefined()
    await oauth.delete('Session', 'b')
    expect(await oauth.getByUid('Session', 'u')).toBeUndefined()
  })

  it('[ST18] adds a record for exactly one of many who add it at once', async () => {
    const { oauth } = await open()
    const tries = Array.from({ length: 10 }, (_, n) =>
      oauth.add(aRecord({ model: 'SubjectToken', payload: { by: n } })),
    )
    expect((await Promise.all(tries)).sort()).toEqual(['added', ...Array(9).fill('exists')])
    expect(await oauth.add(aRecord({ model: 'SubjectToken' }))).toBe('exists')
    expect(await oauth.get('SubjectToken', 'token')).toMatchObject({ payload: { by: expect.any(Number) } })
    expect(await oauth.add(aRecord({ model: 'SubjectToken', key: 'another' }))).toBe('added')
  })

  it('[ST18] does not let a caller change what is kept by changing what it put or got', async () => {
    const { oauth } = await open()
    const list = [1, 2]
    await oauth.put(aRecord({ payload: { list } }))
    list.push(3)
    expect(await oauth.get('AccessToken', 'token')).toMatchObject({ payload: { list: [1, 2] } })
    const got = await oauth.get('AccessToken', 'token')
    Object.assign(got?.payload ?? {}, { list: 'changed' })
    expect(await oauth.get('AccessToken', 'token')).toMatchObject({ payload: { list: [1, 2] } })
  })

  it('[ST19] lets exactly one of many consume a record', async () => {
    const { oauth } = await open()
    await oauth.put(aRecord({ model: 'AuthorizationCode', key: 'code' }))
    const tries = Array.from({ length: 10 }, (_, n) => oauth.consume('AuthorizationCode', 'code', NOON + n, { by: n }))
    const results = await Promise.all(tries)
    expect(results.filter((result) => result === 'consumed')).toHaveLength(1)
    expect(results.filter((result) => result === 'already')).toHaveLength(9)
    const winner = results.indexOf('consumed')
    const kept = await oauth.get('AuthorizationCode', 'code')
    expect(kept).toMatchObject({ consumedAt: NOON + winner, payload: { ...aRecord().payload, by: winner } })
    expect(await oauth.consume('AuthorizationCode', 'code', NOON)).toBe('already')
    expect(await oauth.consume('AuthorizationCode', 'unknown', NOON)).toBe('missing')
  })

  it('[ST20] keeps nothing under a grant that is gone', async () => {
    const { oauth } = await open()
    const token = aRecord({ grantId: 'g' })
    expect(await oauth.put(token)).toBe('grant_gone')
    expect(await oauth.get('AccessToken', 'token')).toBeUndefined()
    await oauth.put(aGrant('g'))
    expect(await oauth.put(token)).toBe('stored')
    await oauth.deleteByGrant('g')
    expect(await oauth.put(token)).toBe('grant_gone')
  })

  it('[ST20] removes a grant with everything under it, and nothing else', async () => {
    const { oauth } = await open()
    await oauth.put(aGrant('g'))
    await oauth.put(aGrant('other'))
    for (const model of ['AccessToken', 'RefreshToken', 'AuthorizationCode']) {
      await oauth.put(aRecord({ model, grantId: 'g' }))
    }
    await oauth.put(aRecord({ key: 'kept', grantId: 'other' }))
    await oauth.put(aRecord({ model: 'Session', key: 'session' }))
    expect([await oauth.countOfGrant('g'), await oauth.countOfGrant('other')]).toEqual([3, 1])
    await oauth.deleteByGrant('g')
    expect([await oauth.countOfGrant('g'), await oauth.countOfGrant('other')]).toEqual([0, 1])
    await oauth.deleteByGrant('never-there')
    for (const model of ['AccessToken', 'RefreshToken', 'AuthorizationCode']) {
      expect(await oauth.get(model, 'token')).toBeUndefined()
    }
    expect(await oauth.get('Grant', 'g')).toBeUndefined()
    expect(await oauth.get('Grant', 'other')).toBeDefined()
    expect(await oauth.get('AccessToken', 'kept')).toBeDefined()
    expect(await oauth.get('Session', 'session')).toBeDefined()
  })

  it('[ST80] lists what a player or a client has of a model, oldest first', async () => {
    const { oauth } = await open()
    await oauth.put(aGrant('second'))
    await oauth.put(aGrant('first'))
    await oauth.put(aRecord({ model: 'Grant', key: 'other', accountId: '2', clientId: 'chess' }))
    await oauth.put(aRecord({ grantId: 'first' }))
    await oauth.put({ ...aGrant('second'), payload: { renewed: true } })
    const keys = async (holder: OAuthHolder) => (await oauth.listBy('Grant', holder)).map(({ key }) => key)
    expect(await keys({ accountId: '1' })).toEqual(['second', 'first'])
    expect(await keys({ clientId: 'game' })).toEqual(['second', 'first'])
    expect(await keys({ clientId: 'chess' })).toEqual(['other'])
    expect(await keys({ accountId: '3' })).toEqual([])
    expect(await oauth.listBy('Grant', { accountId: '1' })).toMatchObject([{ payload: { renewed: true } }, {}])
    await oauth.deleteByGrant('second')
    expect(await keys({ accountId: '1' })).toEqual(['first'])
  })

  it.each([{ accountId: '1' }, { clientId: 'game' }])(
    '[ST81] ends every record of %o in the change that says so',
    async (holder) => {
      const storage = await open()
      const { oauth } = storage
      await oauth.put(aGrant('g'))
      await oauth.put(aRecord({ grantId: 'g' }))
      await oauth.put(aRecord({ model: 'Session', key: 'session', uid: 'u' }))
      await oauth.put(aRecord({ model: 'Grant', key: 'kept', accountId: '2', clientId: 'chess' }))
      await storage.commit({ at: NOON, revokes: [holder] })
      for (const [model, key] of [
        ['Grant', 'g'] as const,
        ['AccessToken', 'token'] as const,
        ['Session', 'session'] as const,
      ]) {
        expect(await oauth.get(model, key)).toBeUndefined()
      }
      expect(await oauth.getByUid('Session', 'u')).toBeUndefined()
      expect(await oauth.put(aRecord({ grantId: 'g' }))).toBe('grant_gone')
      expect(await oauth.get('Grant', 'kept')).toBeDefined()
    },
  )

  it('[ST82] tells whose records have ended, and not of what expired', async () => {
    const storage = await open()
    const { oauth } = storage
    const told: OAuthHolder[] = []
    oauth.onRevoked((holder) => holder && told.push(holder))
    await oauth.put(aGrant('g'))
    await oauth.put(aRecord({ grantId: 'g' }))
    await oauth.put(aRecord({ key: 'old', expiresAt: NOON, accountId: '3' }))
    await oauth.consume('AccessToken', 'token', NOON)
    await storage.sweep(NOON, 0)
    await oauth.delete('AccessToken', 'never-there')
    await storage.commit({
      at: NOON,
      preconditions: [{ kind: 'game', id: asGameId(1), version: 7 }],
      revokes: [{ clientId: 'x' }],
    })
    expect(told).toEqual([])
    await oauth.deleteByGrant('g')
    expect(told).toEqual([{ accountId: '1' }])
    await oauth.put(aRecord({ accountId: '2' }))
    await oauth.delete('AccessToken', 'token')
    await storage.commit({ at: NOON, revokes: [{ clientId: 'game' }] })
    expect(told.slice(1)).toEqual([{ accountId: '2' }, { clientId: 'game' }])
    await storage.commit({ at: NOON, clients: [aClient(asClientId('changed'))] })
    expect(told.slice(3)).toEqual([{ clientId: 'changed' }])
  })

  it('[ST81] ends nothing in a change that is refused', async () => {
    const storage = await open()
    await storage.oauth.put(aGrant('g'))
    const preconditions = [{ kind: 'game', id: asGameId(1), version: 7 } as const]
    expect(await storage.commit({ at: NOON, preconditions, revokes: [{ accountId: '1' }] })).toEqual({ kind: 'stale' })
    expect(await storage.oauth.get('Grant', 'g')).toBeDefined()
  })

  it('[ST21] finds an expired record until it is swept, and sweeps no other', async () => {
    const storage = await open()
    const { oauth } = storage
    await oauth.put(aGrant('expired', NOON))
    await oauth.put(aGrant('lasting'))
    await oauth.put(aRecord({ key: 'at', expiresAt: NOON }))
    await oauth.put(aRecord({ key: 'after', expiresAt: NOON + 1, grantId: 'lasting' }))
    await oauth.put(aRecord({ key: 'never', expiresAt: null }))
    await oauth.put(aRecord({ key: 'longer', expiresAt: NOON }))
    await oauth.put(aRecord({ key: 'longer', expiresAt: NOON + 1000 }))
    expect(await oauth.get('AccessToken', 'at')).toBeDefined()
    await storage.sweep(NOON, 0)
    expect(await oauth.get('AccessToken', 'at')).toBeUndefined()
    expect(await oauth.get('Grant', 'expired')).toBeUndefined()
    for (const key of ['after', 'never', 'longer']) expect(await oauth.get('AccessToken', key)).toBeDefined()
    expect(await oauth.get('Grant', 'lasting')).toBeDefined()
  })
}
