import type { Instant } from '../../domain/ids.ts'
import type { Database } from './connection/database.ts'
import { OLD_REVOCATIONS } from './news/revocation-log.ts'

/** How many rows go at once, so that nothing else waits long. */
const SLICE = 500

/**
 * Removes rows that meet a condition, the oldest first: they are found by an index, whatever the database believes of how many
 * there are, and what was removed just now is not looked at again. They are locked where they are, so they are removed there.
 */
const oldest = (table: string, time: string, condition: string) => `
  DELETE FROM ${table} WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM ${table} old WHERE ${condition} ORDER BY ${time} LIMIT ${SLICE} FOR UPDATE SKIP LOCKED))`

/** Only from the front of what a player has: numbers have no holes. */
const OLD_EVENTS = `at < $1 AND NOT EXISTS (
  SELECT 1 FROM events young WHERE young.player_id = old.player_id AND young.seq < old.seq AND young.at >= $1)`

/** No process asks any more what became of a transaction that long ago. */
const OLD_BATCHES = "committed_at < now() - interval '1 day'"

/** Removes what has expired, a slice at a time. Any number of processes may do it at once. */
export async function sweep({ transaction }: Database, now: Instant, eventsBefore: Instant): Promise<void> {
  const remove = (text: string, values: readonly unknown[]) =>
    transaction(async (query) => {
      const { rowCount } = await query(text, values)
      return { result: rowCount ?? 0, write: async () => {} }
    })
  const removals: readonly (readonly [text: string, ...values: Instant[]])[] = [
    [oldest('oauth_records', 'expires_at', 'expires_at <= $1'), now],
    [oldest('answers', 'expires_at', 'expires_at <= $1'), now],
    [oldest('attempts', 'forgotten_at', 'forgotten_at <= $1'), now],
    [oldest('events', 'at', OLD_EVENTS), eventsBefore],
    [oldest('batches', 'committed_at', OLD_BATCHES)],
    [oldest('revocations', 'noted_at', OLD_REVOCATIONS)],
  ]
  for (const [text, ...values] of removals) while ((await remove(text, values)) > 0);
}
