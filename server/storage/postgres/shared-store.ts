import { randomUUID } from 'node:crypto'
import type { PlayerId } from '../../domain/ids.ts'
import type { SharedStore } from '../shared-store.ts'
import { sharedAttempts } from './attempts.ts'
import type { Database } from './connection/database.ts'

/** What the processes on one database need of it, and how this one is seen by the others. */
export interface Processes {
  readonly shared: SharedStore
  /** Resolves once the others can see this process, or the database could not be reached. */
  readonly shown: Promise<void>
  /** Tells the listeners of `onEvents`. */
  heard(players: readonly PlayerId[] | null): void
  leave(): Promise<void>
}

/** How often a process shows itself. */
const SHOW = 2000
/** How long a task stays with a process that asks no more, in milliseconds. */
const LEASE = 5000
/** How long a process may not have shown itself before it counts as gone. */
const GONE = '5 seconds'

/** `knowsRevocations` is passed on as it is. */
export function createProcesses(database: Database, knowsRevocations: SharedStore['knowsRevocations']): Processes {
  const { read, transaction } = database
  const self = randomUUID()
  const listeners: ((players: readonly PlayerId[] | null) => void)[] = []

  const run = (text: string, values: readonly unknown[]) =>
    transaction(async (query) => ({ result: (await query(text, values)).rows, write: async () => {} }))

  let gone: ReadonlySet<string> = new Set()

  /** A process that died may have committed events of which nobody was told: whoever notices tells everybody here. */
  async function show(): Promise<void> {
    await run(
      `WITH gone AS (DELETE FROM processes WHERE seen_at < now() - interval '1 minute' AND id <> $1)
       INSERT INTO processes (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET seen_at = now()`,
      [self],
    )
    const rows = await read<{ id: string }>(
      `SELECT id FROM processes WHERE id <> $1 AND seen_at < now() - interval '${GONE}'`,
      [self],
    )
    if (rows.some(({ id }) => !gone.has(id))) heard(null)
    gone = new Set(rows.map(({ id }) => id))
  }

  function heard(players: readonly PlayerId[] | null): void {
    for (const listener of listeners) listener(players)
  }

  // Without the database nobody is there; that is noticed elsewhere.
  const showing = setInterval(() => show().catch(() => {}), SHOW)
  showing.unref()
  const shown = show().catch(() => {})

  return {
    shared: {
      async now() {
        const [row] = await read<{ now: number }>(
          'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now',
        )
        if (!row) throw new Error('the database told no time')
        return row.now
      },
      async keep(name, text) {
        const adding = 'INSERT INTO kept_texts (name, text) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING'
        await run(adding, [name, text])
        const [row] = await read<{ text: string }>('SELECT text FROM kept_texts WHERE name = $1', [name])
        return row?.text ?? text
      },
      async othersSeenAt() {
        await shown
        const [row] = await read<{ seen: number | null }>(
          'SELECT (extract(epoch FROM max(seen_at)) * 1000)::bigint AS seen FROM processes WHERE id <> $1',
          [self],
        )
        return row?.seen ?? null
      },
      async lease(task) {
        const rows = await run(
          `INSERT INTO leases (task, process, until) VALUES ($1, $2, now() + $3 * interval '1 millisecond')
           ON CONFLICT (task) DO UPDATE SET process = excluded.process, until = excluded.until
           WHERE leases.process = excluded.process OR leases.until < now() RETURNING task`,
          [task, self, LEASE],
        )
        return rows.length > 0 ? LEASE : 0
      },
      changeAttempts: sharedAttempts(database),
      knowsRevocations,
      onEvents: (listener) => listeners.push(listener),
    },
    shown,
    heard,
    async leave() {
      clearInterval(showing)
      await shown
      await run(`WITH gone AS (DELETE FROM processes WHERE id = $1) DELETE FROM leases WHERE process = $1`, [
        self,
      ]).catch(() => {})
    },
  }
}
