import type { Instant } from '../../domain/ids.ts'
import type { Database } from './connection/database.ts'
import { REMOVE_OLD_REVOCATIONS } from './news/revocation-log.ts'

/** How many rows go at once, so that nothing else waits long. */
const SLICE = 500

const REMOVALS = {
  oauth: `
    DELETE FROM oauth_records r USING (
      SELECT model, key FROM oauth_records WHERE expires_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED) AS old
    WHERE r.model = old.model AND r.key = old.key`,
  answers: `
    DELETE FROM answers a USING (
      SELECT key FROM answers WHERE expires_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED) AS old
    WHERE a.key = old.key`,
  attempts: `
    DELETE FROM attempts a USING (
      SELECT key FROM attempts WHERE forgotten_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED) AS old
    WHERE a.key = old.key`,
  // Only from the front of what a player has: numbers have no holes.
  events: `
    DELETE FROM events e USING (
      SELECT player_id, seq FROM events old WHERE at < $1 AND NOT EXISTS (
        SELECT 1 FROM events young WHERE young.player_id = old.player_id AND young.seq < old.seq AND young.at >= $1)
      LIMIT $2 FOR UPDATE SKIP LOCKED) AS old
    WHERE e.player_id = old.player_id AND e.seq = old.seq`,
} as const

/** No process asks any more what became of a transaction that long ago. */
const BATCHES = "DELETE FROM batches WHERE committed_at < now() - interval '1 day'"

/** Removes what has expired, a slice at a time. Any number of processes may do it at once. */
export async function sweep({ transaction }: Database, now: Instant, eventsBefore: Instant): Promise<void> {
  const remove = (text: string, values: readonly unknown[]) =>
    transaction(async (query) => {
      const { rowCount } = await query(text, values)
      return { result: rowCount ?? 0, write: async () => {} }
    })
  for (const [name, text] of Object.entries(REMOVALS)) {
    const before = name === 'events' ? eventsBefore : now
    while ((await remove(text, [before, SLICE])) > 0);
  }
  await remove(BATCHES, [])
  await remove(REMOVE_OLD_REVOCATIONS, [])
}
