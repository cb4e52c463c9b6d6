import { asClientId, asGameId, type ClientId, type GameId } from '../domain/ids.ts'
import type { Clients } from '../services/clients/clients.ts'
import type { Clock } from '../services/core/clock.ts'
import type { UnitOfWork } from '../services/core/unit-of-work.ts'
import type { Storage } from '../storage/storage.ts'
import { parseRules } from '../wire/present-game.ts'

/** The registration of the sample game in a demo store. */
interface Sample {
  readonly clientId: ClientId
  readonly gameId: GameId
  readonly name: string
  /** The highest score that its simulation can give. */
  readonly maxScore: number
  readonly currency: string
  /** In minor units. */
  readonly stakes: readonly number[]
}

export const SAMPLE: Sample = {
  clientId: asClientId('ante-sample-game'),
  gameId: asGameId(1),
  name: 'Stackhouse',
  maxScore: 17_100,
  currency: 'GBP',
  stakes: [100, 500, 2000],
}

/**
 * Registers the sample game and its client in a demo store. Existing rules stay; the client's origins are updated to
 * `origins`.
 */
export async function registerSample(dependencies: {
  storage: Storage
  clients: Clients
  clock: Clock
  unitOfWork: UnitOfWork
  origins: readonly string[]
}): Promise<void> {
  const { storage, clients, clock, unitOfWork, origins } = dependencies
  await clients.register(
    {
      name: SAMPLE.name,
      description: 'The sample game: stack your tower higher than somebody else.',
      logo_uri: origins[0] === undefined ? null : `${origins[0]}/icon.svg`,
      client_uri: origins[0] ?? null,
      type: 'public',
      scopes: ['public'],
      redirect_uris: origins.map((origin) => `${origin}/`),
      allowed_origins: [...origins],
      iss: true,
    },
    SAMPLE.clientId,
  )
  await unitOfWork.run(async () => {
    const preconditions = await storage.versions([{ kind: 'game', id: SAMPLE.gameId }])
    if (await storage.game(SAMPLE.gameId)) return { change: null, result: undefined }
    const rules = parseRules({ stakes: [...SAMPLE.stakes] }, { name: SAMPLE.name, max_score: SAMPLE.maxScore })
    return { change: { at: clock.now(), preconditions, games: [{ id: SAMPLE.gameId, rules }] }, result: undefined }
  })
}
