import { afterAll, beforeAll, expect, it } from 'vitest'
import { asPlayerId } from '../../../server/domain/ids.ts'
import { newName, PASSWORD, startOAuth, type TestOAuth } from '../../support/oauth/oauth-server.ts'

let server: TestOAuth
beforeAll(async () => {
  server = await startOAuth()
})
afterAll(() => server.close())

const newPlayer = () => server.players.createByOperator({ username: newName(), password: PASSWORD })

it('[OA31] changes a player without losing what others change meanwhile', async () => {
  const { id, username } = await newPlayer()
  await Promise.all([server.players.rename(id, 'Ada'), server.players.setPassword(id, 'another good one')])
  const changed = { id, username, nickname: 'Ada', epoch: 1 }
  expect(await server.players.byId(id)).toMatchObject(changed)
  expect(await server.storage.playerByUsername(username)).toMatchObject(changed)
  expect(await server.players.signIn(username, 'another good one')).toMatchObject({ nickname: 'Ada' })
})

it('[OA31] signs in with the name and password of the account, and no other', async () => {
  const { id, username } = await newPlayer()
  expect(await server.players.signIn(username.toUpperCase(), PASSWORD)).toMatchObject({ id })
  expect(await server.players.signIn(username, `${PASSWORD} `)).toBeNull()
  expect(await server.players.signIn(username, '')).toBeNull()
  expect(await server.players.signIn('', '')).toBeNull()
  expect(await server.players.signIn((await server.players.createGuest()).username, '')).toBeNull()
})

it('[OA31] says that an unknown player is unknown', async () => {
  const nobody = asPlayerId(999_999)
  expect(await server.players.find(nobody)).toBeUndefined()
  await expect(server.players.byId(nobody)).rejects.toMatchObject({ code: 'not_found' })
  await expect(server.players.rename(nobody, 'Ada')).rejects.toMatchObject({ code: 'not_found' })
})

it('[OA31] calls a player by the username until there is another name', async () => {
  const { username, nickname } = await newPlayer()
  expect(nickname).toBe(username)
  const named = await server.players.createByOperator({ username: newName(), password: PASSWORD, nickname: ' Ada ' })
  expect(named.nickname).toBe('Ada')
})
