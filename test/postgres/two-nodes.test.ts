import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { MATCHES, startAnte, type TestAnte, type TestPlayer } from '../support/ante.ts'
import { eventually } from '../support/eventually.ts'
import { type Databases, openDatabases } from '../support/postgres/stores.ts'

interface PushedEvent {
  readonly type: string
}

describe('two nodes on one database', { tags: ['postgres'] }, () => {
  let databases: Databases
  beforeAll(async () => {
    databases = await openDatabases()
  })
  afterAll(() => databases?.remove())

  async function startNodes(): Promise<[TestAnte, TestAnte]> {
    const url = await databases.create()
    const start = async () => {
      const node = await startAnte({ DATABASE_URL: url })
      onTestFinished(() => node.close())
      return node
    }
    return [await start(), await start()]
  }

  it('[SC1] lets a player of each play the other to the payout, and tells both', async () => {
    const [one, two] = await startNodes()
    const game = await one.game()
    const [alice, bob] = [await one.player(), await two.player()]
    const [heardByAlice, heardByBob] = [await listen(one, alice), await listen(two, bob)]
    const terms = { match: { stake: 500, currency: 'GBP', game_id: game } }
    const created = (await alice.call('POST', `${MATCHES}/matches/join.json`, terms)).body.match
    const accepted = (await bob.call('POST', `${MATCHES}/matches/join.json`, terms)).body.match
    expect(accepted.id).toBe(created.id)
    for (const [player, { secret }, score] of [
      [alice, created, 10],
      [bob, accepted, 20],
    ] as const) {
      const path = `${MATCHES}/matches/${created.id}/result.json`
      expect((await player.call('POST', path, { match_score: { score, secret } })).status).toBe(200)
    }
    for (const heard of [heardByAlice, heardByBob]) {
      await eventually(async () => heard.find(({ type }) => type === 'match.settled') ?? null)
    }
    expect((await alice.call('GET', `${MATCHES}/me.json`)).body.me.balances).toEqual({ GBP: 9_500 })
    expect((await two.operator('GET', '/admin/v1/ledger/verify')).body).toMatchObject({ ok: true, problems: [] })
  })

  it('[SC2] takes a token of either, and ends what the other one bans', async () => {
    const [one, two] = await startNodes()
    const player = await one.player()
    const call = (node: TestAnte) =>
      node.anonymous('GET', `${MATCHES}/me.json`, undefined, { authorization: `Bearer ${player.token}` })
    expect((await call(two)).status).toBe(200)
    const socket = open(two, player)
    await eventually(async () => (socket.connected ? true : null))
    await one.operator('POST', `/admin/v1/players/${player.id}/ban`, { reason: 'cheated' })
    expect((await call(one)).status).toBe(401)
    await eventually(async () => ((await call(two)).status === 401 ? true : null))
    await eventually(async () => (socket.connected ? null : true))
  })

  it('[SC3] has the same keys on both', async () => {
    const [one, two] = await startNodes()
    const [ofOne, ofTwo] = await Promise.all([one, two].map((node) => node.anonymous('GET', '/oauth/jwks')))
    expect(ofOne?.body.keys).toHaveLength(1)
    expect(ofOne?.body).toEqual(ofTwo?.body)
  })

  it('[SC4] gives no time for the start of a node beside another', async () => {
    const [one, two] = await startNodes()
    const game = await one.game()
    const alice = await one.player()
    const terms = { match: { stake: 500, currency: 'GBP', game_id: game } }
    const { result_until, id } = (await alice.call('POST', `${MATCHES}/matches.json`, terms)).body.match
    await two.restart()
    const { body } = await alice.call('GET', `${MATCHES}/matches/${id}.json`)
    expect(body.match.result_until).toBe(result_until)
  })
})

/** The events that a player's socket at a node gets from now on. */
async function listen(node: TestAnte, player: TestPlayer): Promise<PushedEvent[]> {
  const events: PushedEvent[] = []
  const socket = open(node, player)
  socket.on('event', (event: PushedEvent) => events.push(event))
  await new Promise((resolve) => socket.once('ready', resolve))
  return events
}

function open(node: TestAnte, player: TestPlayer) {
  const socket = io(node.url, { auth: { token: player.token }, transports: ['websocket'], reconnection: false })
  onTestFinished(() => {
    socket.disconnect()
  })
  return socket
}
