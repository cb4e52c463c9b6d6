import type { ClientId, GameId } from './ids.ts'

/** What a game's matches are played under. A match copies them, so later edits never change a running match. */
export interface GameRules {
  readonly name: string
  readonly maxScore: number
  readonly minScore: number
  readonly scoreOrder: 'higher_wins' | 'lower_wins'
  /** Part of the pot, in hundredths of a percent. */
  readonly feeBps: number
  readonly drawFee: boolean
  readonly playSeconds: number
  readonly openSeconds: number
  readonly maxProlongs: number
  /** A player's undecided matches in this game. */
  readonly maxOpen: number
  /** Allowed amounts; empty: any. */
  readonly stakes: readonly number[]
  /** Whose tokens may play; empty: any. */
  readonly clients: readonly ClientId[]
  /** Whose tokens may report scores; empty: those of `clients`. */
  readonly resultClients: readonly ClientId[]
  readonly enabled: boolean
}

export interface Game {
  readonly id: GameId
  readonly rules: GameRules
}

export function mayPlay(rules: GameRules, client: ClientId): boolean {
  return rules.clients.length === 0 || rules.clients.includes(client)
}

/** Whether rules let a player enter a match through this client, with so many undecided matches in the game already. */
export function admits(rules: GameRules, entrant: { clientId: ClientId; undecided: number }): boolean {
  return mayPlay(rules, entrant.clientId) && entrant.undecided < rules.maxOpen
}

export function mayReport(rules: GameRules, client: ClientId): boolean {
  const reporters = rules.resultClients.length > 0 ? rules.resultClients : rules.clients
  return reporters.length === 0 || reporters.includes(client)
}

/** What is wrong with a set of rules as a whole, field by field. */
export function contradictionsIn(rules: GameRules): { field: keyof GameRules; message: string }[] {
  return rules.minScore > rules.maxScore
    ? [{ field: 'minScore', message: `must not be above max_score (${rules.maxScore})` }]
    : []
}
