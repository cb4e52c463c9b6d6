import type { Attempts, ChangeAttempts } from '../../domain/limits.ts'
import type { Database } from './connection/database.ts'

const KNOWN = 'SELECT failures, at, until, forgotten_at AS "forgottenAt" FROM attempts WHERE key = $1 FOR UPDATE'
/** Two processes that write a new key at once: one of them is refused, and begins again. */
const ADD = 'INSERT INTO attempts (key, failures, at, until, forgotten_at) VALUES ($1, $2, $3, $4, $5)'
const CHANGE = 'UPDATE attempts SET failures = $2, at = $3, until = $4, forgotten_at = $5 WHERE key = $1'
const REMOVE = 'DELETE FROM attempts WHERE key = $1'

/** Counts attempts in the database, under row locks. */
export function sharedAttempts({ transaction }: Pick<Database, 'transaction'>): ChangeAttempts {
  return (key, decide) =>
    transaction(async (query) => {
      const known = (await query<Attempts & Record<string, unknown>>(KNOWN, [key])).rows[0] ?? null
      const { next, answer } = decide(known)
      if (next === known) return { result: answer }
      const write = next
        ? () => query(known ? CHANGE : ADD, [key, next.failures, next.at, next.until, next.forgottenAt])
        : () => query(REMOVE, [key])
      return { result: answer, write }
    })
}
