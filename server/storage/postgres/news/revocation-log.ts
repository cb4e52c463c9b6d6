import type { OAuthHolder } from '../../storage.ts'
import type { Database } from '../connection/database.ts'
import type { Query } from '../connection/query.ts'

/** Tells of the revocations of all processes, as they stand in the database. */
export interface RevocationLog {
  /** Whether everything that was revoked until a second ago was told of. */
  isCurrent(): boolean
  /** Looks at once, for there is something to find. */
  look(): void
  close(): Promise<void>
}

/** Milliseconds between two looks. */
const INTERVAL = 300
/** How old a look may be to count as current, in milliseconds. */
const CURRENT = 1000
/** Rows older than this are removed. Whoever has not looked for half as long takes everything for revoked. */
const KEPT_MINUTES = 10
const LONGEST_PAUSE = (KEPT_MINUTES / 2) * 60_000

interface Look {
  /** Every transaction before this one had ended, so its rows were there to be read or never will be. */
  readonly horizon: string
  readonly rows: readonly { readonly id: string; readonly holder: OAuthHolder }[]
}

/**
 * Transactions become visible in another order than they began. So each look begins again at the oldest transaction that was
 * under way at the last one, and leaves out the rows that the last one saw.
 */
const LOOK = `
  SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS horizon, (
    SELECT coalesce(json_agg(json_build_object('id', id::text, 'holder', holder)), '[]')
    FROM revocations WHERE transaction >= coalesce($1::xid8, pg_snapshot_xmin(pg_current_snapshot()))) AS rows`

/** Notes whose tokens the transaction ends or alters. */
export async function noteRevocations(query: Query, holders: readonly OAuthHolder[]): Promise<void> {
  if (holders.length === 0) return
  const texts = holders.map((holder) => JSON.stringify(holder))
  await query('INSERT INTO revocations (holder) SELECT holder::json FROM unnest($1::text[]) AS holder', [texts])
}

/** Follows the log from now on; `revoked` is told of whom it names. Null: it may be anybody. */
export function followRevocations(
  { read }: Pick<Database, 'read'>,
  revoked: (holders: readonly (OAuthHolder | null)[]) => void,
): RevocationLog {
  let horizon: string | null = null
  let seen: ReadonlySet<string> = new Set()
  let lookedAt = Number.NEGATIVE_INFINITY
  let isClosed = false
  let isAwaited = false
  let wake: () => void = () => {}

  async function lookOnce(): Promise<void> {
    const [began, missed] = [now(), now() - lookedAt > LONGEST_PAUSE]
    const [look] = await read<Look & Record<string, unknown>>(LOOK, [horizon])
    if (!look) throw new Error('the database told no revocations')
    // A database that has gone back in time lost what it noted.
    const isAnother = horizon !== null && BigInt(look.horizon) < BigInt(horizon)
    const news = look.rows.filter(({ id }) => !seen.has(id)).map(({ holder }) => holder)
    horizon = look.horizon
    seen = new Set(look.rows.map(({ id }) => id))
    if (missed || isAnother) revoked([null])
    else revoked(news)
    lookedAt = began
  }

  async function keepLooking(): Promise<void> {
    while (!isClosed) {
      isAwaited = false
      // What could not be read is read by the next look; nothing counts as current until then.
      await lookOnce().catch(() => {})
      if (!isAwaited && !isClosed) await pause()
    }
  }

  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, INTERVAL)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  function look(): void {
    isAwaited = true
    wake()
  }

  const looking = keepLooking()
  return {
    isCurrent: () => now() - lookedAt < CURRENT,
    look,
    async close() {
      isClosed = true
      wake()
      await looking
    },
  }
}

/** Does not go back, and does not stand still while the process is suspended. */
const now = () => performance.now()

/** The rows that everybody has read. */
export const OLD_REVOCATIONS = `noted_at < now() - interval '${KEPT_MINUTES} minutes'`
