import type { ClientId, GameId } from './ids.ts'

/** The rules of a game. A match copies them, so a later change never affects a running match. */
export interface GameRules {
  readonly name: string
  readonly maxScore: number
  readonly minScore: number
  readonly scoreOrder: 'higher_wins' | 'lower_wins'
  /** The operator's part of the pot, in basis points (hundredths of a percent). */
  readonly feeBps: number
  readonly drawFee: boolean
  readonly playSeconds: number
  readonly openSeconds: number
  readonly maxProlongs: number
  /** How many undecided matches a player may have in this game. */
  readonly maxOpen: number
  /** The stakes that are allowed, in minor units; empty: any. */
  readonly stakes: readonly number[]
  /** The clients whose tokens may play; empty: any. */
  readonly clients: readonly ClientId[]
  /** The clients whose tokens may report scores; empty: those of `clients`. */
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

/** The fields that contradict each other, each with what it must be. */
export function contradictionsIn(rules: GameRules): { field: keyof GameRules; message: string }[] {
  return rules.minScore > rules.maxScore
    ? [{ field: 'minScore', message: `must not be above max_score (${rules.maxScore})` }]
    : []
}
