import type { Client } from '../domain/client.ts'
import { asClientId, asGameId, type ClientId, type GameId } from '../domain/ids.ts'
import type { Game } from '../domain/rules.ts'
import type { Storage } from '../storage/storage.ts'
import { parseRules } from '../wire/present-game.ts'
import type { Clock } from './clock.ts'

/** What the sample game has to know of its runtime. */
export interface Sample {
  readonly clientId: ClientId
  readonly gameId: GameId
  readonly currency: string
  /** In minor units. */
  readonly stakes: readonly number[]
}

export const SAMPLE: Sample = {
  clientId: asClientId('ante-sample-game'),
  gameId: asGameId(1),
  currency: 'GBP',
  stakes: [100, 500, 2000],
}

/** Registers the sample game and its client in a demo store, at the origins where it is served today. */
export async function registerSample(
  storage: Storage,
  clock: Clock,
  sample: { name: string; maxScore: number; origins: readonly string[] },
): Promise<void> {
  const at = clock.now()
  const known = await storage.client(SAMPLE.clientId)
  const client: Client = {
    id: SAMPLE.clientId,
    type: 'public',
    name: sample.name,
    description: "Ante's sample game: stack the tower higher than somebody else.",
    logoUri: null,
    clientUri: sample.origins[0] ?? null,
    redirectUris: sample.origins.map((origin) => `${origin}/`),
    scopes: ['public'],
    allowedOrigins: sample.origins,
    secretHash: null,
    iss: true,
    createdAt: known?.createdAt ?? at,
  }
  const game: Game = (await storage.game(SAMPLE.gameId)) ?? {
    id: SAMPLE.gameId,
    rules: parseRules({ stakes: [...SAMPLE.stakes] }, { name: sample.name, max_score: sample.maxScore }),
  }
  await storage.commit({ at, clients: [client], games: [game] })
}
