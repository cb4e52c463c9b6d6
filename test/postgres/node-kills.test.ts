import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { ADMIN_TOKEN, MATCHES } from '../support/ante.ts'
import { signInByPages } from '../support/oauth/sign-in.ts'
import { quietPort } from '../support/ports.ts'
import { type OwnCluster, startCluster } from '../support/postgres/cluster.ts'
import { type ServerProcess, startProcess } from '../support/process.ts'

/** `ANTE_NODE_KILLS` and `ANTE_PRIMARY_KILLS` make a long run of it. */
const NODE_KILLS = Number(process.env.ANTE_NODE_KILLS || 3)
const PRIMARY_KILLS = Number(process.env.ANTE_PRIMARY_KILLS || 1)
/** Longer than the database lets a transaction wait for a client, and a lease lasts; `ANTE_SUSPENSION_MS` makes it a minute. */
const SUSPENSION = Number(process.env.ANTE_SUSPENSION_MS || 8000)
/** How long a node may take to answer before another one is asked. */
const PATIENCE = 5000
const PAIRS = 4
const STAKE = 500
const BALANCE = 100_000_000
const PASSWORD = 'correct horse battery'
const REDIRECT_URI = 'https://game.example/callback'

interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: the test reads what the contract says is there
  readonly body: any
}

interface Player {
  readonly id: number
  readonly token: string
}

/** Three servers on one database; one that was killed is started again at once. */
class Nodes {
  readonly #env: (port: number) => Record<string, string>
  readonly #ports: readonly number[]
  readonly #running: (ServerProcess | null)[]
  /** How many calls were answered, by whichever node. */
  answers = 0

  constructor(env: (port: number) => Record<string, string>, ports: readonly number[]) {
    this.#env = env
    this.#ports = ports
    this.#running = ports.map(() => null)
  }

