import type { GameRules, PlayerEventContent } from '@ante/shared'

/**
 * The reference: matches and money as PROTOCOL describes them, in plain objects and the plainest code. It shares nothing
 * with the server but the shapes on the wire, never thinks of concurrency, and is never fast.
 */
export interface Model {
  /** The operating system's clock, in milliseconds since 1970. */
  system: number
  /** What the operator of the demo store added to it. */
  offset: number
  /** The last durable heartbeat, on the store's clock; null before the first start. */
  aliveAt: number | null
  /** When this process last recorded that it is alive, and last looked at the clock; on the system's clock. */
  beatAt: number
  lookedAt: number
  games: Record<number, GameRules>
  players: Record<number, Player>
  /** In the order of their creation. */
  matches: Record<string, Match>
  /** The collected fees, by currency. */
  fees: Record<string, number>
  /** Payments by reference. */
  payments: Record<string, Payment>
  /** Answers by caller, call and `Idempotency-Key`. */
  remembered: Record<string, { body: string; answer: Answer; until: number }>
}

export interface Player {
  excluded: boolean
  /** What can be staked, by currency; a currency that was ever held stays. */
  money: Record<string, number>
  events: { at: number; content: PlayerEventContent }[]
}

export interface Side {
  player: number
  client: string
  secret: string
  until: number
  prolongs: number
  /** Milliseconds that outages have added. */
  given: number
  /** How the attempt ended; null while it can still end in any way. */
  end: null | 'forfeit' | 'timeout' | { score: number }
}

export interface Match {
  id: string
  game: number
  rules: GameRules
  stake: number
  currency: string
  level: number | null
  seed: string
  created: number
  openUntil: number
  state: 'unmatched' | 'matched' | 'settled' | 'expired' | 'void'
  challenger: Side
  challenged: Side | null
  outcome: null | 'challenger_won' | 'challenged_won' | 'draw' | 'walkover' | 'void' | 'expired'
  winner: number | null
  won: number
  fee: number
}

export interface Payment {
  player: number
  kind: 'deposit' | 'withdraw'
  amount: number
  currency: string
  /** What the player held afterwards. */
  balance: number
}

/** What a caller gets: a status with a body, or with the code of a problem. */
export type Answer = { status: number; body: unknown } | { status: number; code: string }

/** Who calls, through which application. */
export interface Who {
  player: number
  client: string
}

export const SECOND = 1000
export const DAY = 24 * 3600 * SECOND

export const nowOf = (model: Model) => model.system + model.offset
export const isDecided = (match: Match) => match.outcome !== null
export const sidesOf = (match: Match): Side[] =>
  match.challenged ? [match.challenger, match.challenged] : [match.challenger]
export const sideOf = (match: Match, player: number) => sidesOf(match).find((side) => side.player === player) ?? null
export const otherSide = (match: Match, side: Side) => sidesOf(match).find((other) => other !== side) ?? null
export const canStillPost = (side: Side, now: number) => side.end === null && now < side.until
export const scoreOf = (side: Side | null) =>
  side !== null && side.end !== null && typeof side.end === 'object' ? side.end.score : null

export function playerIn(model: Model, id: number): Player {
  const player = model.players[id]
  if (!player) throw new Error(`the model has no player ${id}`)
  return player
}

const STATUS: Record<string, number> = {
  wrong_secret: 403,
  not_participant: 403,
  client_not_allowed: 403,
  player_excluded: 403,
  not_found: 404,
}

/** A refusal: 403 and 404 for these codes, 422 for every other. */
export const refuse = (code: string): Answer => ({ status: STATUS[code] ?? 422, code })
export const answer = (status: number, body: unknown): Answer => ({ status, body })

/** A field that only the server can make up, taken from what it answered. */
export function learned(given: Answer, field: 'id' | 'secret' | 'seed'): string {
  const match = 'body' in given ? (given.body as { match?: Record<string, unknown> }).match : undefined
  const value = match?.[field]
  return typeof value === 'string' ? value : `the server gave no ${field}`
}
