import { asClientId, asGameId, asPlayerId } from '../../../server/domain/ids.ts'
import type { Storage } from '../../../server/storage/storage.ts'
import { parseRules } from '../../../server/wire/present-game.ts'
import { NOON } from '../../support/builders.ts'
import type { Model } from '../reference/model.ts'
import { start } from '../reference/time.ts'
import type { OperatorCall } from './calls.ts'
import { CLIENTS, CURRENCIES, type Setup } from './commands.ts'

const playerIds = ({ players }: Setup) => Array.from({ length: players }, (_, index) => index + 1)

/** The reference at the first start of a server. */
export function newModel(setup: Setup): Model {
  const model: Model = {
    system: NOON,
    offset: 0,
    aliveAt: null,
    beatAt: NOON,
    lookedAt: NOON,
    games: Object.fromEntries(setup.games.map((rules, index) => [index + 1, rules])),
    players: Object.fromEntries(playerIds(setup).map((id) => [id, { excluded: false, money: {}, events: [] }])),
    matches: {},
    fees: Object.fromEntries(CURRENCIES.map((currency) => [currency, 0])),
    payments: {},
    remembered: {},
  }
  start(model)
  return model
}

/** Puts the players, games and clients of a history into a new store. */
export async function furnish(storage: Storage, setup: Setup): Promise<void> {
  await storage.commit({
    at: NOON,
    meta: { demo: true },
    clients: CLIENTS.map((name) => ({
      id: asClientId(name),
      type: 'public',
      name,
      description: '',
      logoUri: null,
      clientUri: null,
      redirectUris: [],
      scopes: ['public'],
      allowedOrigins: [],
      secretHash: null,
      iss: true,
      createdAt: NOON,
    })),
    games: setup.games.map((rules, index) => ({ id: asGameId(index + 1), rules: parseRules(rules, rules) })),
    players: playerIds(setup).map((id) => ({
      id: asPlayerId(id),
      username: `player-${id}`,
      nickname: `Player ${id}`,
      passwordHash: null,
      guest: true,
      excluded: false,
      createdAt: NOON,
    })),
  })
}

/** The deposits that every history begins with: two currencies each. */
export function deposits(setup: Setup): OperatorCall[] {
  return playerIds(setup).flatMap((player) =>
    CURRENCIES.slice(0, 2).map((currency) => ({
      do: 'deposit' as const,
      player,
      amount: setup.funds,
      currency,
      reference: `funds-${player}-${currency}`,
    })),
  )
}
