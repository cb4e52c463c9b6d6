import { holdersIn, Revocations } from '../revocations.ts'
import type { OAuthHolder, Storage } from '../storage.ts'
import { commitBatch } from './commit/commit-batch.ts'
import { CommitQueue } from './commit/commit-queue.ts'
import { createDatabase } from './connection/database.ts'
import { parseDatabaseUrl } from './connection/database-url.ts'
import { createServers, type StoreLog } from './connection/servers.ts'
import { followRevocations } from './news/revocation-log.ts'
import { createWakeUps } from './news/wake-ups.ts'
import { oauthRecords } from './oauth-records.ts'
import { ledgerReads } from './reads/ledger-reads.ts'
import { matchReads } from './reads/match-reads.ts'
import { playerReads } from './reads/player-reads.ts'
import { migrate } from './schema/migrate.ts'
import { assertFinished } from './schema/unfinished.ts'
import { createProcesses } from './shared-store.ts'
import { sweep } from './sweep.ts'

export interface PostgresOptions {
  /** As `parseDatabaseUrl` reads it. */
  readonly url: string
  readonly log?: StoreLog
  /** The most connections at once (16). */
  readonly connections?: number
}

const CONNECTIONS = 16

/**
 * Opens the store in a PostgreSQL database, whose schema is brought up to date first. Any number of processes may have it
 * open. Throws when the database cannot be reached, or was used by a newer version, and `StoreUnfinished` when it is a
 * half-made copy.
 */
export async function openPostgresStorage(options: PostgresOptions): Promise<Storage> {
  const { url, log = { warn() {} }, connections = CONNECTIONS } = options
  const servers = createServers(addressOf(url), { connections, log })
  try {
    await migrate(servers)
  } catch (error) {
    await servers.close()
    throw error
  }
  const database = createDatabase(servers)
  const revocations = new Revocations()
  const revocationLog = followRevocations(database, (holders) => revocations.notify(holders))
  const processes = createProcesses(database, () => revocationLog.isCurrent())
  const wakeUps = createWakeUps({
    servers,
    database,
    log,
    heard({ players, revoked }) {
      if (players === null || players.length > 0) processes.heard(players)
      if (revoked) revocationLog.look()
    },
  })
  const revoked = (holders: readonly OAuthHolder[]) => {
    revocations.notify(holders)
    wakeUps.tell({ revoked: holders.length > 0 })
  }
  const queue = new CommitQueue((changes) => commitBatch(database, changes))
  let closing: Promise<void> | null = null

  async function close(): Promise<void> {
    await queue.idle()
    await wakeUps.close()
    await revocationLog.close()
    await processes.leave()
    await database.close()
  }

  try {
    // In this order: a copy marks the database first, and then looks for processes.
    await processes.shown
    await assertFinished(database.read)
  } catch (error) {
    await close()
    throw error
  }

  return {
    ...matchReads(database),
    ...playerReads(database),
    ...ledgerReads(database),
    oauth: oauthRecords(database, revoked, (listener) => revocations.subscribe(listener)),
    shared: processes.shared,

    async commit(change) {
      database.assertOpen()
      const result = await queue.commit(change)
      if (result.kind === 'committed') {
        wakeUps.tell({ players: result.events.map(({ playerId }) => playerId) })
        revoked(holdersIn(change))
      }
      return result
    },

    // Nothing is seen before it is committed.
    flushed: async () => database.assertOpen(),
    sweep: (now, eventsBefore) => sweep(database, now, eventsBefore),
    check: async () => {
      await database.read('SELECT 1')
    },
    // An unreachable database comes back, and everything goes on.
    failed: new Promise<never>(() => {}),

    close() {
      closing ??= close()
      return closing
    },
  }
}

function addressOf(url: string): ReturnType<typeof parseDatabaseUrl> {
  try {
    return parseDatabaseUrl(url)
  } catch (error) {
    throw new Error(`DATABASE_URL ${error instanceof Error ? error.message : 'cannot be read'}`)
  }
}
