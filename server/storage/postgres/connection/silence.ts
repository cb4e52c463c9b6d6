import type { ClientBase, PoolClient } from 'pg'
import { ConnectionLost } from './failures.ts'

/** How long the database may say nothing. It is never told to stop: only the socket is given up. */
const SILENCE = 10_000

/**
 * Waits for an answer of the database, and ends the connection when nothing comes for ten seconds: the network may have
 * lost it. What was asked may happen all the same.
 */
export async function orGiveUp<Answer>(client: PoolClient, answer: Promise<Answer>): Promise<Answer> {
  const silent = () => endAbruptly(client, new ConnectionLost('The database said nothing for ten seconds.'))
  const timer = setTimeout(silent, SILENCE)
  try {
    return await answer
  } finally {
    clearTimeout(timer)
  }
}

/** Ends the socket at once: an orderly end would wait for the answers that do not come. */
export function endAbruptly(client: ClientBase, reason?: Error): void {
  const { connection } = client as unknown as { connection: { stream: { destroy(error?: Error): void } } }
  connection.stream.destroy(reason)
}
