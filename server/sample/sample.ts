import { createServer, type Server } from 'node:http'
import { demoDirectory } from '../config/built-files.ts'
import type { Config } from '../config/environment.ts'
import type { Clients } from '../services/clients/clients.ts'
import type { Clock } from '../services/core/clock.ts'
import type { UnitOfWork } from '../services/core/unit-of-work.ts'
import { PLAY_MONEY } from '../services/players/play-money.ts'
import type { Storage } from '../storage/storage.ts'
import { registerSample, SAMPLE } from './register-sample.ts'
import { createDemoSite } from './sample-site.ts'

/** The sample game's URL and its HTTP server, which does not listen yet. */
export interface Sample {
  readonly url: string
  readonly server: Server
}

/** Registers the sample game in the store and creates its site. */
export async function createSample(
  config: Config,
  dependencies: { storage: Storage; clients: Clients; clock: Clock; unitOfWork: UnitOfWork },
): Promise<Sample> {
  const origins = ['localhost', '127.0.0.1'].map((host) => `http://${host}:${config.demoPort}`)
  await registerSample({ ...dependencies, origins })
  const game = await dependencies.storage.game(SAMPLE.gameId)
  const site = createDemoSite({
    directory: demoDirectory,
    config: {
      server: config.publicUrl,
      clientId: SAMPLE.clientId,
      gameId: SAMPLE.gameId,
      currency: SAMPLE.currency,
      stakes: SAMPLE.stakes,
      newcomerBalance: PLAY_MONEY.amount,
      feeBps: game?.rules.feeBps ?? 0,
    },
  })
  return { url: `http://localhost:${config.demoPort}`, server: createServer(site) }
}
