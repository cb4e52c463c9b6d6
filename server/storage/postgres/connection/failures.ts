import { DatabaseError } from 'pg'

/** The connection ended, or the database said nothing for too long, while an answer was waited for. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
}

/** What another run of the same transaction may cure: lost races, deadlocks, a lock that was held too long. */
const PASSING = new Set(['40001', '40P01', '23505', '55P03'])

/** How a server says that it does not serve now, or not for writing. */
const NOT_SERVING = new Set([
  '25006', // read_only_sql_transaction: a standby, or a primary that became one
  '25P03', // idle_in_transaction_session_timeout
  '53300', // too_many_connections
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
])

const codeOf = (error: unknown) => (error instanceof DatabaseError ? (error.code ?? '') : '')

/** Whether a transaction was refused for what others did at the same time. */
export const isPassing = (error: unknown) => PASSING.has(codeOf(error))

/** Whether the server, or the way to it, is gone. Connection exceptions have class 08. */
export function isUnreachable(error: unknown): boolean {
  const code = codeOf(error)
  return error instanceof ConnectionLost || NOT_SERVING.has(code) || code.startsWith('08')
}
