import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CAPS } from '../../../server/domain/limits.ts'
import { recordKey } from '../../../server/oauth/provider/adapter.ts'
import type { OAuthRecord } from '../../../server/storage/storage.ts'
import { connectGame, holds, newPerson, signedInPerson, signInToAccount } from '../../support/oauth/account.ts'
import { Browser } from '../../support/oauth/browser-jar.ts'
import {
  refresh,
  signInPublicly,
  startOAuth,
  type TestClient,
  type TestOAuth,
} from '../../support/oauth/oauth-server.ts'

const SOON = Date.now() + 10_000

let server: TestOAuth
let client: TestClient
beforeEach(async () => {
  server = await startOAuth()
  client = await server.register()
})
afterEach(() => server.close())

/** Stores records of a player that end soon, the first of them first. */
async function store(count: number, playerId: number, fields: Partial<OAuthRecord> & { model: string }) {
  const records = Array.from({ length: count }, (_, n) => ({
    key: `${fields.model}-${n}`,
    payload: {},
    accountId: String(playerId),
    clientId: client.id,
    expiresAt: SOON + n,
    ...fields,
  }))
  await Promise.all(records.map((record) => server.storage.oauth.put(record)))
}

const isStored = async (model: string, key: string) => (await server.storage.oauth.get(model, key)) !== undefined
const grantsOf = (accountId: number) => server.storage.oauth.listBy('Grant', { accountId: String(accountId) })

describe('what signing in leaves behind', () => {
  it('[OA270] is at most 100 browsers of a player: one more signs the one that was away longest out', async () => {
    const { username, id } = await newPerson(server)
    await store(CAPS.sessions.count, id, { model: 'Session' })
    await signInToAccount(new Browser(server.origin), username)
    expect(await isStored('Session', 'Session-0')).toBe(false)
    expect(await server.storage.oauth.listBy('Session', { accountId: String(id) })).toHaveLength(CAPS.sessions.count)
  })

  it('[OA270] is at most 20 grants of an application of a player: one more ends the oldest, with its tokens', async () => {
    const { browser, id } = await signedInPerson(server)
    await store(CAPS.grants.count, id, { model: 'Grant' })
    await store(1, id, { model: 'Grant', key: 'of-another', clientId: 'another' })
    await store(1, id, { model: 'AccessToken', grantId: 'Grant-0' })
    await connectGame(server, browser, client)
    expect(await isStored('Grant', 'Grant-0')).toBe(false)
    expect(await isStored('AccessToken', 'AccessToken-0')).toBe(false)
    expect(await isStored('Grant', 'of-another')).toBe(true)
    expect(await grantsOf(id)).toHaveLength(CAPS.grants.count + 1)
  })

  it('[OA270] is at most 50 access tokens of a grant: one more ends the oldest', async () => {
    const { browser, id } = await signedInPerson(server)
    const tokens = await connectGame(server, browser, client)
    const [grant] = await grantsOf(id)
    await store(CAPS.accessTokens.count - 1, id, { model: 'AccessToken', grantId: grant?.key ?? '' })
    expect(await holds(server, tokens.access)).toBe(true)
    const { body } = await server.post('/oauth/token', refresh(client, tokens.refresh))
    expect(await isStored('AccessToken', 'AccessToken-0')).toBe(false)
    expect([await holds(server, tokens.access), await holds(server, body.access_token)]).toEqual([true, true])
    const kept = await server.storage.oauth.listBy('AccessToken', { accountId: String(id) })
    expect(kept).toHaveLength(CAPS.accessTokens.count)
  })

  it('[OA271] is at most 2,000 tokens of a grant: one more ends it', async () => {
    const game = await server.register({ type: 'public' })
    const { body } = await signInPublicly(server, game)
    const caller = await server.oauth.authenticate(body.access_token)
    if (!caller) throw new Error('not signed in')
    const { playerId } = caller
    const [grant] = await grantsOf(playerId)
    const kept = { model: 'RefreshToken', clientId: game.id, grantId: grant?.key ?? '', consumedAt: SOON }
    // Beside its first two tokens and the code that they came from.
    await store(CAPS.tokens.count - 4, playerId, kept)
    const renewed = await server.post('/oauth/token', refresh(game, body.refresh_token))
    expect(renewed.status).toBe(200)
    const refused = await server.post('/oauth/token', refresh(game, renewed.body.refresh_token))
    expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    expect(await holds(server, renewed.body.access_token)).toBe(false)
    expect(await grantsOf(playerId)).toEqual([])
  })

  it('[OA272] is at most 300 device codes of a network: one more ends the oldest', async () => {
    const game = await server.register({ type: 'native', redirect_uris: ['http://127.0.0.1/callback'] })
    const begin = () => server.post('/oauth/device_authorization', { client_id: game.id, scope: 'public' })
    const [first, second] = [await begin(), await begin()]
    const isKept = (answer: { body: Record<string, string> }) =>
      isStored('DeviceCode', recordKey('DeviceCode', answer.body.device_code ?? ''))
    for (let begun = 2; begun < CAPS.pendingDeviceCodes.count; begun += 50) {
      await Promise.all(Array.from({ length: Math.min(50, CAPS.pendingDeviceCodes.count - begun) }, begin))
    }
    expect(await isKept(first)).toBe(true)
    await begin()
    expect([await isKept(first), await isKept(second)]).toEqual([false, true])
  })

  it('[OA273] is a session for an hour where nobody is signed in', async () => {
    const response = await fetch(`${server.origin}/device`)
    const cookie = response.headers.getSetCookie().find((line) => line.includes('session'))
    const id = /=([^;]+)/.exec(cookie ?? '')?.[1] ?? ''
    const session = await server.storage.oauth.get('Session', recordKey('Session', id))
    const hours = ((session?.expiresAt ?? 0) - Date.now()) / 3600_000
    expect(hours).toBeGreaterThan(0.5)
    expect(hours).toBeLessThan(2)
  })
})
