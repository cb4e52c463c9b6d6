import { Server } from 'socket.io'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Ante } from '../../../client/index.ts'
import { type AuthorizationServer, anAuthorizationServer, signIn } from '../../support/client/authorization-server.ts'
import { aNetwork } from '../../support/client/network.ts'
import { openClient } from '../../support/client/open-client.ts'
import { aTab } from '../../support/client/tab.ts'
import { eventually } from '../../support/eventually.ts'

const MATCH_ID = '0'.repeat(32)

let server: AuthorizationServer
let io: Server
/** The handshake of every connection, in order. */
let handshakes: Record<string, unknown>[]
/** Answers a handshake; null lets it in. */
let refuse: () => string | null
let lastSeq: number
let ante: Ante

beforeEach(async () => {
  server = await anAuthorizationServer()
  handshakes = []
  refuse = () => null
  lastSeq = 0
  startSockets()
})
afterEach(async () => {
  ante.close()
  await io.close()
  await server.close().catch(() => {})
})

function startSockets(pingTimeout = 600_000) {
  io = new Server(server.httpServer, { transports: ['websocket'], pingInterval: 500, pingTimeout })
  io.use((socket, next) => {
    handshakes.push(socket.handshake.auth)
    const code = refuse()
    next(code === null ? undefined : Object.assign(new Error('refused'), { data: { code } }))
  })
  io.on('connection', (socket) => socket.emit('ready', { last_seq: lastSeq, gap: false }))
}

const finished = (seq: number, type = 'match.opponent_finished') => ({
  seq,
  type,
  at: '2026-01-01T00:00:00.000Z',
  data: { match_id: MATCH_ID },
})

/** A signed-in player who listens. */
async function listener() {
  const network = aNetwork()
  const tab = aTab({ loadSocket: network.loadSocket })
  ante = openClient({ server: server.origin, clientId: 'a-game' }, tab)
  await signIn(ante, tab, server)
  const heard: string[] = []
  const states: string[] = []
  ante.on('opponentFinished', ({ matchId }) => heard.push(matchId))
  ante.on('gap', () => heard.push('gap'))
  ante.on('connection', ({ state }) => states.push(state))
  return { network, tab, heard, states }
}
const live = () => eventually(async () => (ante.connection === 'live' ? true : null))
const connections = (count: number) => eventually(async () => (handshakes.length >= count ? true : null))

describe('the socket', () => {
  it('[CL12] tells a row once, in order, and passes over what it does not know', async () => {
    const { heard } = await listener()
    await live()
    for (const row of [finished(1), finished(1), finished(2, 'match.of_the_future'), { nonsense: true }, finished(3)]) {
      io.emit('event', row)
    }
    io.emit('something else', finished(4))
    io.emit('event', finished(4))
    await eventually(async () => (heard.length >= 3 ? true : null))
    expect(heard).toEqual([MATCH_ID, MATCH_ID, MATCH_ID])
    io.disconnectSockets(true)
    await connections(2)
    expect(handshakes[1]).toMatchObject({ after: 4 })
  })

  it('[CL12] begins anew when the server’s store did', async () => {
    lastSeq = 90
    const { heard } = await listener()
    await live()
    lastSeq = 2
    io.disconnectSockets(true)
    await eventually(async () => (heard.includes('gap') ? true : null))
    io.emit('event', finished(3))
    await eventually(async () => (heard.includes(MATCH_ID) ? true : null))
    expect(heard).toEqual(['gap', MATCH_ID])
  })

  it('[CL12] gets a fresh token when the server refuses the one it has', async () => {
    refuse = () => (handshakes.length === 1 ? 'unauthorized' : null)
    await listener()
    await live()
    expect(server.refreshes()).toBe(1)
    expect(handshakes[1]?.token).not.toBe(handshakes[0]?.token)
  })

  it('[CL12] goes on with a fresh token before the one it has ends', async () => {
    server.expiresIn = 90
    const renewed: unknown[] = []
    io.on('connection', (socket) => socket.on('auth', ({ token }) => renewed.push(token)))
    await listener()
    await live()
    await eventually(async () => (renewed.length >= 2 ? true : null))
    expect(new Set([handshakes[0]?.token, ...renewed]).size).toBe(renewed.length + 1)
    expect(handshakes).toHaveLength(1)
  })

  it('[CL12] ends when the server falls silent, and a new one takes over', async () => {
    await io.close()
    server = await anAuthorizationServer()
    startSockets(500)
    const { network } = await listener()
    await live()
    network.freeze()
    await connections(2)
    network.cut()
  })

  it('[CL12] ends with the sign-in', async () => {
    await listener()
    await live()
    await ante.logout()
    await eventually(async () => (io.of('/').sockets.size === 0 ? true : null))
    expect(ante.connection).toBe('offline')
    expect(handshakes).toHaveLength(1)
  })

  it('[CL12] is there when somebody listens, and not before', async () => {
    const network = aNetwork()
    const tab = aTab({ loadSocket: network.loadSocket })
    ante = openClient({ server: server.origin, clientId: 'a-game' }, tab)
    ante.on('signedOut', () => {})
    await signIn(ante, tab, server)
    await tab.sleep(2000)
    expect(network.connections).toBe(0)
    ante.on('wallet', () => {})
    await live()
  })
})

describe('the code of the socket', () => {
  it('[CL16] is loaded when somebody listens, and asked for at most five times', async () => {
    let loads = 0
    const tab = aTab({
      loadSocket: () => {
        loads++
        return Promise.reject(new TypeError('blocked by the page'))
      },
      speed: 500,
    })
    ante = openClient({ server: server.origin, clientId: 'a-game' }, tab)
    await signIn(ante, tab, server)
    await ante.me()
    expect(loads).toBe(0)
    ante.on('wallet', () => {})
    await eventually(async () => (loads === 5 ? true : null))
    await tab.sleep(120_000)
    expect(loads).toBe(5)
  })
})

describe('handlers', () => {
  it('[CL11] do not keep each other from being called, and end when they are told to', async () => {
    const { heard } = await listener()
    const reported: unknown[] = []
    const report = globalThis.reportError
    globalThis.reportError = (error) => reported.push(error)
    const broken = ante.on('opponentFinished', () => {
      throw new Error('a mistake of the game')
    })
    const later: string[] = []
    ante.on('opponentFinished', ({ matchId }) => later.push(matchId))
    await live()
    io.emit('event', finished(1))
    await eventually(async () => later[0] ?? null)
    broken()
    io.emit('event', finished(2))
    await eventually(async () => later[1] ?? null)
    globalThis.reportError = report
    expect(heard).toHaveLength(2)
    expect(reported).toMatchObject([{ message: 'a mistake of the game' }])
  })
})
