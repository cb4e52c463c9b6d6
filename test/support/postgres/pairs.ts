import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import { ADMIN_TOKEN, MATCHES } from '../ante.ts'
import { signInByPages } from '../oauth/sign-in.ts'
import type { NodeAnswer, NodeCall, Nodes } from './nodes.ts'

const STAKE = 500
const BALANCE = 100_000_000
const PASSWORD = 'correct horse battery'
const REDIRECT_URI = 'https://game.example/callback'

export interface PairPlayer {
  readonly id: number
  readonly token: string
}

/** Players who play one match after the other against each other, and everything that they were answered. */
export class Pair {
  readonly #nodes: Nodes
  readonly players: readonly [PairPlayer, PairPlayer]
  readonly #game: number
  /** Every call that changed something, with its answer. */
  readonly #acknowledged: { readonly call: NodeCall; readonly answer: NodeAnswer }[] = []
  /** The ids of its matches. The first of the players has won those with an even index, the other one the others. */
  readonly matches: string[] = []

  constructor(nodes: Nodes, players: readonly [PairPlayer, PairPlayer], game: number) {
    this.#nodes = nodes
    this.players = players
    this.#game = game
  }

  /** One match, from the first join to the settlement; each call is repeated under its key until it is answered. */
  async playMatch(): Promise<void> {
    const round = this.matches.length
    const terms = { match: { stake: STAKE, currency: 'GBP', game_id: this.#game } }
    const attempts = []
    for (const player of this.players) {
      attempts.push((await this.#post(player, '/matches/join.json', terms, `join ${round}`)).body.match)
    }
    expect(attempts[1].id).toBe(attempts[0].id)
    for (const [side, player] of this.players.entries()) {
      const body = { match_score: { score: scoreOf(side, round), secret: attempts[side].secret } }
      await this.#post(player, `/matches/${attempts[0].id}/result.json`, body, `score ${round}`)
    }
    this.matches.push(attempts[0].id)
    await this.#expectResult(round)
  }

  /** That everything still is as it was answered: results, balances, and each answer under its key. */
  async expectAllHolds(): Promise<void> {
    for (const round of this.matches.keys()) await this.#expectResult(round)
    const wins = this.players.map((_, side) => this.matches.filter((_, round) => round % 2 === side).length)
    for (const [side, { token }] of this.players.entries()) {
      const { body } = await this.#nodes.send({ method: 'GET', path: `${MATCHES}/me.json`, token })
      const [won, lost] = [wins[side] ?? 0, wins[1 - side] ?? 0]
      expect(body.me.balances).toEqual({ GBP: BALANCE + (won - lost) * STAKE })
    }
    for (const { call, answer } of this.#acknowledged) {
      const again = await this.#nodes.send(call)
      if (!isDeepStrictEqual(again, answer)) expect(again, `${call.path} ${call.key}`).toEqual(answer)
    }
  }

  async #post({ token }: PairPlayer, path: string, body: unknown, key: string): Promise<NodeAnswer> {
    const call = { method: 'POST', path: `${MATCHES}${path}`, token, body, key } as const
    const answer = await this.#nodes.send(call)
    expect([200, 201], JSON.stringify(answer.body)).toContain(answer.status)
    this.#acknowledged.push({ call, answer })
    return answer
  }

  async #expectResult(round: number): Promise<void> {
    const path = `${MATCHES}/matches/${this.matches[round]}/result.json`
    for (const { token } of this.players) {
      const { body } = await this.#nodes.send({ method: 'GET', path, token })
      expect(body.match_result).toMatchObject({
        challenger_score: scoreOf(0, round),
        challenged_score: scoreOf(1, round),
        winner_id: this.players[round % 2]?.id,
      })
    }
  }
}

const scoreOf = (side: number, round: number) => (side === round % 2 ? 20 : 10)

/** New players with money who are signed in, and a game for each two of them. */
export async function preparePairs(nodes: Nodes, count: number): Promise<Pair[]> {
  const operator = async (path: string, body: unknown) =>
    (await nodes.send({ method: 'POST', path, token: ADMIN_TOKEN, body })).body
  const { client_id: id, client_secret: secret } = await operator('/admin/v1/clients', {
    name: 'Tower',
    type: 'confidential',
    redirect_uris: [REDIRECT_URI],
    scopes: ['public'],
  })
  const createPlayer = async (username: string): Promise<PairPlayer> => {
    const player = await operator('/admin/v1/players', { username, password: PASSWORD })
    const payment = { amount: BALANCE, currency: 'GBP', reference: username }
    await operator(`/admin/v1/players/${player.id}/deposits`, payment)
    const by = { id, secret, redirectUri: REDIRECT_URI }
    const tokens = await signInByPages(nodes.anyUrl(), by, { username, password: PASSWORD, scope: 'public' })
    return { id: player.id, token: tokens.access_token }
  }
  const pairs = []
  for (let pair = 0; pair < count; pair++) {
    const { game } = await operator('/admin/v1/games', { name: `Tower ${pair}`, max_score: 1000 })
    pairs.push(new Pair(nodes, [await createPlayer(`a-${pair}`), await createPlayer(`b-${pair}`)], game.id))
  }
  return pairs
}

/** That the ledger verifies, and has a deposit of each player and three transfers of each match, no more. */
export async function expectLedgerOf(nodes: Nodes, pairs: readonly Pair[]): Promise<number> {
  const verify = { method: 'GET', path: '/admin/v1/ledger/verify', token: ADMIN_TOKEN } as const
  const { body } = await nodes.send(verify)
  const transfers = pairs.reduce((sum, { matches }) => sum + 2 + 3 * matches.length, 0)
  expect(body).toMatchObject({ ok: true, problems: [], transfers })
  return transfers
}
