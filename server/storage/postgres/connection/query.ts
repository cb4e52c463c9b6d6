import type { Writable } from 'node:stream'
import { type ClientBase, DatabaseError, type QueryResult, type QueryResultRow } from 'pg'
import { ConnectionLost } from './failures.ts'

/** Runs one statement. Statements that are sent without waiting for each other go out together, and run in their order. */
export type Query = <Row extends QueryResultRow = QueryResultRow>(
  text: string,
  values?: readonly unknown[],
) => Promise<QueryResult<Row>>

/** Queries on a connection. They reject with `DatabaseError` where the database answered so, else with `ConnectionLost`. */
export function queryOn(client: ClientBase): Query {
  return async <Row extends QueryResultRow>(text: string, values?: readonly unknown[]) => {
    holdBack(client)
    try {
      return values === undefined ? await client.query<Row>(text) : await client.query<Row>(text, [...values])
    } catch (error) {
      if (error instanceof DatabaseError) throw error
      throw new ConnectionLost('The connection to the database was lost.', { cause: error })
    }
  }
}

/** What is sent in the same moment goes to the system in one call, and not in one for each statement. */
function holdBack(client: ClientBase): void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection
  if (stream.writableCorked > 0) return
  stream.cork()
  process.nextTick(() => stream.uncork())
}

/** Waits for all that was sent together. The first that failed tells why the others did. */
export async function together<Answers extends readonly unknown[] | []>(
  sent: Answers,
): Promise<{ -readonly [N in keyof Answers]: Awaited<Answers[N]> }> {
  await Promise.allSettled(sent)
  return Promise.all(sent)
}
