import type { Query } from '../connection/query.ts'

export type Rows = readonly Readonly<Record<string, string | number | null | readonly string[]>>[]

/** Sends a statement that takes its rows from `json_to_recordset($1)`; nothing without rows. */
export async function sendRows(query: Query, text: string, rows: Rows): Promise<void> {
  if (rows.length > 0) await query(text, [JSON.stringify(rows)])
}
