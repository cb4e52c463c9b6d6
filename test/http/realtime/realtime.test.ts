import type { ClientToServer, PlayerEvent, Ready, RenewAnswer, ServerToClient } from '@ante/shared'
import { io, type Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { MATCHES, startAnte, type TestAnte, type TestPlayer } from '../../support/ante.ts'
import { eventually } from '../../support/eventually.ts'

let ante: TestAnte
let gameId: number
const open: Socket[] = []

beforeAll(async () => {
  ante = await startAnte()
  gameId = await ante.game()
})
afterEach(() => {
  for (const socket of open.splice(0)) socket.disconnect()
})
afterAll(() => ante.close())

interface Listener {
  socket: Socket<ServerToClient, ClientToServer>
  events: PlayerEvent[]
  ready: Promise<Ready>
}

function listen(auth: object, options: object = {}): Listener {
  const socket: Socket<ServerToClient, ClientToServer> = io(ante.url, {
    auth,
    forceNew: true,
    reconnection: false,
    transports: ['websocket'],
    ...options,
  })
  open.push(socket)
  const events: PlayerEvent[] = []
  socket.on('event', (event) => events.push(event))
  return { socket, events, ready: new Promise((resolve) => socket.once('ready', resolve)) }
}

const refusalOf = (listener: Listener) =>
  new Promise<string>((resolve) => {
    listener.socket.once('connect_error', (error) =>
      resolve((error as Error & { data?: { code: string } }).data?.code ?? error.message),
    )
    listener.socket.once('connect', () => resolve('connected'))
  })
const ended = (listener: Listener) => new Promise((resolve) => listener.socket.once('disconnect', resolve))

const terms = () => ({ match: { stake: 500, currency: 'GBP', game_id: gameId } })
const join = async (player: TestPlayer) =>
  (await player.call('POST', `${MATCHES}/matches/join.json`, terms())).body.match
const post = (player: TestPlayer, match: { id: string; secret: string }, score: unknown) =>
  player.call('POST', `${MATCHES}/matches/${match.id}/result.json`, { match_score: { score, secret: match.secret } })

async function playWhole(alice: TestPlayer, bob: TestPlayer) {
  const [first, second] = [await join(alice), await join(bob)]
  await post(alice, first, 1)
  await post(bob, second, 2)
  return first.id as string
}

describe('realtime', () => {
  it('[RT1] pushes to both what they must learn, in the order in which it was committed', async () => {
    const [alice, bob] = [await ante.player(), await ante.player()]
    const [a, b] = [listen({ token: alice.token }), listen({ token: bob.token })]
    await Promise.all([a.ready, b.ready])
    const id = await playWhole(alice, bob)
    const types = (listener: Listener) => listener.events.map(({ type }) => type)
    await eventually(async () => (a.events.length >= 3 && b.events.length >= 4 ? true : null))
    expect(types(a)).toEqual(['wallet.changed', 'match.matched', 'match.settled'])
    expect(types(b)).toEqual(['wallet.changed', 'match.opponent_finished', 'match.settled', 'wallet.changed'])
    const settled = b.events.find(({ type }) => type === 'match.settled')
    expect(settled?.data).toMatchObject({ match: { id }, match_result: { winner_id: bob.id, challenger_score: 1 } })
    expect(b.events.at(-1)?.data).toEqual({ currency: 'GBP', balance: 10_500 })
    expect(JSON.stringify([a.events, b.events])).not.toMatch(/secret|seed/)
  })

  it('[RT2] replays what was missed after a number, and every row once', async () => {
    const [alice, bob] = [await ante.player(), await ante.player()]
    await playWhole(alice, bob)
    const { body } = await alice.call('GET', `${MATCHES}/me/events.json?after=1`)
    expect(body.events[0].seq).toBe(2)
    const late = listen({ token: alice.token, after: 1 })
    expect(await late.ready).toEqual({ last_seq: body.last_seq, gap: false })
    await eventually(async () => (late.events.length === body.events.length ? true : null))
    expect(late.events).toEqual(body.events)
    const fresh = listen({ token: alice.token })
    await fresh.ready
    await join(alice)
    await eventually(async () => (fresh.events.length > 0 ? true : null))
    expect(fresh.events[0]?.seq).toBe(body.last_seq + 1)
  })

  it('[RT3] replays in order and without holes while new events come in', async () => {
    const [alice, bob] = [await ante.player({ balance: 1e6 }), await ante.player({ balance: 1e6 })]
    for (let i = 0; i < 40; i++) await playWhole(alice, bob)
    const playing = (async () => {
      for (let i = 0; i < 20; i++) await playWhole(alice, bob)
    })()
    const listener = listen({ token: alice.token, after: 0 })
    await playing
    const { last_seq } = (await alice.call('GET', `${MATCHES}/me/events.json`)).body
    await eventually(async () => (listener.events.at(-1)?.seq === last_seq ? true : null))
    expect(listener.events.map(({ seq }) => seq)).toEqual(Array.from({ length: last_seq }, (_, index) => index + 1))
  })

  it('[RT4] keeps events over a restart of the server', async () => {
    const [alice, bob] = [await ante.player(), await ante.player()]
    await playWhole(alice, bob)
    const before = (await alice.call('GET', `${MATCHES}/me/events.json`)).body
    await ante.restart()
    expect((await alice.call('GET', `${MATCHES}/me/events.json`)).body).toEqual(before)
    const listener = listen({ token: alice.token, after: 0 })
    await listener.ready
    await eventually(async () => (listener.events.length === before.events.length ? true : null))
  })

  it('[RT5] says when a number is of another store', async () => {
    const alice = await ante.player()
    const listener = listen({ token: alice.token, after: 5000 })
    expect(await listener.ready).toMatchObject({ gap: true })
  })

  it.each([
    ['no token', {}],
    ['an unknown token', { token: 'nobody' }],
    ['a token that is no string', { token: 5 }],
    ['a number that is none', { token: 'nobody', after: 'x' }],
  ])('[RT6] refuses a handshake with %s, by code', async (_what, auth) => {
    expect(await refusalOf(listen(auth))).toBe('unauthorized')
  })

  it.each(['x', '1.5', -1, {}, true])('[RT14] refuses %j as number of an event, and not the token', async (after) => {
    const alice = await ante.player()
    expect(await refusalOf(listen({ token: alice.token, after }))).toBe('invalid_request')
  })

  it('[RT14] takes a number in decimal digits, and null as none', async () => {
    const [alice, bob] = [await ante.player(), await ante.player()]
    await playWhole(alice, bob)
    const { last_seq } = (await alice.call('GET', `${MATCHES}/me/events.json`)).body
    const late = listen({ token: alice.token, after: '1' })
    expect(await late.ready).toEqual({ last_seq, gap: false })
    await eventually(async () => (late.events.length === last_seq - 1 ? true : null))
    expect(await listen({ token: alice.token, after: null }).ready).toEqual({ last_seq, gap: false })
  })

  it('[RT15] lets clients connect again by themselves after the server stopped', async () => {
    const alice = await ante.player()
    const sockets = ['websocket', 'polling'].map((transport) =>
      listen({ token: alice.token }, { reconnection: true, reconnectionDelay: 50, transports: [transport] }),
    )
    await Promise.all(sockets.map(({ ready }) => ready))
    const again = sockets.map(({ socket }) => new Promise((resolve) => socket.once('ready', resolve)))
    await ante.restart()
    await Promise.all(again)
  })

  it('[RT7] lets only registered origins in, also by websocket, and only those of the token', async () => {
    const alice = await ante.player()
    const web = await ante.operator('POST', '/admin/v1/clients', {
      name: 'Web',
      type: 'public',
      allowed_origins: ['https://web.example'],
    })
    expect(web.status).toBe(201)
    const from = (origin: string, more: object = {}) =>
      listen({ token: alice.token }, { extraHeaders: { origin }, ...more })
    expect(await refusalOf(from('https://evil.example'))).toBe('origin_not_allowed')
    expect(await refusalOf(from('https://evil.example', { transports: ['polling'] }))).toBe('origin_not_allowed')
    expect(await refusalOf(from('https://web.example'))).toBe('origin_not_allowed')
    expect(await refusalOf(from(ante.url))).toBe('connected')
    expect(await refusalOf(listen({ token: alice.token }, { transports: ['polling'] }))).toBe('connected')
  })

  it('[RT8] renews a token, and ends the socket for a bad one or another player', async () => {
    const [alice, bob] = [await ante.player(), await ante.player()]
    const renew = (listener: Listener, token: string) =>
      new Promise<RenewAnswer>((resolve) => listener.socket.emit('auth', { token }, resolve))
    const good = listen({ token: alice.token })
    await good.ready
    expect(await renew(good, alice.token)).toEqual({ ok: true })
    for (const token of ['nobody', bob.token]) {
      const listener = listen({ token: alice.token })
      await listener.ready
      const end = ended(listener)
      expect(await renew(listener, token)).toEqual({ ok: false, code: 'unauthorized' })
      await end
    }
    expect(good.socket.connected).toBe(true)
  })

  it('[RT9] ends the socket of a revoked token before anything more is pushed', async () => {
    const [alice, bob] = [await ante.player(), await ante.player()]
    const listener = listen({ token: alice.token })
    await listener.ready
    const first = await join(bob)
    const end = ended(listener)
    const body = new URLSearchParams({ token: alice.token, client_id: ante.clientId, client_secret: ante.clientSecret })
    await fetch(`${ante.url}/oauth/revoke`, { method: 'POST', body })
    const payment = { amount: 1, currency: 'GBP', reference: `revoked-${first.id}` }
    await ante.operator('POST', `/admin/v1/players/${alice.id}/deposits`, payment)
    await end
    expect(listener.events).toEqual([])
  })

  it('[RT10] bounds connections of a player and the size of a message', async () => {
    const alice = await ante.player()
    const ten = Array.from({ length: 10 }, () => listen({ token: alice.token }))
    await Promise.all(ten.map(({ ready }) => ready))
    expect(await refusalOf(listen({ token: alice.token }))).toBe('too_many_requests')
    const [one] = ten
    if (!one) throw new Error('no listener')
    const end = ended(one)
    one.socket.emit('auth', { token: 'x'.repeat(20_000) }, () => undefined)
    await end
    expect(await refusalOf(listen({ token: alice.token }))).toBe('connected')
  })
})
