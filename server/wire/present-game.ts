import { DEFAULT_RULES, type Game as WireGame, type GameRules as WireRules } from '@ante/shared'
import { asClientId } from '../domain/ids.ts'
import type { Game, GameRules } from '../domain/rules.ts'

/** A game's rules on the wire. */
export function presentRules(rules: GameRules): WireRules {
  return {
    name: rules.name,
    max_score: rules.maxScore,
    score_order: rules.scoreOrder,
    min_score: rules.minScore,
    fee_bps: rules.feeBps,
    draw_fee: rules.drawFee,
    play_seconds: rules.playSeconds,
    open_seconds: rules.openSeconds,
    max_prolongs: rules.maxProlongs,
    max_open: rules.maxOpen,
    stakes: [...rules.stakes],
    clients: [...rules.clients],
    result_clients: [...rules.resultClients],
    enabled: rules.enabled,
  }
}

export function presentGame(game: Game): WireGame {
  return { id: game.id, ...presentRules(game.rules) }
}

/** The operator's changes applied to the rules before them, or to the defaults for a new game. */
export function parseRules(
  changes: Partial<{ [Rule in keyof WireRules]: WireRules[Rule] | undefined }>,
  before: GameRules | { name: string; max_score: number },
): GameRules {
  const base: WireRules = 'maxScore' in before ? presentRules(before) : { ...DEFAULT_RULES, ...before }
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
  const rules: WireRules = { ...base, ...given }
  return {
    name: rules.name,
    maxScore: rules.max_score,
    minScore: rules.min_score,
    scoreOrder: rules.score_order,
    feeBps: rules.fee_bps,
    drawFee: rules.draw_fee,
    playSeconds: rules.play_seconds,
    openSeconds: rules.open_seconds,
    maxProlongs: rules.max_prolongs,
    maxOpen: rules.max_open,
    stakes: rules.stakes,
    clients: rules.clients.map(asClientId),
    resultClients: rules.result_clients.map(asClientId),
    enabled: rules.enabled,
  }
}
