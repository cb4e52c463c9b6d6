import { randomUUID } from 'node:crypto'
import type { QueryResultRow } from 'pg'
import { StorageFailed } from '../../storage.ts'
import { isUnreachable } from './failures.ts'
import { type Query, queryOn, together } from './query.ts'
import { type AskedRow, ReadQueue } from './read-queue.ts'
import { RetryBudget, retryRead } from './retries.ts'
import type { Servers } from './servers.ts'
import { orGiveUp } from './silence.ts'
import { openView, type View } from './view.ts'

/** How a transaction ends. */
export interface Ending<Result> {
  /** What its caller is told once it is committed. */
  readonly result: Result
  /** Sends the last statements, to which COMMIT is added. Left out: nothing is changed. */
  readonly write?: (query: Query) => Promise<unknown>
}

/** What a transaction does. It may be run more than once, and all but one of its runs change nothing. */
export type Work<Result> = (query: Query) => Promise<Ending<Result>>

/** The database behind the store: reads, and transactions whose outcome is known. */
export interface Database {
  /**
   * One statement that only reads. It is sent again on a new connection when the connection is lost. Rejects with
   * `StorageUnavailable` when that does not help.
   */
  read<Row extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>
  /**
   * The same for a short read that many callers ask for at the same time, which is answered for all of them by one
   * statement: one over `askedRows`. Gives the rows of this caller.
   */
  readShared<Row extends QueryResultRow>(text: string, asked: readonly AskedRow[]): Promise<Row[]>
  /** As `read`, for a short read: it goes out together with those of `readShared`. */
  readAlong<Row extends QueryResultRow>(text: string, values: readonly unknown[]): Promise<Row[]>
  /**
   * Runs a transaction until it is committed, or refused for what it is. Runs it again after a lost race, a deadlock or a
   * connection that was lost before COMMIT. When the connection is lost during COMMIT it asks the database what became of
   * it, for as long as that takes. Rejects with `StorageUnavailable` when nothing was changed and nothing can be now.
   */
  transaction<Result>(work: Work<Result>): Promise<Result>
  /** Opens a view. Rejects with `StorageUnavailable` when the database cannot be reached. */
  view(): Promise<View>
  /** Throws `StorageFailed` once the store is closed. */
  assertOpen(): void
  close(): Promise<void>
}

/** How long to wait before the database is asked again what became of a COMMIT. */
const ASK_AGAIN = 200

/** A process that is stopped in the middle of a transaction must not keep others waiting. */
const BEGIN = 'BEGIN; SET LOCAL idle_in_transaction_session_timeout = 5000; SET LOCAL lock_timeout = 8000'

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
    } catch (error) {
      if (isUnreachable(error)) servers.retireOpen()
      throw error
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
    for (const budget = new RetryBudget(); ; ) {
      const id = randomUUID()
      const decided: Result[] = []
      try {
        return await run(id, work, (result) => decided.push(result))
      } catch (error) {
        const unknown = isUnreachable(error) ? decided : []
        for (const result of unknown) if ((await becameOf(id)) === 'committed') return result
        budget.spend(error)
      }
    }
  }

  const reads = new ReadQueue((statements) =>
    retryRead(async () => {
      const answers = await lend((query) => together(statements.map(({ text, values }) => query(text, values))))
      return answers.map(({ rows }) => rows)
    }),
  )

  return {
    readShared<Row extends QueryResultRow>(text: string, asked: readonly AskedRow[]) {
      assertOpen()
      return reads.readShared(text, asked) as Promise<Row[]>
    },
    readAlong<Row extends QueryResultRow>(text: string, values: readonly unknown[]) {
      assertOpen()
      return reads.readAlong(text, values) as Promise<Row[]>
    },
    read: <Row extends QueryResultRow>(text: string, values?: readonly unknown[]) =>
      retryRead(async () => (await lend((query) => query<Row>(text, values))).rows),
    transaction,
    view() {
      assertOpen()
      return retryRead(() => openView(servers))
    },
    assertOpen,
    close() {
      closing ??= servers.close()
      return closing
    },
  }
}
