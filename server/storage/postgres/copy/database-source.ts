import { StoreRefused, type StoreSource } from '../../store-copy.ts'
import type { DatabaseAddress } from '../connection/database-url.ts'
import { queryOn } from '../connection/query.ts'
import { openView, type View } from '../connection/view.ts'
import { schemaIn } from '../schema/migrate.ts'
import { assertFinished } from '../schema/unfinished.ts'
import { contentOf } from './database-content.ts'
import { assertUnused, explained, openServers } from './open-database.ts'

/**
 * Opens a database to be copied from, as of one moment. Changes nothing in it. Throws `StoreRefused`, `StoreUnfinished`,
 * `StorageUnavailable`.
 */
export async function openDatabaseSource(address: DatabaseAddress): Promise<StoreSource> {
  const servers = openServers(address)

  /** The last sign of life of a server in what is read. */
  let aliveAt: number | null = null

  /** On a connection of its own: it sees what is there now. A server that came and went has left a later sign of life. */
  function assertAtRest(): Promise<void> {
    return explained(async () => {
      const client = await servers.connect()
      try {
        const query = queryOn(client)
        await assertUnused(query)
        const { rows } = await query<{ alive_at: number | null }>('SELECT alive_at FROM store')
        if (rows[0]?.alive_at !== aliveAt) {
          throw new StoreRefused(
            'A server ran on the database while it was copied, so the copy may lack what it changed.',
          )
        }
      } finally {
        client.release(true)
      }
    })
  }

  async function assertCopyable({ query }: View): Promise<void> {
    const schema = await schemaIn(query)
    if (schema === 'none') throw new StoreRefused('There is no store in the database to copy from.')
    if (schema === 'older') {
      throw new StoreRefused(
        'The database was used by an older version of Ante. Start this version on it once, and stop it, so that its tables are as this version needs them.',
      )
    }
    await assertFinished(async (text) => (await query(text)).rows)
    const { rows } = await query<{ demo: boolean | null; alive_at: number | null }>('SELECT demo, alive_at FROM store')
    aliveAt = rows[0]?.alive_at ?? null
    if (rows[0]?.demo === null)
      throw new StoreRefused('There is no store in the database: no server ever started on it.')
    await assertUnused(query)
  }

  async function open(): Promise<View> {
    const view = await openView(servers)
    try {
      await assertCopyable(view)
      return view
    } catch (error) {
      await view.end()
      throw error
    }
  }

  let view: View | null = await explained(open).catch(async (error: unknown) => {
    await servers.close()
    throw error
  })
  return {
    read: () =>
      explained(async () => {
        const taken = view ?? (await open())
        view = null
        return contentOf(taken)
      }),
    assertAtRest,
    async close() {
      await view?.end()
      await servers.close()
    },
  }
}
