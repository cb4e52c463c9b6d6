import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { MATCHES, startAnte, type TestAnte, type TestPlayer } from '../support/ante.ts'
import { eventually } from '../support/eventually.ts'
import { query } from '../support/postgres/cluster.ts'
import { startNodeProcess } from '../support/postgres/node-process.ts'
import { type Databases, openDatabases } from '../support/postgres/stores.ts'

/** Nodes that do not hear of each other: notifications are lost, a node dies before it sends one, or it is suspended. */
describe('a node that hears nothing of another', { tags: ['postgres'] }, () => {
  let databases: Databases
  beforeAll(async () => {
    databases = await openDatabases()
  })
  afterAll(() => databases?.remove())

  /** A database in which every notification can be made to vanish, while nodes believe that they arrive. */
  async function createDatabase(): Promise<{ url: string; loseNotifications: () => Promise<void> }> {
    const url = await databases.create()
    const name = new URL(url).pathname.slice(1)
    await query(url, `ALTER DATABASE ${name} SET search_path = public, pg_catalog`)
    const swallow = "CREATE FUNCTION public.pg_notify(text, text) RETURNS void LANGUAGE sql AS 'SELECT'"
    return { url, loseNotifications: () => query(url, swallow) }
  }

  async function startNode(url: string): Promise<TestAnte> {
    const node = await startAnte({ DATABASE_URL: url })
    onTestFinished(() => node.close())
    return node
  }

  const me = (url: string, { token }: TestPlayer) =>
    fetch(`${url}${MATCHES}/me.json`, { headers: { authorization: `Bearer ${token}` } })

  it('[SC2] ends what the other one bans or revokes', async () => {
    const { url, loseNotifications } = await createDatabase()
    const [one, two] = [await startNode(url), await startNode(url)]
    const [banned, signedOut] = [await one.player(), await one.player()]
    const sockets = [banned, signedOut].map((player) => open(two, player))
    await eventually(async () => (sockets.every(({ connected }) => connected) ? true : null))
    for (const player of [banned, signedOut]) expect((await me(two.url, player)).status).toBe(200)
    await loseNotifications()
    await one.operator('POST', `/admin/v1/players/${banned.id}/ban`, { reason: 'cheated' })
    const revocation = new URLSearchParams({
      token: signedOut.refreshToken,
      client_id: one.clientId,
      client_secret: one.clientSecret,
    })
    expect((await fetch(`${one.url}/oauth/revoke`, { method: 'POST', body: revocation })).status).toBe(200)
    for (const player of [banned, signedOut]) {
      await eventually(async () => ((await me(two.url, player)).status === 401 ? true : null))
    }
    await eventually(async () => (sockets.every(({ connected }) => !connected) ? true : null))
  })

  it('[SC7] takes nothing for granted after it was suspended', async () => {
    const { url, loseNotifications } = await createDatabase()
    const one = await startNode(url)
    const two = await startNodeProcess(url)
    const player = await one.player()
    expect((await me(two.url, player)).status).toBe(200)
    await loseNotifications()
    two.child.kill('SIGSTOP')
    await one.operator('POST', `/admin/v1/players/${player.id}/ban`, { reason: 'cheated' })
    const answer = me(two.url, player)
    // What a node knows holds for a second.
    await new Promise((resolve) => setTimeout(resolve, 1100))
    two.child.kill('SIGCONT')
    expect((await answer).status).toBe(401)
  })

  it('[SC8] tells players what a node committed that died before it told', async () => {
    const { url, loseNotifications } = await createDatabase()
    const one = await startNode(url)
    const two = await startNodeProcess(url)
    const game = await one.game()
    const [alice, bob] = [await one.player(), await one.player()]
    const heard: string[] = []
    const socket = open(one, bob)
    socket.on('event', ({ type }: { type: string }) => heard.push(type))
    await new Promise((resolve) => socket.once('ready', resolve))
    const terms = { match: { stake: 500, currency: 'GBP', game_id: game } }
    const { match } = (await bob.call('POST', `${MATCHES}/matches/join.json`, terms)).body
    await loseNotifications()
    const joined = await fetch(`${two.url}${MATCHES}/matches/join.json`, {
      method: 'POST',
      headers: { authorization: `Bearer ${alice.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(terms),
    })
    expect(((await joined.json()) as { match: { id: string } }).match.id).toBe(match.id)
    await two.kill('SIGKILL')
    await eventually(async () => (heard.includes('match.matched') ? true : null), 60)
  })
})

function open(node: TestAnte, player: TestPlayer) {
  const socket = io(node.url, { auth: { token: player.token }, transports: ['websocket'], reconnection: false })
  onTestFinished(() => {
    socket.disconnect()
  })
  return socket
}
