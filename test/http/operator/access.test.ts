import { io, type Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { MATCHES, startAnte, type TestAnte, type TestPlayer } from '../../support/ante.ts'
import { eventually } from '../../support/eventually.ts'
import { signInByPages } from '../../support/oauth/sign-in.ts'

let ante: TestAnte
let gameId: number
const open: Socket[] = []

beforeAll(async () => {
  ante = await startAnte()
})
beforeEach(async () => {
  gameId = await ante.game()
})
afterAll(() => ante.close())
afterEach(() => {
  for (const socket of open.splice(0)) socket.disconnect()
})

const PASSWORD = 'correct horse battery'
const join = (player: TestPlayer) =>
  player.call('POST', `${MATCHES}/matches/join.json`, { match: { stake: 500, currency: 'GBP', game_id: gameId } })
const report = (player: TestPlayer, match: { id: string; secret: string }, score: number) =>
  player.call('POST', `${MATCHES}/matches/${match.id}/result.json`, { match_score: { score, secret: match.secret } })
const inspect = async (id: string) => (await ante.operator('GET', `/admin/v1/matches/${id}`)).body.match
const balance = async ({ id }: TestPlayer) =>
  (await ante.operator('GET', `/admin/v1/players/${id}`)).body.balances.GBP as number
const me = async (player: TestPlayer) => (await player.call('GET', `${MATCHES}/me.json`)).status

async function refresh(player: TestPlayer, client = { id: ante.clientId, secret: ante.clientSecret }) {
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: player.refreshToken,
    client_id: client.id,
    client_secret: client.secret,
  })
  const response = await fetch(`${ante.url}/oauth/token`, { method: 'POST', body })
  return response.status
}

/** A connected socket, and what it resolves with when the server ends it. */
async function listen(player: TestPlayer): Promise<{ ended: Promise<string> }> {
  const socket = io(ante.url, { transports: ['websocket'], reconnection: false, auth: { token: player.token } })
  open.push(socket)
  await new Promise<void>((resolve, reject) => {
    socket.once('ready', () => resolve())
    socket.once('connect_error', reject)
  })
  return { ended: new Promise((resolve) => socket.once('disconnect', resolve)) }
}

describe('applications', () => {
  it('[OP40] are listed with everything but their secrets, those that were removed left out', async () => {
    const { id, secret } = await ante.client({
      name: 'Listed',
      description: 'Here.',
      allowed_origins: ['https://a.example'],
    })
    const gone = await ante.client({ name: 'Gone' })
    await ante.operator('DELETE', `/admin/v1/clients/${gone.id}`)
    const { status, body } = await ante.operator('GET', '/admin/v1/clients')
    expect(status).toBe(200)
    expect(body.clients.find((one: { client_id: string }) => one.client_id === id)).toEqual({
      client_id: id,
      type: 'confidential',
      name: 'Listed',
      description: 'Here.',
      logo_uri: null,
      client_uri: null,
      redirect_uris: ['https://game.example/callback'],
      scopes: ['public', 'wallet', 'profile'],
      allowed_origins: ['https://a.example'],
      iss: true,
      created_at: expect.stringMatching(/^\d{4}-.*Z$/),
    })
    expect(JSON.stringify(body)).not.toContain(secret)
    expect(JSON.stringify(body)).not.toMatch(/sha256|Gone/)
  })

  it('[OP41] get another secret, and the one before stops to work at once', async () => {
    const client = await ante.client()
    const player = await ante.player({ client })
    const { status, body } = await ante.operator('POST', `/admin/v1/clients/${client.id}/secret`)
    expect([status, body.client_id]).toEqual([200, client.id])
    expect(body.client_secret).not.toBe(client.secret)
    expect(await refresh(player, client)).toBe(401)
    expect(await refresh(player, { id: client.id, secret: body.client_secret })).toBe(200)
    expect(await me(player)).toBe(200)
  })

  it('[OP41] without a secret cannot get another one', async () => {
    const { body: web } = await ante.operator('POST', '/admin/v1/clients', {
      name: 'Web',
      type: 'public',
      allowed_origins: ['https://web.example'],
    })
    const refused = await ante.operator('POST', `/admin/v1/clients/${web.client_id}/secret`)
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'invalid_request', detail: expect.stringContaining('Web') },
    })
    expect((await ante.operator('POST', '/admin/v1/clients/unknown/secret')).status).toBe(404)
  })

  it('[OP42] stop at once when they are removed: tokens, sockets, sign-in, origins', async () => {
    const client = await ante.client({ allowed_origins: ['https://gone.example'] })
    const player = await ante.player({ client })
    const other = await ante.player()
    const { ended } = await listen(player)
    const { ended: otherEnded } = await listen(other)
    const removed = await ante.operator('DELETE', `/admin/v1/clients/${client.id}`)
    expect(removed).toMatchObject({ status: 200, body: { client: { client_id: client.id } } })
    await ended
    expect(await me(player)).toBe(401)
    expect(await refresh(player, client)).toBe(401)
    const authorize = await fetch(`${ante.url}/oauth/authorize?client_id=${client.id}&response_type=code`)
    expect([authorize.status, await authorize.text()]).toEqual([400, expect.stringContaining('not known here')])
    const preflight = await fetch(`${ante.url}${MATCHES}/me.json`, {
      method: 'OPTIONS',
      headers: { origin: 'https://gone.example' },
    })
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull()
    expect((await ante.operator('DELETE', `/admin/v1/clients/${client.id}`)).status).toBe(404)
    expect((await ante.operator('POST', `/admin/v1/clients/${client.id}/secret`)).status).toBe(404)
    expect(await me(other)).toBe(200)
    expect(await Promise.race([otherEnded, Promise.resolve('still there')])).toBe('still there')
  })
})

