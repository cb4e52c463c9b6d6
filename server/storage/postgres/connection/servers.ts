import pg from 'pg'
import { StorageUnavailable } from '../../storage.ts'
import type { DatabaseAddress } from './database-url.ts'

/** The least that an operator should know of a server; pino's loggers are such. */
export interface StoreLog {
  warn(details: object, message: string): void
}

/** Connections to the server of a database that takes writes, wherever that is now. */
export interface Servers {
  /** A connection that was not retired. Rejects with `StorageUnavailable` when no server can be reached that is wanted. */
  connect(): Promise<pg.PoolClient>
  /**
   * Retires every connection that is open now: none of them is given out again. Called when one was found lost, because
   * the others may be lost too without knowing it.
   */
  retireOpen(): void
  /** Settings of a connection of one's own to the server that is in use. */
  current(): pg.ClientConfig
  close(): Promise<void>
}

/** How long a server may take to accept a connection. */
const CONNECT_WITHIN = 5000

const INT8 = 20

/** All whole numbers that are stored are safe integers. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? Number : pg.types.getTypeParser(oid, format ?? 'text')) as typeof pg.types.getTypeParser,
}

const IS_WANTED: Record<Exclude<DatabaseAddress['wanted'], 'any'>, string> = {
  primary: 'SELECT NOT pg_is_in_recovery() AS wanted',
  'read-write': "SELECT current_setting('transaction_read_only') = 'off' AS wanted",
}

/** Keeps a pool for each server of the address, and goes to the next one when one does not serve. */
export function createServers(address: DatabaseAddress, options: { connections: number; log: StoreLog }): Servers {
  const { wanted } = address
  const configs = address.servers.map((server) => ({ ...server, types, pipeline: true, keepAlive: true }))
  const openedAt = new WeakMap<object, number>()
  let retiredAt = Number.NEGATIVE_INFINITY
  const pools = configs.map((config) => {
    const pool = new pg.Pool({ ...config, max: options.connections, connectionTimeoutMillis: CONNECT_WITHIN, verify })
    // A connection that ends while nobody uses it; whoever comes next gets another one.
    pool.on('error', () => {})
    pool.on('connect', (client) => openedAt.set(client, performance.now()))
    return pool
  })
  let current = 0

  function verify(client: pg.PoolClient, done: (error?: Error) => void): void {
    if (wanted === 'any') {
      done()
      return
    }
    client
      .query<{ wanted: boolean }>(IS_WANTED[wanted])
      .then(({ rows }) => done(rows[0]?.wanted ? undefined : new Error(`the server is not ${wanted}`)), done)
  }

  /** Ends retired connections until it gets one that was opened later. */
  async function takeFrom(pool: pg.Pool): Promise<pg.PoolClient> {
    for (;;) {
      const client = await pool.connect()
      if ((openedAt.get(client) ?? 0) > retiredAt) return client
      client.release(true)
    }
  }

  return {
    async connect() {
      const reasons: string[] = []
      for (let tried = 0; tried < pools.length; tried++) {
        const index = (current + tried) % pools.length
        try {
          const pool = pools[index]
          if (!pool) continue
          const client = await takeFrom(pool)
          if (index !== current) options.log.warn({ server: index }, 'another database server is in use from now on')
          current = index
          return client
        } catch (error) {
          reasons.push(error instanceof Error ? error.message : String(error))
        }
      }
      throw new StorageUnavailable(`The database cannot be reached: ${reasons.join('; ')}`)
    },
    retireOpen() {
      retiredAt = performance.now()
    },
    current: () => configs[current] ?? {},
    async close() {
      await Promise.all(pools.map((pool) => pool.end()))
    },
  }
}
