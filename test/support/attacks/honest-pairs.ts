import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { SettlementSocket } from '../../bench/load/events.ts'
import { type Call, Caller } from './caller.ts'
import { Latencies } from './latencies.ts'

const MATCHES = '/api/gaming-async/v1'
/** Milliseconds between the starts of a pair's matches. */
const PACE = 2000
/** Milliseconds within which both players must be told that a match is settled. */
const PATIENCE = 20_000

interface Player {
  readonly token: string
  readonly caller: Caller
  readonly socket: SettlementSocket
}

/** What the honest players met. */
export interface Honest {
  readonly calls: Latencies
  settled: number
  /** Calls that were sent once more, because the connection was closed before the answer. */
  repeated: number
  readonly failures: string[]
}

/** Pairs of players, each in a network of its own, who play one match after the other to the payout. */
export class HonestPairs {
  readonly #gameId: number
  readonly #pairs: readonly (readonly [Player, Player])[]
  #honest = newHonest()

  private constructor(gameId: number, pairs: readonly (readonly [Player, Player])[]) {
    this.#gameId = gameId
    this.#pairs = pairs
  }

  static async open(origin: string, gameId: number, tokens: readonly string[]): Promise<HonestPairs> {
    const players: Player[] = []
    for (const [index, token] of tokens.entries()) {
      const caller = new Caller(origin, `203.0.113.${index + 1}`, 2)
      players.push({ token, caller, socket: await SettlementSocket.open(origin, token) })
    }
    const pairs = players.flatMap((challenger, index): [Player, Player][] => {
      const accepter = players[index + 1]
      return index % 2 === 0 && accepter ? [[challenger, accepter]] : []
    })
    return new HonestPairs(gameId, pairs)
  }

  /** Plays for this long, and says what the players met. */
  async play(milliseconds: number): Promise<Honest> {
    this.#honest = newHonest()
    const end = performance.now() + milliseconds
    await Promise.all(this.#pairs.map((pair, index) => this.#playOn(pair, index, end)))
    return this.#honest
  }

  close(): void {
    for (const { caller, socket } of this.#pairs.flat()) {
      caller.close()
      socket.close()
    }
  }

  async #playOn(pair: readonly [Player, Player], index: number, end: number): Promise<void> {
    await delay((PACE * index) / this.#pairs.length)
    while (performance.now() < end) {
      const began = performance.now()
      await this.#playOnce(pair).then(
        () => this.#honest.settled++,
        (error: unknown) => this.#honest.failures.push(error instanceof Error ? error.message : String(error)),
      )
      await delay(Math.max(0, PACE - (performance.now() - began)))
    }
  }

  async #playOnce([challenger, accepter]: readonly [Player, Player]): Promise<void> {
    const terms = { match: { stake: 100, currency: 'GBP', game_id: this.#gameId } }
    const created = await this.#call(challenger, { method: 'POST', path: `${MATCHES}/matches.json`, body: terms })
    const { id } = created
    const settled = Promise.all([challenger.socket.settled(id), accepter.socket.settled(id)])
    await this.#call(accepter, { path: `${MATCHES}/matches.json?game_id=${this.#gameId}&stake=100&currency=GBP` })
    const accepted = await this.#call(accepter, { method: 'PUT', path: `${MATCHES}/matches/${id}/accept.json` })
    const path = `${MATCHES}/matches/${id}/result.json`
    const report = (score: number, secret: string) => ({
      method: 'POST',
      path,
      body: { match_score: { score, secret } },
    })
    await this.#call(challenger, report(7, created.secret))
    await this.#call(accepter, report(5, accepted.secret))
    const told = await Promise.race([settled, delay(PATIENCE, null)])
    if (told === null) throw new Error(`match ${id}: not told of the payout within ${PATIENCE} ms`)
  }

  /** Sends once more where a kept connection was closed at the same moment, as browsers do; the key makes that safe. */
  async #call({ token, caller }: Player, call: Call): Promise<{ id: string; secret: string }> {
    const headers = call.method === undefined ? {} : { 'Idempotency-Key': randomUUID() }
    const began = performance.now()
    const send = () => caller.send({ ...call, token, headers })
    const { status, text } = await send().catch(() => {
      this.#honest.repeated++
      return send()
    })
    this.#honest.calls.add(performance.now() - began)
    if (status >= 400) throw new Error(`${call.method ?? 'GET'} ${call.path}: ${status} ${text}`)
    const answer = JSON.parse(text)
    return answer.match ?? answer
  }
}

const newHonest = (): Honest => ({ calls: new Latencies(), settled: 0, repeated: 0, failures: [] })
