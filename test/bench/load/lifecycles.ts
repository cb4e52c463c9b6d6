import { LoadConnection } from './connection.ts'
import { SettlementSocket } from './events.ts'

/** What the load program is told, as JSON in its first argument. */
export interface LifecycleLoad {
  /** The nodes, one after the other for the players. */
  readonly origins: readonly string[]
  /** Two for each pair. */
  readonly tokens: readonly string[]
  readonly gameId: number
  /** Whether the players hold sockets, and a lifecycle ends when both were told. */
  readonly sockets: boolean
  /** Whether every write carries an `Idempotency-Key`. */
  readonly keys: boolean
  readonly warmUpSeconds: number
  readonly seconds: number
  /** Lifecycles a second of all pairs together; null: as many as the server manages. */
  readonly rate: number | null
}

/** What it prints, as JSON. Latencies are in milliseconds. */
export interface LifecycleFigures {
  readonly lifecycles: number
  readonly seconds: number
  readonly callP50: number
  readonly callP99: number
  readonly callMax: number
  /** Seconds of CPU that the load program itself took: near `seconds` it is the bottleneck. */
  readonly loadCpu: number
}

const API = '/api/gaming-async/v1'

interface Player {
  readonly connection: LoadConnection
  readonly headers: string
  readonly socket: SettlementSocket | null
}

async function main(load: LifecycleLoad): Promise<void> {
  const players = await Promise.all(load.tokens.map((token, index) => connectPlayer(load, token, index)))
  const pairs = Array.from({ length: players.length / 2 }, (_, index) => players.slice(2 * index, 2 * index + 2))
  await play(pairs, load, load.warmUpSeconds)
  process.stdout.write('measuring\n')
  const cpuBefore = process.cpuUsage()
  const began = performance.now()
  const calls = await play(pairs, load, load.seconds)
  const seconds = (performance.now() - began) / 1000
  const cpu = process.cpuUsage(cpuBefore)
  process.stdout.write('measured\n')
  for (const { connection, socket } of players) {
    connection.close()
    socket?.close()
  }
  calls.sort((one, other) => one - other)
  const figures: LifecycleFigures = {
    lifecycles: calls.length / CALLS_A_LIFECYCLE,
    seconds,
    callP50: calls[Math.floor(calls.length * 0.5)] ?? 0,
    callP99: calls[Math.floor(calls.length * 0.99)] ?? 0,
    callMax: calls.at(-1) ?? 0,
    loadCpu: (cpu.user + cpu.system) / 1e6,
  }
  process.stdout.write(`${JSON.stringify(figures)}\n`)
}

const CALLS_A_LIFECYCLE = 5

async function connectPlayer({ origins, sockets }: LifecycleLoad, token: string, index: number): Promise<Player> {
  const origin = origins[index % origins.length] ?? ''
  return {
    connection: await LoadConnection.open(origin),
    headers: `Authorization: Bearer ${token}\r\n`,
    socket: sockets ? await SettlementSocket.open(origin, token) : null,
  }
}

/** Plays lifecycles for so long; gives the latency of every call. */
async function play(pairs: readonly Player[][], load: LifecycleLoad, seconds: number): Promise<number[]> {
  const latencies: number[] = []
  const end = performance.now() + seconds * 1000
  const gap = load.rate === null ? 0 : (pairs.length / load.rate) * 1000
  await Promise.all(
    pairs.map(async (pair, index) => {
      if (gap > 0) await sleep((gap * index) / pairs.length)
      for (let next = performance.now(); performance.now() < end; ) {
        await playOne(pair, index, load, latencies)
        next += gap
        if (gap > 0) await sleep(Math.max(0, next - performance.now()))
      }
    }),
  )
  return latencies
}

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** One match from the look-up to both players being told. A stake of its own keeps pairs apart. */
async function playOne(
  pair: readonly Player[],
  index: number,
  load: LifecycleLoad,
  latencies: number[],
): Promise<void> {
  const [challenger, challenged] = pair
  if (!challenger || !challenged) throw new Error('a pair is two players')
  const stake = 100 + index
  const call = (player: Player, method: string, path: string, body?: object) =>
    timed(latencies, player, method, path, load.keys, body)

  await call(challenged, 'GET', `${API}/matches.json?stake=${stake}&currency=GBP&game_id=${load.gameId}`)
  const created = await call(challenger, 'POST', `${API}/matches.json`, {
    match: { stake, currency: 'GBP', game_id: load.gameId },
  })
  const { id } = created.match
  const accepted = await call(challenged, 'PUT', `${API}/matches/${id}/accept.json`, {})
  const told = Promise.all(pair.map(({ socket }) => socket?.settled(id)))
  const [first, second] = turn++ % 2 === 0 ? [5, 3] : [3, 5]
  const result = `${API}/matches/${id}/result.json`
  await call(challenger, 'POST', result, { match_score: { score: first, secret: created.match.secret } })
  await call(challenged, 'POST', result, { match_score: { score: second, secret: accepted.match.secret } })
  await told
}

let turn = 0
let keyNumber = 0

async function timed(
  latencies: number[],
  player: Player,
  method: string,
  path: string,
  withKey: boolean,
  body?: object,
  // biome-ignore lint/suspicious/noExplicitAny: a load program reads what the contract says is there
): Promise<any> {
  const key = withKey && method !== 'GET' ? `Idempotency-Key: bench-${process.pid}-${keyNumber++}\r\n` : ''
  const began = performance.now()
  const answer = await player.connection.send(method, path, player.headers + key, body && JSON.stringify(body))
  latencies.push(performance.now() - began)
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`)
  return JSON.parse(answer.body)
}

await main(JSON.parse(process.argv[2] ?? ''))