describe('players', () => {
  it('[OP43] who are excluded finish what runs and start nothing, until they are allowed again', async () => {
    const [alice, bob] = [await ante.player(), await ante.player()]
    const { match } = (await join(alice)).body
    expect((await join(bob)).body.match.id).toBe(match.id)
    const waiting = (await join(alice)).body.match
    const { status, body } = await ante.operator('PATCH', `/admin/v1/players/${alice.id}`, { excluded: true })
    expect([status, body.player]).toEqual([200, expect.objectContaining({ id: alice.id, excluded: true, ban: null })])
    expect(await inspect(waiting.id)).toMatchObject({ state: 'void' })
    expect((await join(alice)).body.code).toBe('player_excluded')
    expect((await report(alice, match, 10)).status).toBe(200)
    expect((await inspect(match.id)).challenger.finish).toMatchObject({ kind: 'score', score: null })
    await ante.operator('PATCH', `/admin/v1/players/${alice.id}`, { excluded: false })
    expect((await join(alice)).status).toBeLessThan(202)
  })

  it('[OP44] who are banned can do nothing at once: tokens, sockets, refresh', async () => {
    const alice = await ante.player()
    const { ended } = await listen(alice)
    const { status, body } = await ante.operator('POST', `/admin/v1/players/${alice.id}/ban`, {
      reason: 'Two accounts.',
    })
    expect([status, body.player.ban]).toEqual([200, { reason: 'Two accounts.', at: expect.any(String) }])
    await ended
    expect(await me(alice)).toBe(401)
    expect((await join(alice)).status).toBe(401)
    expect(await refresh(alice)).toBe(400)
  })

  it('[OP44] who are banned get their unmatched stakes back; matched ones run on without them', async () => {
    const [alice, bob] = [await ante.player(), await ante.player()]
    gameId = await ante.game({ play_seconds: 3 })
    const { match } = (await join(alice)).body
    const { match: own } = (await join(bob)).body
    const waiting = (await join(alice)).body.match
    expect(await balance(alice)).toBe(9000)
    await ante.operator('POST', `/admin/v1/players/${alice.id}/ban`)
    expect(await inspect(waiting.id)).toMatchObject({ state: 'void', settlement: { outcome: 'void' } })
    expect(await balance(alice)).toBe(9500)
    expect((await report(alice, match, 900)).status).toBe(401)
    expect((await report(bob, own, 1)).status).toBe(200)
    const decided = await eventually(async () => {
      const now = await inspect(match.id)
      return now.state === 'settled' ? now : null
    })
    expect(decided.settlement).toMatchObject({ outcome: 'walkover', winner_id: bob.id })
    expect((await ante.operator('GET', '/admin/v1/ledger/verify')).body.ok).toBe(true)
  })

  it('[OP44] who are banned read why when they sign in, and nobody learns it who has not their password', async () => {
    const { id, username } = await ante.player()
    await ante.operator('POST', `/admin/v1/players/${id}/ban`, { reason: 'Two <accounts>.' })
    const client = { id: ante.clientId, secret: ante.clientSecret, redirectUri: 'https://game.example/callback' }
    const attempt = (password: string) => signInByPages(ante.url, client, { username, password, scope: 'public' })
    await expect(attempt(PASSWORD)).rejects.toThrow(/This account is closed[\s\S]*Two &#60;accounts&#62;\./)
    await expect(attempt('a wrong password')).rejects.toThrow(/do not belong together/)
  })

  it('[OP45] whose ban is lifted sign in again; what the ban ended stays ended', async () => {
    const alice = await ante.player()
    const ban = (reason: string) => ante.operator('POST', `/admin/v1/players/${alice.id}/ban`, { reason })
    const first = (await ban('first')).body.player.ban
    ante.clock.advance(1000)
    expect((await ban('second')).body.player.ban).toEqual({ reason: 'second', at: first.at })
    const lifted = await ante.operator('POST', `/admin/v1/players/${alice.id}/unban`)
    expect(lifted).toMatchObject({ status: 200, body: { player: { id: alice.id, ban: null } } })
    expect((await ante.operator('POST', `/admin/v1/players/${alice.id}/unban`)).status).toBe(200)
    expect(await me(alice)).toBe(401)
    const client = { id: ante.clientId, secret: ante.clientSecret, redirectUri: 'https://game.example/callback' }
    const tokens = await signInByPages(ante.url, client, {
      username: alice.username,
      password: PASSWORD,
      scope: 'public',
    })
    expect(tokens.access_token).not.toBe(alice.token)
    for (const call of ['ban', 'unban']) {
      expect((await ante.operator('POST', `/admin/v1/players/999999/${call}`)).status).toBe(404)
    }
  })

  it('[OP45] stay banned over a restart', async () => {
    const alice = await ante.player()
    await ante.operator('POST', `/admin/v1/players/${alice.id}/ban`)
    await ante.restart()
    expect(await me(alice)).toBe(401)
    expect(await refresh(alice)).toBe(400)
  })
})
