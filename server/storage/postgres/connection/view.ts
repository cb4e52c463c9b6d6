import type { QueryResultRow } from 'pg'
import { isUnreachable } from './failures.ts'
import { type Query, queryOn, together } from './query.ts'
import { unavailable } from './retries.ts'
import type { Servers } from './servers.ts'

/**
 * A moment of the database, to be read at leisure. It ends with its connection: from then on queries reject with
 * `StorageUnavailable`.
 */
export interface View {
  readonly query: Query
  end(): Promise<void>
}

/** Opens a view on a connection of its own. Rejects as `queryOn` does when the connection turns out to be lost. */
export async function openView(servers: Servers): Promise<View> {
  const client = await servers.connect()
  client.on('error', () => {})
  const query = queryOn(client)
  try {
    await together([query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'), query('SELECT 1')])
  } catch (error) {
    client.release(true)
    if (isUnreachable(error)) servers.retireOpen()
    throw error
  }
  let ended: Promise<void> | null = null
  const release = async () => {
    await query('ROLLBACK').catch(() => {})
    client.release(true)
  }
  return {
    query: <Row extends QueryResultRow>(text: string, values?: readonly unknown[]) =>
      query<Row>(text, values).catch((error: unknown) => Promise.reject(unavailable(error))),
    end() {
      ended ??= release()
      return ended
    },
  }
}
