import { once } from 'node:events'
import type { Server } from 'node:http'
import type { Logger } from 'pino'
import { accountPages } from './account/account-router.ts'
import { createApp, createOperatorApp } from './app.ts'
import { connectionBudget } from './config/descriptors.ts'
import type { Config } from './config/environment.ts'
import { removeBasePath } from './http/base-path.ts'
import { createClientAddress } from './http/client-address.ts'
import { type Connections, trackConnections } from './http/connections.ts'
import { declineUpgrade } from './http/decline-upgrade.ts'
import { createServer } from './http/fast-server.ts'
import { macOf } from './keys/hmac.ts'
import { loadKeys, loadSharedKeys } from './keys/keys.ts'
import { createRandomness } from './keys/randomness.ts'
import { createCallLimits } from './limits/call-limits.ts'
import { networkOf } from './limits/network.ts'
import { createOAuth } from './oauth/oauth.ts'
import { openRealtime } from './realtime/sockets.ts'
import { createSample } from './sample/sample.ts'
import { createClients } from './services/clients/clients.ts'
import { createAdvanceClock } from './services/core/advance-clock.ts'
import { createAnnouncer } from './services/core/announcer.ts'
import { type Clock, createClock } from './services/core/clock.ts'
import { createHeartbeat } from './services/core/heartbeat.ts'
import { createIdempotency } from './services/core/idempotency.ts'
import { memoized } from './services/core/memoized.ts'
import { followStore } from './services/core/shared-clock.ts'
import { createSweeper } from './services/core/sweeper.ts'
import { createUnitOfWork } from './services/core/unit-of-work.ts'
import { createPlayerEvents } from './services/events/player-events.ts'
import { createLedger } from './services/ledger/operator-ledger.ts'
import { createSealer } from './services/ledger/sealer.ts'
import { createReadStatement } from './services/ledger/statement.ts'
import { createWallet } from './services/ledger/wallet.ts'
import { createDeadlines } from './services/matches/deadlines.ts'
import { createDowntimeCompensation } from './services/matches/downtime-compensation.ts'
import { createGames } from './services/matches/games.ts'
import { createMatchUnitOfWork } from './services/matches/match-unit-of-work.ts'
import { createMatches } from './services/matches/matches.ts'
import { createSharedDowntimeCompensation } from './services/matches/shared-downtime.ts'
import { createStakeLimits } from './services/matches/stake-limits.ts'
import { createBans } from './services/players/bans.ts'
import { createSetExcluded } from './services/players/exclusion.ts'
import { createIdentities } from './services/players/identities.ts'
import { createPlayers } from './services/players/players.ts'
import { openLowdbStorage } from './storage/lowdb/lowdb-storage.ts'
import type { Storage } from './storage/storage.ts'
import { settleStoreKind } from './storage/store-kind.ts'

/**
 * Shares of the connection budget: of the main listener, and of each listener beside it (sample game, operator API).
 */
const MAIN_SHARE = 0.8
const SMALL_SHARE = 0.1

/** Opens the store of a configuration. */
export type OpenStorage = (config: Config, log: Logger) => Promise<Storage>

const openConfiguredStore: OpenStorage = async ({ databaseUrl, dataDirectory }, log) => {
  if (databaseUrl === null) return openLowdbStorage({ directory: dataDirectory, log })
  // Loads what only PostgreSQL needs, which takes a fifth of the time of a start.
  const { openPostgresStorage } = await import('./storage/postgres/postgres-storage.ts')
  return openPostgresStorage({ url: databaseUrl, log })
}

/** The log, the clock and the store of a runtime. */
interface Surroundings {
  readonly log: Logger
  readonly systemClock: Clock
  /** Default: opens the embedded store, or PostgreSQL when `databaseUrl` is set. */
  readonly openStorage?: OpenStorage
}

/** A running Ante server. */
export interface Runtime {
  /** URL of the sample game; null outside a demo store. */
  readonly sampleUrl: string | null
  /** Resolves with the error of the store after which no commit is possible. */
  readonly failed: Promise<Error>
  /** Answers the requests in flight, then closes the listeners and the store. */
  close(): Promise<void>
}

/**
 * Opens the store, extends the deadlines that an outage shortened, and listens. Throws when one of these steps fails.
 */
