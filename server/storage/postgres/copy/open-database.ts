import { DatabaseError } from 'pg'
import { StorageFailed } from '../../storage.ts'
import { StoreRefused } from '../../store-copy.ts'
import type { DatabaseAddress } from '../connection/database-url.ts'
import { ConnectionLost } from '../connection/failures.ts'
import type { Query } from '../connection/query.ts'
import { createServers, type Servers } from '../connection/servers.ts'
import { SchemaTooNew } from '../schema/migrate.ts'

/** A copy reads or writes on one connection, and looks after the rest on another. */
const CONNECTIONS = 3

/** For a transaction that takes as long as a copy takes, whatever the server is set to. */
export const NO_TIMEOUTS = 'SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0'

export function openServers(address: DatabaseAddress): Servers {
  return createServers(address, { connections: CONNECTIONS, log: { warn() {} } })
}

/** Does something with the database. What the database answers to it that is an error becomes one that says so. */
export async function explained<Result>(task: () => Promise<Result>): Promise<Result> {
  try {
    return await task()
  } catch (error) {
    if (error instanceof DatabaseError)
      throw new StorageFailed(`The database says: ${error.message}.`, { cause: error })
    if (error instanceof SchemaTooNew) throw new StoreRefused(error.message)
    if (error instanceof ConnectionLost) throw new StorageFailed(error.message, { cause: error })
    throw error
  }
}

/** Throws `StoreRefused` while a server shows itself, which it does every two seconds. */
export async function assertUnused(query: Query): Promise<void> {
  const { rows } = await query<{ servers: number }>(
    "SELECT count(*)::int AS servers FROM processes WHERE seen_at > now() - interval '10 seconds'",
  )
  const servers = rows[0]?.servers ?? 0
  if (servers === 0) return
  throw new StoreRefused(
    `The database is in use by ${servers === 1 ? 'a server' : `${servers} servers`}. Stop every server on it first. One that was killed counts for ten seconds.`,
  )
}
