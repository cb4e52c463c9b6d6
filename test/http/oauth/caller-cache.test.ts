import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  type Answer,
  signInPublicly,
  startOAuth,
  type TestClient,
  type TestOAuth,
} from '../../support/oauth/oauth-server.ts'

let server: TestOAuth
beforeEach(async () => {
  server = await startOAuth()
})
afterEach(() => server.close())

const clientFields = {
  type: 'public',
  redirect_uris: ['https://game.example/callback'],
  allowed_origins: ['https://game.example'],
}

async function signedIn(): Promise<{ client: TestClient; token: string }> {
  const client = await server.register(clientFields)
  const { body }: Pick<Answer, 'body'> = await signInPublicly(server, client)
  return { client, token: body.access_token }
}

it('[OA140] a token that was verified is not looked up again', async () => {
  const { token } = await signedIn()
  await server.oauth.authenticate(token)
  expect(server.oauth.authenticate(token)).not.toBeInstanceOf(Promise)
})

it('[OA140] a caller that was found holds without its token, until something ends it', async () => {
  const { client, token } = await signedIn()
  const caller = await server.oauth.authenticate(token)
  if (!caller) throw new Error('no caller')
  expect(server.oauth.isKept(caller)).toBe(true)
  expect(server.oauth.isKept({ ...caller })).toBe(false)
  await server.post('/oauth/revoke', { token, client_id: client.id })
  expect(server.oauth.isKept(caller)).toBe(false)
})

it('[OA140] what ends a token ends it for whoever was verified before', async () => {
  const { client, token } = await signedIn()
  const caller = await server.oauth.authenticate(token)
  if (!caller) throw new Error('no caller')
  await server.post('/oauth/revoke', { token, client_id: client.id })
  expect(await server.oauth.authenticate(token)).toBeNull()

  const other = await signedIn()
  const otherCaller = await server.oauth.authenticate(other.token)
  if (!otherCaller) throw new Error('no caller')
  await server.players.signOutEverywhere(otherCaller.playerId)
  expect(await server.oauth.authenticate(other.token)).toBeNull()
})

it('[OA140] a verified token ends when its time is over', async () => {
  const { token } = await signedIn()
  await server.oauth.authenticate(token)
  server.advance(3601)
  expect(await server.oauth.authenticate(token)).toBeNull()
})

it("[OA140] a change of the client's registration counts at once", async () => {
  const { client, token } = await signedIn()
  const before = await server.oauth.authenticate(token)
  expect(before?.client.allowedOrigins).toEqual(['https://game.example'])
  const record = await server.storage.client(before?.clientId ?? (client.id as never))
  if (!record) throw new Error('no client')
  await server.storage.commit({ at: Date.now(), clients: [{ ...record, allowedOrigins: ['https://new.example'] }] })
  expect((await server.oauth.authenticate(token))?.client.allowedOrigins).toEqual(['https://new.example'])
})
