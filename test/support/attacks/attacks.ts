import { randomUUID } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { Caller } from './caller.ts'

const MATCHES = '/api/gaming-async/v1'

/** What the attackers have: accounts, as anybody can get them. */
export interface Target {
  readonly origin: string
  readonly clientId: string
  readonly redirectUri: string
  readonly gameId: number
  /** A game with many open matches, which all have a skill level. */
  readonly crowdedGameId: number
  /** Access tokens of guests. */
  readonly guests: readonly [string, string, string, string, string]
  /** The access token of a player without money. */
  readonly poor: string
  readonly username: string
}

/** How often each answer came: a status, or `broken` where the connection ended without one. */
export type Tally = Record<string, number>

/** One way to make a server do or keep too much. */
export interface Attack {
  readonly name: string
  /** The answer that its limit gives, as docs/limits.md says. */
  readonly beyond: string
  /** Goes on until the signal aborts. */
  run(target: Target, signal: AbortSignal): Promise<Tally>
}

/** Every attack that one caller can make on memory, disk, time or connections. */
export const ATTACKS: readonly Attack[] = [
  {
    name: 'Socket.IO handshakes by polling, never answered',
    beyond: '429',
    run: (target, signal) =>
      repeat({ target, signal, address: '198.51.100.1', connections: 32 }, (caller) =>
        caller.send({ path: '/socket.io/?EIO=4&transport=polling' }),
      ),
  },
  {
    name: 'the same accept and score, each time with a new Idempotency-Key',
    beyond: '429',
    async run(target, signal) {
      const [challenger, accepter] = target.guests
      const address = '198.51.100.2'
      const setUp = new Caller(target.origin, address, 1)
      const terms = { match: { stake: 100, currency: 'GBP', game_id: target.gameId } }
      const created = await setUp.send({
        method: 'POST',
        path: `${MATCHES}/matches.json`,
        token: challenger,
        body: terms,
      })
      const { id } = JSON.parse(created.text).match
      const path = `${MATCHES}/matches/${id}/accept.json`
      const accepted = await setUp.send({ method: 'PUT', path, token: accepter })
      const { secret } = JSON.parse(accepted.text).match
      const score = { match_score: { score: 1, secret } }
      setUp.close()
      let count = 0
      return repeat({ target, signal, address, connections: 16 }, (caller) => {
        const headers = { 'Idempotency-Key': randomUUID() }
        return count++ % 2 === 0
          ? caller.send({ method: 'PUT', path, token: accepter, headers })
          : caller.send({
              method: 'POST',
              path: `${MATCHES}/matches/${id}/result.json`,
              token: accepter,
              headers,
              body: score,
            })
      })
    },
  },
  {
    name: 'matches between two guests that nobody wins',
    beyond: '429',
    run(target, signal) {
      const players = target.guests.slice(2, 4)
      const terms = { match: { stake: 1, currency: 'GBP', game_id: target.gameId } }
      return repeat({ target, signal, address: '198.51.100.3', connections: 16 }, async (caller, count) => {
        const token = players[count % 2] ?? ''
        const headers = { 'Idempotency-Key': randomUUID() }
        const path = `${MATCHES}/matches/join.json`
        const joined = await caller.send({ method: 'POST', path, token, headers, body: terms })
        if (joined.status >= 400) return joined
        const { id, secret } = JSON.parse(joined.text).match
        const body = { match_score: { score: 'forfeit', secret } }
        return caller.send({ method: 'POST', path: `${MATCHES}/matches/${id}/result.json`, token, body })
      })
    },
  },
  {
    name: 'join in a crowded pool, with a level and without the money',
    beyond: '429',
    run(target, signal) {
      const match = { stake: 100, currency: 'GBP', game_id: target.crowdedGameId, challenger_skill_level: 5 }
      return repeat({ target, signal, address: '198.51.100.4', connections: 8 }, (caller) =>
        caller.send({ method: 'POST', path: `${MATCHES}/matches/join.json`, token: target.poor, body: { match } }),
      )
    },
  },
  {
    name: 'sign-ins begun, with a state as long as it may be and longer',
    beyond: '429',
    run(target, signal) {
      return repeat({ target, signal, address: '198.51.100.5', connections: 16 }, (caller, count) => {
        const state = 'x'.repeat(count % 2 === 0 ? 1024 : 15_000)
        return caller.send({ path: `/oauth/authorize?${new URLSearchParams({ ...authorization(target), state })}` })
      })
    },
  },
  {
    name: 'wrong passwords in one form',
    beyond: '429',
    async run(target, signal) {
      const address = '198.51.100.6'
      const setUp = new Caller(target.origin, address, 1)
      const begun = await setUp.send({ path: `/oauth/authorize?${new URLSearchParams(authorization(target))}` })
      const cookie = [begun.headers['set-cookie'] ?? []]
        .flat()
        .map((line) => line.split(';')[0])
        .join('; ')
      const { pathname } = new URL(String(begun.headers.location), target.origin)
      const page = await setUp.send({ path: pathname, headers: { Cookie: cookie } })
      const [, action = ''] = / action="([^"]*\/sign-in)"/.exec(page.text) ?? []
      const [, csrf_token = ''] = /name="csrf_token" value="([^"]*)"/.exec(page.text) ?? []
      setUp.close()
      return repeat({ target, signal, address, connections: 32 }, (caller) => {
        const form = new URLSearchParams({ csrf_token, username: target.username, password: randomUUID() })
        return caller.send({ method: 'POST', path: action, headers: { Cookie: cookie }, body: form.toString() })
      })
    },
  },
  {
    name: 'connections that never send a byte',
    beyond: 'broken',
    run: (target, signal) => silentConnections(target, signal, ''),
  },
  {
    name: 'connections that never end their first request',
    beyond: 'broken',
    run: (target, signal) => silentConnections(target, signal, 'GET / HTTP/1.1\r\nX-A: '),
  },
  {
    name: 'calls that wait for events',
    beyond: '429',
    async run(target, signal) {
      const address = '198.51.100.9'
      const setUp = new Caller(target.origin, address, 1)
      const token = target.guests[4]
      const { text } = await setUp.send({ path: `${MATCHES}/me/events.json?after=0`, token })
      setUp.close()
      const path = `${MATCHES}/me/events.json?after=${JSON.parse(text).last_seq}&wait=25`
      return repeat({ target, signal, address, connections: 40 }, (caller) => caller.send({ path, token }))
    },
  },
]

