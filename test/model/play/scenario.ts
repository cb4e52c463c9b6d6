import { DEFAULT_RULES, type GameRules } from '@ante/shared'
import { onTestFinished } from 'vitest'
import type { Answer } from '../reference/model.ts'
import { STORES, type StoreKind } from '../server/stores.ts'
import type { By, Command, Setup, TermsChoice } from './commands.ts'
import { History } from './history.ts'

/** Players by their place in a history. */
export const [ALICE, BOB, CAROL] = [0, 1, 2]

/** Three players with 1000 in two currencies, and one game. */
export function aSetup(rules: Partial<GameRules> = {}, changes: Partial<Setup> = {}): Setup {
  const game = { ...DEFAULT_RULES, name: 'Tower', max_score: 10, ...rules }
  return { players: 3, games: [game], funds: 1000, chance: 1, ...changes }
}

/** A history that ends with the test. */
export async function begin(setup: Setup, store: StoreKind | undefined = STORES[0]): Promise<History> {
  if (!store) throw new Error('no store')
  const history = await History.begin(store, setup)
  onTestFinished(() => history.end())
  return history
}

const terms = (changes: Partial<TermsChoice>): TermsChoice => ({
  game: 0,
  stake: 0,
  currency: 0,
  level: null,
  ...changes,
})
export const create = (player: number, changes: Partial<TermsChoice> = {}, key: number | null = null): Command => ({
  do: 'create',
  player,
  client: 0,
  key,
  terms: terms(changes),
})
export const join = (player: number, changes: Partial<TermsChoice> = {}, key: number | null = null): Command => ({
  do: 'join',
  player,
  client: 0,
  key,
  terms: terms(changes),
})
export const lookUp = (player: number): Command => ({
  do: 'lookUp',
  player,
  client: 0,
  terms: terms({}),
  page: 1,
  perPage: 20,
})
/** Accepts the n-th match that waits for somebody else, or else the n-th newest. */
export const accept = (player: number, match = 0, key: number | null = null): Command => ({
  do: 'accept',
  player,
  client: 0,
  key,
  match,
})
/** A score for the newest match. */
export const score = (by: By, points: number | 'forfeit', key: number | null = null): Command => ({
  do: 'score',
  by,
  client: 0,
  key,
  match: 0,
  score: points,
  secret: 'own',
})
export const prolong = (by: By, key: number | null = null): Command => ({
  do: 'prolong',
  by,
  client: 0,
  key,
  match: 0,
})
export const withdraw = (player: number, amount: number, reference = 0): Command => ({
  do: 'withdraw',
  player,
  amount,
  currency: 0,
  reference,
})
export const deposit = (player: number, amount: number, reference = 0): Command => ({
  do: 'deposit',
  player,
  amount,
  currency: 0,
  reference,
})
export const rules = (changes: Partial<GameRules>): Command => ({ do: 'rules', game: 0, changes })
export const exclude = (player: number, excluded = true): Command => ({ do: 'exclude', player, excluded })
export const tick: Command = { do: 'tick' }
/** Moves on to the next deadline, or to this much before (-) or after it. */
export const until = (off = 0, deadline = 0): Command => ({ do: 'until', deadline, off, tick: false })
export const leap = (ms: number): Command => ({ do: 'leap', ms, tick: false })
export const clock = (ms: number): Command => ({ do: 'clock', ms })
export const restart = (ms: number): Command => ({ do: 'restart', ms })

/** An answer in a word: its code, or its status. */
export const wordOf = (answer: Answer) => ('code' in answer ? answer.code : String(answer.status))

/** The body of an answer that must be one. */
export function bodyOf<Body>(answer: Answer | undefined): Body {
  if (!answer || !('body' in answer)) throw new Error(`no body in ${JSON.stringify(answer)}`)
  return answer.body as Body
}
