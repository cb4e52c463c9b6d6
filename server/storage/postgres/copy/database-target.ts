import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { type StoreContent, StoreRefused, type StoreTarget } from '../../store-copy.ts'
import type { DatabaseAddress } from '../connection/database-url.ts'
import { type Query, queryOn } from '../connection/query.ts'
import type { Servers } from '../connection/servers.ts'
import { openView } from '../connection/view.ts'
import { migrate, schemaIn } from '../schema/migrate.ts'
import { contentOf } from './database-content.ts'
import { assertUnused, explained, NO_TIMEOUTS, openServers } from './open-database.ts'
import { deriveRest, writeRecords } from './write-records.ts'

/** Everything that a copy writes, apart from the one row of `store`. */
const COPIED_TABLES = [
  'kept_texts',
  'player_states',
  'players',
  'identities',
  'games',
  'clients',
  'matches',
  'match_players',
  'undecided_matches',
  'open_matches',
  'transfers',
  'unsealed_transfers',
  'blocks',
  'sealed_balances',
  'events',
  'answers',
  'oauth_records',
]

const OTHER_COPY = 'Another copy into this database is under way.'
const NOT_EMPTY = 'The database is not empty. A store is copied into an empty database only.'

/** How long to wait for another copy, which may have been killed just now. */
const BEGIN_MARKING = "BEGIN; SET LOCAL lock_timeout = '10s'"
const BEGIN_WRITING = `BEGIN; SET LOCAL lock_timeout = 0; ${NO_TIMEOUTS}`

/**
 * Opens a database to be copied into. It must be empty, or a copy that was cut short. Throws `StoreRefused`,
 * `StorageUnavailable`.
 */
export async function openDatabaseTarget(address: DatabaseAddress): Promise<StoreTarget> {
  const servers = openServers(address)
  const id = randomUUID()
  /** The one connection on which everything is written, in one transaction. */
  let writer: pg.PoolClient | null = null
  const reads: StoreContent[] = []

  function writing(): Query {
    if (!writer) throw new Error('a copy is written before it has begun')
    return queryOn(writer)
  }

  await explained(() => assertCopyable(servers)).catch(async (error: unknown) => {
    await servers.close()
    throw error
  })

  return {
    begin: () =>
      explained(async () => {
        await migrate(servers)
        const wasMarked = await mark(servers, id)
        writer = await servers.connect()
        writer.on('error', () => {})
        const query = queryOn(writer)
        await query(BEGIN_WRITING)
        // Held to the end, against another copy. Servers that start read the mark all the same.
        const { rowCount } = await query('SELECT copy FROM store WHERE copy = $1 FOR UPDATE', [id])
        if (rowCount === 0) throw new StoreRefused(OTHER_COPY)
        if (wasMarked) await clear(query)
      }),

    write: (batch) => explained(() => writeRecords(writing(), batch)),

    complete: () =>
      explained(async () => {
        const query = writing()
        await deriveRest(query)
        await query('COMMIT')
        // The first queries are to be planned for what is there now.
        await query('ANALYZE')
      }),

    async read() {
      const content = await explained(async () => contentOf(await openView(servers)))
      reads.push(content)
      return content
    },

    finish: () =>
      explained(async () => {
        const { rowCount } = await writing()('UPDATE store SET copy = NULL WHERE copy = $1', [id])
        if (rowCount === 0) throw new StoreRefused(OTHER_COPY)
      }),

    async close() {
      for (const content of reads) await content.close()
      writer?.release(true)
      await servers.close()
    },
  }
}

async function withQuery<Result>(servers: Servers, task: (query: Query) => Promise<Result>): Promise<Result> {
  const client = await servers.connect()
  try {
    return await task(queryOn(client))
  } finally {
    client.release(true)
  }
}

/** Before anything is changed. */
function assertCopyable(servers: Servers): Promise<void> {
  return withQuery(servers, async (query) => {
    if ((await schemaIn(query)) !== 'none') {
      await assertEmptyOrMarked(query)
      await assertUnused(query)
      return
    }
    const { rows } = await query(
      "SELECT 1 FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'",
    )
    if (rows.length > 0) throw new StoreRefused(NOT_EMPTY)
  })
}

/** Marks the database as a half-made copy, this one. Whether it was marked before. */
function mark(servers: Servers, id: string): Promise<boolean> {
  return withQuery(servers, async (query) => {
    await query(BEGIN_MARKING)
    await query('SELECT copy FROM store FOR UPDATE').catch((error: unknown) => {
      throw isLocked(error) ? new StoreRefused(OTHER_COPY) : error
    })
    const wasMarked = await assertEmptyOrMarked(query)
    await query('UPDATE store SET copy = $1', [id])
    await query('COMMIT')
    try {
      // A server that starts shows itself first, and then looks for the mark.
      await assertUnused(query)
    } catch (error) {
      if (!wasMarked) await query('UPDATE store SET copy = NULL WHERE copy = $1', [id])
      throw error
    }
    return wasMarked
  })
}

const isLocked = (error: unknown) => error instanceof Error && 'code' in error && error.code === '55P03'

/** Whether a copy was cut short. Throws `StoreRefused` where there is anything else. */
async function assertEmptyOrMarked(query: Query): Promise<boolean> {
  const { rows } = await query<{ store: Record<string, unknown> }>('SELECT to_json(store) AS store FROM store')
  const { copy = null, demo = null, alive_at = null } = rows[0]?.store ?? {}
  if (copy !== null) return true
  const tables = COPIED_TABLES.map((table) => `EXISTS (SELECT 1 FROM ${table})`)
  const found = await query<{ any: boolean }>(`SELECT ${tables.join(' OR ')} AS any`)
  if (demo !== null || alive_at !== null || found.rows[0]?.any) throw new StoreRefused(NOT_EMPTY)
  return false
}

/** Removes what a copy left that was cut short. */
async function clear(query: Query): Promise<void> {
  await query(`TRUNCATE ${COPIED_TABLES.join(', ')} RESTART IDENTITY`)
  await query('UPDATE store SET demo = NULL, alive_at = NULL, clock_offset = 0, issuer = NULL')
  for (const name of ['player_ids', 'game_ids', 'transfer_numbers', 'oauth_writes']) {
    await query('SELECT setval($1, 1, false)', [name])
  }
}
