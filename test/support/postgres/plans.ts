import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { type OwnCluster, query } from './cluster.ts'

/** A statement as the database ran it. */
export interface RunStatement {
  readonly text: string
  /** Pages that it looked at, of tables and indexes. */
  readonly pages: number
  readonly scans: readonly Scan[]
}

/** One table that a statement looked into. */
export interface Scan {
  /** Such as `Seq Scan` or `Index Only Scan`. */
  readonly node: string
  readonly table: string
  /** Rows that it looked at, also those that it then left out. */
  readonly rows: number
  /** Pages of the table and the index that it looked at. */
  readonly pages: number
}

/** From now on sessions of a database write each statement to the server's log, with its plan and what it did. */
export async function logPlans(cluster: OwnCluster, database: string): Promise<void> {
  const settings = {
    session_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': '0',
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_buffers': 'on',
    'auto_explain.log_timing': 'off',
    'auto_explain.log_format': 'json',
  }
  for (const [name, value] of Object.entries(settings)) {
    await query(cluster.url('postgres'), `ALTER DATABASE ${database} SET ${name} = '${value}'`)
  }
}

/** All statements whose plans are in the log of a server. */
export async function runStatements(cluster: OwnCluster): Promise<RunStatement[]> {
  const log = await readFile(join(cluster.socketFolder, 'server.log'), 'utf8')
  const entries = log.matchAll(/ plan:\n((?:\t.*\n)+)/g)
  return [...entries].map(([, entry = '']) => {
    const { 'Query Text': text, Plan: plan } = JSON.parse(entry.replaceAll('\n\t', '\n'))
    return { text: String(text).replaceAll(/\s+/g, ' ').trim(), pages: pagesOf(plan), scans: scansOf(plan) }
  })
}

/** A node of a plan, as EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) tells it. */
interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly 'Rows Removed by Index Recheck'?: number
  readonly 'Shared Hit Blocks': number
  readonly 'Shared Read Blocks': number
  readonly Plans?: readonly PlanNode[]
}

const pagesOf = (node: PlanNode) => node['Shared Hit Blocks'] + node['Shared Read Blocks']

function scansOf(node: PlanNode): Scan[] {
  const below = (node.Plans ?? []).flatMap(scansOf)
  const table = node['Relation Name']
  if (table === undefined || !node['Node Type'].endsWith('Scan')) return below
  const { 'Rows Removed by Filter': filtered = 0, 'Rows Removed by Index Recheck': rechecked = 0 } = node
  const rows = (node['Actual Rows'] + filtered + rechecked) * node['Actual Loops']
  return [{ node: node['Node Type'], table, rows, pages: pagesOf(node) }, ...below]
}

/** How many rows each table of a database has, as its last ANALYZE counted. */
export async function rowCounts(url: string): Promise<Map<string, number>> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string; rows: number }>(
      "SELECT relname AS name, reltuples::float8 AS rows FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
    )
    return new Map(rows.map(({ name, rows }) => [name, rows]))
  } finally {
    await client.end()
  }
}