export async function startRuntime(
  config: Config,
  { log, systemClock: ownClock, openStorage = openConfiguredStore }: Surroundings,
): Promise<Runtime> {
  const storage = await openStorage(config, log)
  const opened: (() => Promise<void>)[] = [() => storage.close()]
  const closeAll = async () => {
    for (const close of opened.reverse()) await close()
  }
  try {
    const { shared } = storage
    const sharedClock = shared && (await followStore(shared, ownClock, log))
    if (sharedClock) opened.push(() => sharedClock.stop())
    const systemClock = sharedClock ?? ownClock
    await settleStoreKind(storage, config.demo, systemClock.now())
    const clock = await createClock(storage, systemClock)
    const random = createRandomness()
    const announcer = createAnnouncer()
    const base = { storage, clock, unitOfWork: createUnitOfWork({ storage, announcer, clock }), log }
    const heartbeat = createHeartbeat(base)
    const downtime = shared
      ? createSharedDowntimeCompensation({ ...base, shared, heartbeat })
      : createDowntimeCompensation({ ...base, heartbeat })
    const unitOfWork = createMatchUnitOfWork({ ...base, downtime, heartbeat })
    const stakeLimits = createStakeLimits({ ...base, ceiling: config.grantStakeLimit })
    const services = { ...base, stakeLimits, random, unitOfWork, downtime, heartbeat }
    const clients = createClients({ ...services, publicUrl: config.publicUrl, demo: config.demo })
    const players = createPlayers({ ...services, demo: config.demo })
    const identities = createIdentities({ ...services, demo: config.demo, providers: config.providers })
    const matches = createMatches(services)
    const games = createGames(services)
    const wallet = createWallet(services)
    const deadlines = createDeadlines(services)
    const idempotency = createIdempotency(storage, clock)
    const sweeper = createSweeper({ storage, clock: systemClock, log })
    const keys = await (shared ? loadSharedKeys(shared.keep, config.keys) : loadKeys(config.dataDirectory, config.keys))
    const ledger = await createLedger({ ...services, signingKeys: keys.signing, publicUrl: config.publicUrl })
    const sealer = createSealer({ ...base, issuer: config.publicUrl })
    const oauth = await createOAuth({
      ...config,
      storage,
      stakeLimits,
      players,
      identities,
      clients,
      keys,
      clock: systemClock,
      random,
      log,
    })

    const { onRevoked } = oauth
    const playerEvents = createPlayerEvents({ storage, announcer, tokenClock: systemClock, onRevoked })

    await downtime.recover()
    const sample = config.demo ? await createSample(config, { ...services, clients }) : null
    const listeners: Connections[] = []
    const closeListeners = async () => {
      await Promise.all(listeners.map((connections) => connections.close()))
    }
    opened.push(closeListeners)
    const budget = connectionBudget()
    if (sample) {
      listeners.push(trackConnections(sample.server, budget * SMALL_SHARE))
      await listen(sample.server, config.demoPort, config.host)
    }
    const adminUrl = config.adminPort === null ? null : urlOf(config.adminHost, config.adminPort)
    const dependencies = {
      ...services,
      advanceClock: createAdvanceClock(base),
      clients,
      players,
      bans: createBans(services),
      setExcluded: createSetExcluded(services),
      matches,
      games,
      wallet,
      ledger,
      readStatement: createReadStatement(storage),
      deadlines,
      playerEvents,
      idempotency,
      callLimits: createCallLimits(config.rateLimit),
      oauth,
      accountPages: accountPages({
        ...config,
        ...oauth.signInServices,
        records: storage.oauth,
        stakeLimits,
        clients,
        players,
        identities,
        clock: systemClock,
        random,
        secrets: keys.secrets,
        log,
      }),
      hashAddress: memoized((address) => macOf(keys.secrets[0], 'address', networkOf(address)).slice(0, 22)),
      secrets: keys.secrets,
      settings: { ...config, adminUrl, demoUrl: sample?.url ?? null },
    }
    const { app, api } = createApp(dependencies)
    const server = createServer(app, api)
    const connections = trackConnections(server, budget * MAIN_SHARE)
    listeners.push(connections)
    const realtime = openRealtime({
      ...config,
      httpServer: server,
      addressOf: createClientAddress(app),
      upgraded: connections.upgraded,
      declineUpgrade: (req, socket, head) => {
        connections.answered(socket).then(() => declineUpgrade(server, req, socket, head))
      },
      storage,
      announcer,
      tokenClock: systemClock,
      findCaller: oauth.authenticate,
      isKept: oauth.isKept,
      onRevoked,
      originRegistered: oauth.originRegistered,
      log,
    })
    removeBasePath(server, config.publicUrl)
    await listen(server, config.port, config.host)
    if (config.adminPort !== null && adminUrl !== null) {
      const operator = createOperatorApp(dependencies, adminUrl)
      const operatorServer = createServer(operator.app, operator.api)
      listeners.push(trackConnections(operatorServer, budget * SMALL_SHARE))
      await listen(operatorServer, config.adminPort, config.adminHost)
    }
    deadlines.start()
    sweeper.start()
    sealer.start()
    opened.push(
      () => sealer.stop(),
      () => deadlines.stop(),
      () => sweeper.stop(),
      closeListeners,
      () => realtime.close(),
      async () => playerEvents.close(),
    )
    return { sampleUrl: sample?.url ?? null, failed: storage.failed, close: closeAll }
  } catch (error) {
    await closeAll()
    throw error
  }
}

const urlOf = (host: string, port: number) => `http://${host.includes(':') ? `[${host}]` : host}:${port}`

async function listen(server: Server, port: number, host: string): Promise<void> {
  server.listen(port, host)
  await once(server, 'listening')
}