  async start(index: number): Promise<void> {
    const server = startProcess({ env: this.#env(this.#ports[index] ?? 0) })
    this.#running[index] = server
    await server.ready()
  }

  async kill(index: number): Promise<void> {
    const server = this.#running[index]
    this.#running[index] = null
    await server?.kill('SIGKILL')
  }

  /** Stops a node as it is, and lets it go on after so many milliseconds. */
  async suspend(index: number, milliseconds: number): Promise<void> {
    this.#running[index]?.child.kill('SIGSTOP')
    await new Promise((resolve) => setTimeout(resolve, milliseconds))
    this.#running[index]?.child.kill('SIGCONT')
  }

  get count(): number {
    return this.#ports.length
  }

  anyUrl(): string {
    const urls = this.#running.flatMap((server) => (server ? server.url : []))
    return urls[Math.floor(Math.random() * urls.length)] ?? ''
  }
}

describe('nodes that are killed under load', { tags: ['postgres'] }, () => {
  let cluster: OwnCluster
  beforeAll(async () => {
    cluster = await startCluster()
  })
  afterAll(() => cluster?.remove())

  it(
    '[SC20] lose and double nothing, also when one is suspended: every answer holds, and the ledger verifies',
    async () => {
      const database = cluster.url(await cluster.createDatabase())
      const folder = await mkdtemp(join(tmpdir(), 'ante-nodes-'))
      onTestFinished(() => rm(folder, { recursive: true, force: true }))
      const env = (port: number) => ({
        PORT: String(port),
        DATABASE_URL: database,
        DATA_DIR: folder,
        ANTE_ADMIN_TOKEN: ADMIN_TOKEN,
        LOG_LEVEL: 'fatal',
      })
      const nodes = new Nodes(env, [await quietPort(), await quietPort(), await quietPort()])
      onTestFinished(async () => {
        for (let index = 0; index < nodes.count; index++) await nodes.kill(index)
      })
      await nodes.start(0)
      const pairs = await preparePairs(nodes)
      await Promise.all([nodes.start(1), nodes.start(2)])

      let done = false
      const wins = new Map<number, number>()
      const played = pairs.map(async ({ players, game }) => {
        for (let round = 0; !done || round < 3; round++) await playRound(nodes, players, game, round, wins)
      })
      for (let kill = 0; kill < NODE_KILLS; kill++) {
        await new Promise((resolve) => setTimeout(resolve, 500 + Math.random() * 1000))
        await nodes.kill(kill % nodes.count)
        if (kill < PRIMARY_KILLS) {
          await cluster.stop('immediate')
          await cluster.start()
        }
        await nodes.start(kill % nodes.count)
      }
      await nodes.suspend(0, SUSPENSION)
      done = true
      await Promise.all(played)

      let rounds = 0
      for (const { players } of pairs) {
        for (const player of players) {
          const { body } = await send(nodes, 'GET', `${MATCHES}/me.json`, player.token)
          expect(body.me.balances.GBP).toBe(BALANCE + (wins.get(player.id) ?? 0) * STAKE)
          rounds += Math.max(0, wins.get(player.id) ?? 0)
        }
      }
      expect(rounds).toBeGreaterThan(0)
      const { body } = await send(nodes, 'GET', '/admin/v1/ledger/verify', ADMIN_TOKEN)
      expect(body).toMatchObject({ ok: true, problems: [] })
      if (process.env.ANTE_NODE_KILLS) {
        const killed = `${NODE_KILLS} nodes and ${PRIMARY_KILLS} primaries killed`
        console.log(`${killed}, ${nodes.answers} answers and ${body.transfers} transfers checked`)
      }
    },
    120_000 + NODE_KILLS * 40_000,
  )
})

/** Sends until there is an answer, to any node: whoever died may have done it. */
async function send(
  nodes: Nodes,
  method: string,
  path: string,
  token: string,
  body?: unknown,
  key?: string,
): Promise<Answer> {
  for (const until = Date.now() + 60_000; Date.now() < until; ) {
    const response = await fetch(`${nodes.anyUrl()}${path}`, {
      method,
      signal: AbortSignal.timeout(PATIENCE),
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch(() => null)
    const answer = await response?.json().catch(() => null)
    if (response && answer && response.status !== 503) {
      nodes.answers += 1
      return { status: response.status, body: answer }
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`no answer to ${method} ${path} within a minute`)
}

async function preparePairs(nodes: Nodes): Promise<{ players: [Player, Player]; game: number }[]> {
  const operator = async (path: string, body: unknown) => (await send(nodes, 'POST', path, ADMIN_TOKEN, body)).body
  const { client_id: id, client_secret: secret } = await operator('/admin/v1/clients', {
    name: 'Tower',
    type: 'confidential',
    redirect_uris: [REDIRECT_URI],
    scopes: ['public'],
  })
  const createPlayer = async (username: string): Promise<Player> => {
    const player = await operator('/admin/v1/players', { username, password: PASSWORD })
    const payment = { amount: BALANCE, currency: 'GBP', reference: username }
    await operator(`/admin/v1/players/${player.id}/deposits`, payment)
    const by = { id, secret, redirectUri: REDIRECT_URI }
    const tokens = await signInByPages(nodes.anyUrl(), by, { username, password: PASSWORD, scope: 'public' })
    return { id: player.id, token: tokens.access_token }
  }
  const pairs = []
  for (let pair = 0; pair < PAIRS; pair++) {
    const { game } = await operator('/admin/v1/games', { name: `Tower ${pair}`, max_score: 1000 })
    pairs.push({
      players: [await createPlayer(`a-${pair}`), await createPlayer(`b-${pair}`)] as [Player, Player],
      game: game.id,
    })
  }
  return pairs
}

/** One match of a pair, from the first join to the settlement; each call is repeated under its key until it is answered. */
async function playRound(
  nodes: Nodes,
  players: readonly [Player, Player],
  game: number,
  round: number,
  wins: Map<number, number>,
): Promise<void> {
  const terms = { match: { stake: STAKE, currency: 'GBP', game_id: game } }
  const matches = []
  for (const { token } of players) {
    const answer = await send(nodes, 'POST', `${MATCHES}/matches/join.json`, token, terms, `join ${round}`)
    expect([200, 201]).toContain(answer.status)
    matches.push(answer.body.match)
  }
  expect(matches[1].id).toBe(matches[0].id)
  const winner = round % 2
  for (const [side, { token }] of players.entries()) {
    const body = { match_score: { score: side === winner ? 20 : 10, secret: matches[side].secret } }
    const path = `${MATCHES}/matches/${matches[0].id}/result.json`
    expect((await send(nodes, 'POST', path, token, body, `score ${round}`)).status).toBe(200)
  }
  const path = `${MATCHES}/matches/${matches[0].id}/result.json`
  for (const [side, { id, token }] of players.entries()) {
    const { body } = await send(nodes, 'GET', path, token)
    expect(body.match_result.winner_id).toBe(players[winner]?.id)
    wins.set(id, (wins.get(id) ?? 0) + (side === winner ? 1 : -1))
  }
}
