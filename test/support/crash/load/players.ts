import type { MatchResult, MatchWithAttempt } from '@ante/shared'
import { ADMIN_TOKEN, MATCHES } from '../../ante.ts'
import { signInByPages } from '../../oauth/sign-in.ts'
import type { SeededRandom } from '../seeded-random.ts'
import { calls, createSend, type Send, sureReply } from './send.ts'

export const PASSWORD = 'correct horse battery'
const REDIRECT_URI = 'https://game.example/callback'
const PLAYERS = 6
const START_MONEY = 1_000_000

export interface Registered {
  readonly id: string
  readonly secret: string
  readonly redirectUri: string
}

export interface Person {
  readonly id: number
  readonly username: string
}

/** A game as the load plays it. */
export interface PlayedGame {
  readonly id: number
  readonly currency: string
  readonly stakes: readonly number[]
  /** What each side pays of a draw, in minor units. */
  readonly drawLoss: number
}

/**
 * The players, games and clients of one data folder. They are created before the first kill and known to be on disk.
 */
export interface World {
  readonly url: string
  /** A game's own server, and a browser game. */
  readonly backend: Registered
  readonly browser: Registered
  readonly games: readonly PlayedGame[]
  readonly players: readonly Person[]
  /** The player who only signs in. */
  readonly visitors: readonly Person[]
  /** Access tokens of the players, as they are now. */
  readonly tokens: Map<number, string>
  readonly refreshTokens: ReadonlyMap<number, string>
  readonly send: Send
}

const GAMES = [
  { currency: 'GBP', stakes: [500, 700], rules: { fee_bps: 750, max_prolongs: 2, play_seconds: 600 } },
  // Whose deadlines pass during the load, and during outages.
  {
    currency: 'GBP',
    stakes: [300],
    rules: { play_seconds: 1, open_seconds: 2, max_prolongs: 1, score_order: 'lower_wins' },
  },
  // 3.33 % of the pot of 200 are 6.
  { currency: 'JPY', stakes: [100], rules: { play_seconds: 30, draw_fee: true, fee_bps: 333 }, drawLoss: 3 },
]

export async function createWorld(url: string, random: SeededRandom): Promise<World> {
  const tokens = new Map<number, string>()
  const send = createSend(url, (by) => (by === 'operator' ? ADMIN_TOKEN : (tokens.get(by) ?? '')))
  const operate = async (path: string, body: object) => {
    const reply = await send({ does: 'operate', by: 'operator', method: 'POST', path: `/admin/v1${path}`, body })
    if (reply?.status !== 201) throw new Error(`${path}: ${JSON.stringify(reply)}`)
    return reply.body
  }
  const register = async (fields: object): Promise<Registered> => {
    const scopes = ['public', 'wallet', 'profile']
    const body = await operate('/clients', { name: 'Tower', redirect_uris: [REDIRECT_URI], scopes, ...fields })
    return { id: body.client_id, secret: body.client_secret ?? '', redirectUri: REDIRECT_URI }
  }
  const person = async (name: string): Promise<Person> => {
    const username = `${name}-${random.below(1e9)}`
    return { username, id: (await operate('/players', { username, password: PASSWORD })).id }
  }

  const backend = await register({ type: 'confidential' })
  const browser = await register({ type: 'public' })
  const games = await Promise.all(
    GAMES.map(async ({ currency, stakes, rules, drawLoss = 0 }): Promise<PlayedGame> => {
      const { game } = await operate('/games', { name: 'Tower', max_score: 9, max_open: 10_000, ...rules })
      return { id: game.id, currency, stakes, drawLoss }
    }),
  )
  const people = (name: string, count: number) => Promise.all(Array.from({ length: count }, () => person(name)))
  const [players, visitors] = [await people('player', PLAYERS), await people('visitor', 3)]

  const refreshTokens = new Map<number, string>()
  for (const { id, username } of players) {
    for (const currency of ['GBP', 'JPY']) {
      const payment = { amount: START_MONEY, currency, reference: `start-${id}-${currency}` }
      await operate(`/players/${id}/deposits`, payment)
    }
    const who = { username, password: PASSWORD, scope: 'public wallet' }
    const { access_token, refresh_token } = await signInByPages(url, backend, who)
    tokens.set(id, access_token)
    refreshTokens.set(id, refresh_token)
  }
  return { url, backend, browser, games, players, visitors, tokens, refreshTokens, send }
}

/** What every player was given at the beginning, by currency. */
export const startMoney = (): Map<string, number> => new Map(['GBP', 'JPY'].map((currency) => [currency, START_MONEY]))

export type OwnMatch = MatchWithAttempt & { readonly match_result: MatchResult }

/** All of a player's matches, page by page. */
export async function ownMatches(send: Send, player: number): Promise<readonly OwnMatch[]> {
  const all: OwnMatch[] = []
  for (let page = 1; ; page++) {
    const sent = calls.read(player, `${MATCHES}/me/matches.json?per_page=100&page=${page}`)
    const { status, body } = await sureReply(send, sent)
    if (status !== 200) throw new Error(`${sent.path}: ${status}`)
    all.push(...body.matches)
    if (body.meta.next_page === null) return all
  }
}
