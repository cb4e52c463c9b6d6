import { randomBytes } from 'node:crypto'
import { type Served, type ServedAnswer, type ServedRequest, serve } from '../stub-server.ts'

interface CashPlayMatch {
  id: string
  challenger_id: number
  challenged_id: number | null
  stake_amount: number
  currency: string
  state: 'unmatched' | 'matched'
}

/** A server with the four calls of the CashPlay document and nothing else; tokens are `player-<id>`. */
export interface CashPlayServer extends Served {
  /** Stakes that were taken, by match. */
  readonly stakes: string[]
  /** Called before a match is accepted, so that another player can be faster. */
  beforeAccept: (id: string) => void
  /** Puts a match of another player into the pool. */
  offer: (challenger: number, stake?: number) => CashPlayMatch
  take: (id: string, player: number) => void
  /** Reports another player's score. */
  score: (id: string, player: number, score: number) => void
  /** Whether the answer to a request gets lost after the request was carried out. */
  loses: (request: ServedRequest) => boolean
}

const BASE = '/api/gaming-async/v1/matches'

export async function aCashPlayServer(): Promise<CashPlayServer> {
  const matches = new Map<string, CashPlayMatch>()
  const secrets = new Map<string, string>()
  const scores = new Map<string, number>()
  const refuse = (status: number) => ({ status, body: { error: 'refused' } })

  const started = (match: CashPlayMatch, player: number, status: number): ServedAnswer => {
    const secret = randomBytes(8).toString('hex')
    secrets.set(`${match.id}:${player}`, secret)
    server.stakes.push(match.id)
    return { status, body: { match: { ...match, secret } } }
  }
  const add = (challenger: number, stake: number, currency: string): CashPlayMatch => {
    const id = randomBytes(16).toString('hex')
    const match = { id, challenger_id: challenger, stake_amount: stake, currency, state: 'unmatched' as const }
    matches.set(id, { ...match, challenged_id: null })
    return { ...match, challenged_id: null }
  }

  function answer(request: ServedRequest): ServedAnswer {
    const player = Number(/^Bearer player-(\d+)$/.exec(String(request.headers.authorization))?.[1])
    if (!player) return refuse(401)
    const { method, path, query } = request
    const [, id = '', call] = /^\/([0-9a-f]{32})\/(accept|result)\.json$/.exec(path.slice(BASE.length)) ?? []
    if (method === 'GET' && path === `${BASE}.json`) {
      const open = [...matches.values()].filter(
        (match) => match.state === 'unmatched' && match.stake_amount === Number(query.get('stake')),
      )
      return { status: 200, body: { matches: open, meta: { count: open.length, next_page: null, prev_page: null } } }
    }
    if (method === 'POST' && path === `${BASE}.json`) {
      const { match } = request.body as { match: { stake: number; currency: string } }
      return started(add(player, match.stake, match.currency), player, 201)
    }
    const match = matches.get(id)
    if (!match) return refuse(404)
    if (method === 'PUT' && call === 'accept') {
      server.beforeAccept(id)
      if (match.state !== 'unmatched' || match.challenger_id === player) return refuse(422)
      server.take(id, player)
      return started(match, player, 200)
    }
    if (method === 'POST' && call === 'result') return report(match, player, request)
    return refuse(404)
  }

  function report(match: CashPlayMatch, player: number, { body }: ServedRequest): ServedAnswer {
    const { match_score } = body as { match_score: { score: number; secret: string } }
    if (match_score.secret !== secrets.get(`${match.id}:${player}`)) return refuse(403)
    const known = scores.get(`${match.id}:${player}`)
    if (known !== undefined && known !== match_score.score) return refuse(422)
    scores.set(`${match.id}:${player}`, match_score.score)
    const challenger = scores.get(`${match.id}:${match.challenger_id}`)
    const challenged = scores.get(`${match.id}:${match.challenged_id}`)
    const decided = challenger !== undefined && challenged !== undefined
    const winner =
      decided && challenger !== challenged ? (challenger > challenged ? 'challenger_id' : 'challenged_id') : null
    const shows = (side: number | null) => decided || side === player
    const result = {
      match_id: match.id,
      challenger_score: shows(match.challenger_id) ? (challenger ?? null) : null,
      challenged_score: shows(match.challenged_id) ? (challenged ?? null) : null,
      winner_id: winner ? match[winner] : null,
      amount_won: decided ? (winner ? match.stake_amount : 0) : null,
      currency: decided ? match.currency : null,
    }
    return { status: 200, body: { match_result: result } }
  }

  const served = await serve((request) => {
    const answered = answer(request)
    return server.loses(request) ? 'cut' : answered
  })
  const server: CashPlayServer = {
    ...served,
    stakes: [],
    loses: () => false,
    beforeAccept: () => {},
    offer: (challenger, stake = 500) => add(challenger, stake, 'GBP'),
    take(id, player) {
      const match = matches.get(id)
      if (match) Object.assign(match, { challenged_id: player, state: 'matched' })
    },
    score: (id, player, score) => {
      scores.set(`${id}:${player}`, score)
    },
  }
  return server
}
