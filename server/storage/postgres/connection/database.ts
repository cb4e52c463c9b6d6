import { randomUUID } from 'node:crypto'
import type { QueryResultRow } from 'pg'
import { StorageFailed, StorageUnavailable } from '../../storage.ts'
import { isPassing, isUnreachable } from './failures.ts'
import { type Query, queryOn, together } from './query.ts'
import type { Servers } from './servers.ts'
import { orGiveUp } from './silence.ts'

/** How a transaction ends. */
export interface Ending<Result> {
  /** What its caller is told once it is committed. */
  readonly result: Result
  /** Sends the last statements, to which COMMIT is added. Left out: nothing is changed. */
  readonly write?: (query: Query) => Promise<unknown>
}

/** What a transaction does. It may be run more than once, and all but one of its runs change nothing. */
export type Work<Result> = (query: Query) => Promise<Ending<Result>>

/** A moment of the database, to be read at leisure. */
export interface View {
  readonly query: Query
  end(): Promise<void>
}

/** The database behind the store: reads, and transactions whose outcome is known. */
export interface Database {
  /** One statement that only reads. It is sent once more when the connection is lost. */
  read<Row extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>
  /**
   * Runs a transaction until it is committed, or refused for what it is. Runs it again after a lost race, a deadlock or a
   * connection that was lost before COMMIT. When the connection is lost during COMMIT it asks the database what became of
   * it, for as long as that takes. Rejects with `StorageUnavailable` when nothing was changed and nothing can be now.
   */
  transaction<Result>(work: Work<Result>): Promise<Result>
  view(): Promise<View>
  /** Throws `StorageFailed` once the store is closed. */
  assertOpen(): void
  close(): Promise<void>
}

/** How often a transaction may lose a race; each time somebody else's went through. */
const MAX_LOST = 100
/** How many connections a transaction may lose before the database counts as unreachable. */
const MAX_CONNECTIONS_LOST = 3
/** How long to wait before the database is asked again what became of a COMMIT. */
const ASK_AGAIN = 200

/** A process that is stopped in the middle of a transaction must not keep others waiting. */
const BEGIN = 'BEGIN; SET LOCAL idle_in_transaction_session_timeout = 5000; SET LOCAL lock_timeout = 8000'

/** Bears failures after which another run may succeed, and throws the others. */
class Patience {
  #races = 0
  #connections = 0

  lose(error: unknown): void {
    if (isPassing(error)) this.#races += 1
    else if (isUnreachable(error)) this.#connections += 1
    else throw error
    if (this.#races > MAX_LOST) throw error
    if (this.#connections >= MAX_CONNECTIONS_LOST) throw unavailable(error)
  }
}

export function createDatabase(servers: Servers): Database {
  let closing: Promise<void> | null = null

  function assertOpen(): void {
    if (closing) throw new StorageFailed('The store is closed.')
  }

  /** Lends a connection; one on which anything failed is not used again. */
  async function lend<Result>(use: (query: Query) => Promise<Result>): Promise<Result> {
    assertOpen()
    const client = await servers.connect()
    // The statement that waits for an answer is told of it.
    const ignore = () => {}
    client.on('error', ignore)
    let failed = true
    try {
      const result = await orGiveUp(client, use(queryOn(client)))
      failed = false
      return result
    } finally {
      client.release(failed)
      client.off('error', ignore)
    }
  }

  /** The batch's id is written with everything else: it is there if and only if everything else is. */
  async function writeAndCommit(query: Query, id: string, write: NonNullable<Ending<unknown>['write']>): Promise<void> {
    const sent = [write(query), query('INSERT INTO batches (id) VALUES ($1)', [id])]
    const committed = query('COMMIT')
    await together([...sent, committed])
    if ((await committed).command !== 'COMMIT') throw new Error('a transaction was rolled back without an error')
  }

  /**
   * Whether a transaction was committed whose connection is gone. By taking its id we wait for it if it is still under way,
   * and keep it from being committed later if it is not.
   */
  async function becameOf(id: string): Promise<'committed' | 'fenced'> {
    for (;;) {
      try {
        return await lend(async (query) => {
          const taking = 'INSERT INTO batches (id, is_fence) VALUES ($1, true) ON CONFLICT DO NOTHING'
          // A fence of an earlier try, whose answer was lost as well, is no commit.
          const asking = 'SELECT is_fence FROM batches WHERE id = $1'
          const [, , found] = await together([
            query(BEGIN),
            query(taking, [id]),
            query<{ is_fence: boolean }>(asking, [id]),
            query('COMMIT'),
          ])
          return found.rows[0]?.is_fence === false ? 'committed' : 'fenced'
        })
      } catch (error) {
        if (error instanceof StorageFailed) throw error
        await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN))
      }
    }
  }

  /** One run; tells `decided` before anything is sent that cannot be taken back. */
  function run<Result>(id: string, work: Work<Result>, decided: (result: Result) => void): Promise<Result> {
    return lend(async (query) => {
      const [, { result, write }] = await together([query(BEGIN), work(query)])
      if (write) {
        decided(result)
        await writeAndCommit(query, id, write)
      } else await query('ROLLBACK')
      return result
    })
  }

  async function transaction<Result>(work: Work<Result>): Promise<Result> {
    for (const patience = new Patience(); ; ) {
      const id = randomUUID()
      const decided: Result[] = []
      try {
        return await run(id, work, (result) => decided.push(result))
      } catch (error) {
        const unknown = isUnreachable(error) ? decided : []
        for (const result of unknown) if ((await becameOf(id)) === 'committed') return result
        patience.lose(error)
      }
    }
  }

  return {
    async read<Row extends QueryResultRow>(text: string, values?: readonly unknown[]) {
      const once = () => lend((query) => query<Row>(text, values))
      try {
        return (await once()).rows
      } catch (error) {
        if (!isUnreachable(error)) throw error
        return (await once().catch((again: unknown) => Promise.reject(unavailable(again)))).rows
      }
    },
    transaction,
    async view() {
      assertOpen()
      const client = await servers.connect()
      client.on('error', () => {})
      const query = queryOn(client)
      try {
        await together([query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'), query('SELECT 1')])
      } catch (error) {
        client.release(true)
        throw unavailable(error)
      }
      let ended: Promise<void> | null = null
      const release = async () => {
        await query('ROLLBACK').catch(() => {})
        client.release(true)
      }
      return {
        query,
        end() {
          ended ??= release()
          return ended
        },
      }
    },
    assertOpen,
    close() {
      closing ??= servers.close()
      return closing
    },
  }
}

/** The same error, or that the database cannot be reached where it says that. */
const unavailable = (error: unknown) =>
  isUnreachable(error) ? new StorageUnavailable('The database cannot be reached.', { cause: error }) : error
