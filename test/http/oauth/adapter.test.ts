import { afterAll, beforeAll, expect, it } from 'vitest'
import { createAdapter, recordKey } from '../../../server/oauth/provider/adapter.ts'
import { loadEngine } from '../../../server/oauth/provider/engine.ts'
import { signInPublicly, startOAuth, type TestOAuth } from '../../support/oauth/oauth-server.ts'

const { errors } = await loadEngine()
let server: TestOAuth
let adapterFor: ReturnType<typeof createAdapter>
beforeAll(async () => {
  server = await startOAuth()
  const { clients, publicUrl, storage } = server
  const clock = { now: () => Date.now() }
  adapterFor = createAdapter({
    records: storage.oauth,
    clients,
    clock,
    errors,
    publicUrl,
    extraGrants: () => [],
    secrets: ['a secret of the tests'],
  })
})
afterAll(() => server.close())

/** A code under a grant of its own. */
async function saveCode(name: string) {
  await adapterFor('Grant').upsert(name, { accountId: '1', clientId: 'game' }, 60)
  await adapterFor('AuthorizationCode').upsert(`${name}-code`, { grantId: name }, 60)
  return `${name}-code`
}

it('[OA2] lets one of many consume a code at once; the others revoke its grant', async () => {
  const code = await saveCode('raced')
  const consume = () => adapterFor('AuthorizationCode').consume(code)
  const settled = await Promise.allSettled(Array.from({ length: 10 }, consume))
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const one of settled) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(errors.InvalidGrant)
  expect(await adapterFor('Grant').find('raced')).toBeUndefined()
  expect(await adapterFor('AuthorizationCode').find(code)).toBeUndefined()
})

it('[OA2] saves no token under a grant that was revoked', async () => {
  await saveCode('revoked')
  await adapterFor('AuthorizationCode').revokeByGrantId('revoked')
  const late = adapterFor('AccessToken').upsert('late', { grantId: 'revoked' }, 60)
  await expect(late).rejects.toBeInstanceOf(errors.InvalidGrant)
  expect(await adapterFor('AccessToken').find('late')).toBeUndefined()
})

it('[OA27] knows no token whose grant is gone', async () => {
  const game = await server.register({ type: 'public' })
  const { body } = await signInPublicly(server, game)
  const record = await server.storage.oauth.get('AccessToken', recordKey('AccessToken', body.access_token))
  expect(await server.oauth.authenticate(body.access_token)).not.toBeNull()
  await server.storage.oauth.delete('Grant', record?.grantId ?? '')
  expect(await server.oauth.authenticate(body.access_token)).toBeNull()
})
