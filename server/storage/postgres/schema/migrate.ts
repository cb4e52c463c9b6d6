import { Umzug, type UmzugStorage } from 'umzug'
import { isPassing } from '../connection/failures.ts'
import { type Query, queryOn } from '../connection/query.ts'
import type { Servers } from '../connection/servers.ts'
import { ATTEMPTS, COPIED, COPY, EVENT_TIMES, REVOCATIONS, TABLES } from './tables.ts'

/** Every step that the schema took, oldest first. A step that was published never changes. */
const MIGRATIONS: readonly { readonly name: string; readonly statements: string }[] = [
  { name: '0001-tables', statements: TABLES },
  { name: '0002-revocations', statements: REVOCATIONS },
  { name: '0003-attempts', statements: ATTEMPTS },
  { name: '0004-copy', statements: COPY },
  { name: '0005-event-times', statements: EVENT_TIMES },
  { name: '0006-copied', statements: COPIED },
]

/** The database was brought further by a newer version of the program. */
export class SchemaTooNew extends Error {
  override readonly name = 'SchemaTooNew'
}

/**
 * Brings the schema to what this program needs, in one transaction. Of several processes that start at once one does it, and
 * the others wait: the lock ends with the transaction. Throws `SchemaTooNew` and changes nothing where a newer program was
 * here.
 */
export async function migrate(servers: Servers): Promise<void> {
  for (let tries = 1; ; tries++) {
    const client = await servers.connect()
    client.on('error', () => {})
    const query = queryOn(client)
    try {
      await query('BEGIN')
      await migrateIn(query)
      await query('COMMIT')
      client.release()
      return
    } catch (error) {
      client.release(true)
      // Two processes that create the table of migrations at the same moment: one of them is refused.
      if (!isPassing(error) || tries > 20) throw error
    }
  }
}

async function migrateIn(query: Query): Promise<void> {
  await query('CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, applied_at timestamptz DEFAULT now())')
  await query('LOCK TABLE migrations IN ACCESS EXCLUSIVE MODE')
  assertNotNewer(await migrationsIn(query))
  const umzug = new Umzug({
    migrations: MIGRATIONS.map(({ name, statements }) => ({ name, up: () => query(statements) })),
    storage: storageOf(query),
    logger: undefined,
  })
  await umzug.up()
}

/** How a database's schema stands to this program. Throws `SchemaTooNew`. */
export async function schemaIn(query: Query): Promise<'none' | 'older' | 'current'> {
  const { rows } = await query<{ found: boolean }>("SELECT to_regclass('migrations') IS NOT NULL AS found")
  if (!rows[0]?.found) return 'none'
  const applied = await migrationsIn(query)
  assertNotNewer(applied)
  return applied.length < MIGRATIONS.length ? 'older' : 'current'
}

function assertNotNewer(applied: readonly string[]): void {
  const known = new Set(MIGRATIONS.map(({ name }) => name))
  const unknown = applied.filter((name) => !known.has(name))
  if (unknown.length === 0) return
  throw new SchemaTooNew(
    `The database was used by a newer version of Ante (${unknown.join(', ')}). Start that version, or restore a backup.`,
  )
}

async function migrationsIn(query: Query): Promise<string[]> {
  return (await query<{ name: string }>('SELECT name FROM migrations ORDER BY name')).rows.map(({ name }) => name)
}

function storageOf(query: Query): UmzugStorage {
  return {
    executed: () => migrationsIn(query),
    async logMigration({ name }) {
      await query('INSERT INTO migrations (name) VALUES ($1)', [name])
    },
    async unlogMigration({ name }) {
      await query('DELETE FROM migrations WHERE name = $1', [name])
    },
  }
}
