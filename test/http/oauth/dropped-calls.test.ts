import http from 'node:http'
import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  codeOf,
  exchange,
  refresh,
  signIn,
  signInPublicly,
  startOAuth,
  type TestOAuth,
} from '../../support/oauth/oauth-server.ts'

let server: TestOAuth
beforeEach(async () => {
  server = await startOAuth()
})
afterEach(() => server.close())

/** Sends a token call on a connection of its own and drops the connection as soon as the call is on its way. */
async function sendAndDrop(form: Record<string, string>): Promise<void> {
  const body = new URLSearchParams(form).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(body.length) }
  const request = http.request(`${server.origin}/oauth/token`, { method: 'POST', headers, agent: false })
  request.on('error', () => undefined)
  await new Promise<void>((resolve) => request.end(body, () => resolve()))
  await new Promise((resolve) => setTimeout(resolve, 2))
  request.destroy()
}

/** Many calls at once, so that the dropped ones wait their turn when their connections end. */
async function crowd(form: Record<string, string>): Promise<void> {
  const honest = Array.from({ length: 4 }, () => server.post('/oauth/token', form))
  await Promise.all([...honest, ...Array.from({ length: 8 }, () => sendAndDrop(form))])
}

it('[OA110] a refresh token of a client with a secret is answered after dropped calls', async () => {
  const client = await server.register()
  const tokens = (await server.post('/oauth/token', exchange(client, codeOf(await signIn(server, client))))).body
  const form = refresh(client, tokens.refresh_token)
  for (let round = 0; round < 5; round++) await crowd(form)
  expect(await server.post('/oauth/token', form)).toMatchObject({ status: 200, body: { token_type: 'Bearer' } })
})

it('[OA110] a refresh token that rotates is answered after dropped calls', async () => {
  const game = await server.register({ type: 'public' })
  const { refresh_token } = (await signInPublicly(server, game)).body
  const form = refresh(game, refresh_token)
  await crowd(form)
  expect(await server.post('/oauth/token', form)).toMatchObject({ status: 200, body: { token_type: 'Bearer' } })
})

it('[OA110] a code whose second call was dropped is still known to be used', async () => {
  const client = await server.register()
  const form = exchange(client, codeOf(await signIn(server, client)))
  const first = server.post('/oauth/token', form)
  await Promise.all([first, sendAndDrop(form), sendAndDrop(form)])
  expect((await server.post('/oauth/token', form)).body.error).toBe('invalid_grant')
})
