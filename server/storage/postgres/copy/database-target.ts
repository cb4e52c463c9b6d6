import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { type CopyMark, type Found, type StoreContent, StoreRefused, type StoreTarget } from '../../store-copy.ts'
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
const BEGIN_TAKING = `BEGIN; SET LOCAL lock_timeout = '10s'; ${NO_TIMEOUTS}`
const BEGIN_WRITING = `BEGIN; SET LOCAL lock_timeout = 0; ${NO_TIMEOUTS}`
/** Batches need not wait for the disk: a crash takes the last of them with their mark. What completes the copy waits for all. */
const WITHOUT_WAITING = 'SET LOCAL synchronous_commit = off'
/** Number of the lock that a copy holds to its end, against another copy. Nothing else in Ante takes such locks. */
const COPY_LOCK = 1

/**
 * Opens a database to be copied into. It must be empty, or a copy that was cut short. Throws `StoreRefused`,
 * `StorageUnavailable`.
 */
export async function openDatabaseTarget(address: DatabaseAddress): Promise<StoreTarget> {
  const servers = openServers(address)
  const id = randomUUID()
  /** The connection that holds the lock. */
  let holder: pg.PoolClient | null = null
  /** The connection on which everything is written. */
  let writer: pg.PoolClient | null = null
  const reads: StoreContent[] = []

  async function connect(): Promise<pg.PoolClient> {
    const client = await servers.connect()
    client.on('error', () => {})
    return client
  }

  /** Writes in a transaction, while the place is ours: a lock is lost with its connection. */
  async function inTransaction(task: (query: Query) => Promise<void>): Promise<void> {
    if (!writer) throw new Error('a copy is written before it has begun')
    const query = queryOn(writer)
    await query(BEGIN_WRITING)
    const { rowCount } = await query('SELECT 1 FROM store WHERE copy = $1 FOR UPDATE', [id])
    if (rowCount === 0) throw new StoreRefused(OTHER_COPY)
    await task(query)
    await query('COMMIT')
  }

  await explained(() => assertCopyable(servers)).catch(async (error: unknown) => {
    await servers.close()
    throw error
  })

  return {
    begin: () =>
      explained(async (): Promise<Found> => {
        await migrate(servers)
        holder = await connect()
        await takePlace(queryOn(holder))
        const marked = await mark(servers, id)
        writer = await connect()
        if (marked === null) return { kind: 'nothing' }
        if (marked.copied !== null) return { kind: 'begun', mark: marked.copied }
        await inTransaction(clear)
        return { kind: 'removed' }
      }),

    clear: () => explained(() => inTransaction(clear)),

    write: (batch, mark) =>
      explained(() =>
        inTransaction(async (query) => {
          await query(WITHOUT_WAITING)
          await writeRecords(query, batch)
          await query('UPDATE store SET copied = $1', [JSON.stringify(mark)])
        }),
      ),

    complete: () =>
      explained(async () => {
        await inTransaction(deriveRest)
        // The first queries are to be planned for what is there now.
        if (writer) await queryOn(writer)('ANALYZE')
      }),

    async read() {
      const content = await explained(async () => contentOf(await openView(servers)))
      reads.push(content)
      return content
    },

    finish: () =>
      explained(() =>
        inTransaction(async (query) => {
          await query('UPDATE store SET copy = NULL, copied = NULL')
        }),
      ),

    async close() {
      for (const content of reads) await content.close()
      writer?.release(true)
      holder?.release(true)
      await servers.close()
    },
  }
}

/** In a transaction that lasts as long as the connection, so that a pooler in between passes the lock on to nobody. */
async function takePlace(query: Query): Promise<void> {
  await query(BEGIN_TAKING)
  await query('SELECT pg_advisory_xact_lock($1)', [COPY_LOCK]).catch((error: unknown) => {
    throw isLocked(error) ? new StoreRefused(OTHER_COPY) : error
  })
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

/** What was found in a database that is marked as a half-made copy. */
interface Marked {
  /** How far it has come; null where it was not noted. */
  readonly copied: CopyMark | null
}

/** Marks the database as a half-made copy, this one. Tells how it was marked before; null: it was not. */
function mark(servers: Servers, id: string): Promise<Marked | null> {
  return withQuery(servers, async (query) => {
    await query(BEGIN_TAKING)
    await query('SELECT 1 FROM store FOR UPDATE').catch((error: unknown) => {
      throw isLocked(error) ? new StoreRefused(OTHER_COPY) : error
    })
    const marked = await assertEmptyOrMarked(query)
    await query('UPDATE store SET copy = $1', [id])
    await query('COMMIT')
    try {
      // A server that starts shows itself first, and then looks for the mark.
      await assertUnused(query)
    } catch (error) {
      if (!marked) await query('UPDATE store SET copy = NULL WHERE copy = $1', [id])
      throw error
    }
    return marked
  })
}

const isLocked = (error: unknown) => error instanceof Error && 'code' in error && error.code === '55P03'

/** How a copy was cut short; null where there is nothing. Throws `StoreRefused` where there is anything else. */
async function assertEmptyOrMarked(query: Query): Promise<Marked | null> {
  const { rows } = await query<{ store: StoreRow }>('SELECT to_json(store) AS store FROM store')
  const { copy = null, copied = null, demo = null, alive_at = null } = rows[0]?.store ?? {}
  if (copy !== null) return { copied }
  const tables = COPIED_TABLES.map((table) => `EXISTS (SELECT 1 FROM ${table})`)
  const found = await query<{ any: boolean }>(`SELECT ${tables.join(' OR ')} AS any`)
  if (demo !== null || alive_at !== null || found.rows[0]?.any) throw new StoreRefused(NOT_EMPTY)
  return null
}

/** The row of `store`, in which a database of an older version has fewer columns. */
interface StoreRow {
  readonly copy?: string | null
  readonly copied?: CopyMark | null
  readonly demo?: boolean | null
  readonly alive_at?: number | null
}

/** Removes what a copy left that was cut short. */
async function clear(query: Query): Promise<void> {
  await query(`TRUNCATE ${COPIED_TABLES.join(', ')} RESTART IDENTITY`)
  await query('UPDATE store SET copied = NULL, demo = NULL, alive_at = NULL, clock_offset = 0, issuer = NULL')
  for (const name of ['player_ids', 'game_ids', 'transfer_numbers', 'oauth_writes']) {
    await query('SELECT setval($1, 1, false)', [name])
  }
}