const authorization = ({ clientId, redirectUri }: Target) => ({
  client_id: clientId,
  redirect_uri: redirectUri,
  response_type: 'code',
  scope: 'public',
})

interface Repetition {
  readonly target: Target
  readonly signal: AbortSignal
  readonly address: string
  readonly connections: number
}

/** Sends over all connections at once, each time when the answer before has come. */
async function repeat(
  { target, signal, address, connections }: Repetition,
  send: (caller: Caller, count: number) => Promise<{ status: number }>,
): Promise<Tally> {
  const caller = new Caller(target.origin, address, connections)
  const tally: Tally = {}
  let count = 0
  const worker = async () => {
    while (!signal.aborted) {
      const status = await send(caller, count++).then(
        (answer) => String(answer.status),
        () => 'broken',
      )
      tally[status] = (tally[status] ?? 0) + 1
      // The attackers share the machine with the server and must leave it something.
      if (status === '429' || status === 'broken') await delay(100)
    }
  }
  signal.addEventListener('abort', () => caller.close())
  await Promise.all(Array.from({ length: connections }, worker))
  return tally
}

/** Keeps 1,000 connections open, more than the server may have. */
async function silentConnections({ origin }: Target, signal: AbortSignal, firstBytes: string): Promise<Tally> {
  const { hostname, port } = new URL(origin)
  const tally: Tally = { opened: 0, broken: 0 }
  const open = new Set<Socket>()
  const openOne = () => {
    // A network of its own: the server must tell it from the honest ones.
    const socket = connect({ host: hostname, port: Number(port), localAddress: '127.0.0.9' })
    open.add(socket)
    tally.opened = (tally.opened ?? 0) + 1
    socket.once('connect', () => socket.write(firstBytes))
    socket.on('error', () => {})
    socket.once('close', () => {
      open.delete(socket)
      tally.broken = (tally.broken ?? 0) + 1
    })
  }
  while (!signal.aborted) {
    for (let begun = 0; begun < 10 && open.size < 1000; begun++) openOne()
    await delay(20)
  }
  for (const socket of open) socket.destroy()
  return tally
}
