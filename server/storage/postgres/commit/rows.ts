import type { Query } from '../connection/query.ts'

export type Rows = readonly Readonly<Record<string, string | number | null | readonly string[]>>[]

/** Sends a statement that adds rows from `json_to_recordset($1)`; nothing without rows. */
export async function sendRows(query: Query, text: string, rows: Rows): Promise<void> {
  if (rows.length > 0) await query(text, [JSON.stringify(rows)])
}

/**
 * Sends a statement that joins the rows of `json_to_recordset($1)` to a table, below `LIMIT $2`; nothing without rows. The limit
 * is their number: PostgreSQL takes a record set for a hundred rows, and would rather read a table as a whole than look for
 * those.
 */
export async function sendJoined(query: Query, text: string, rows: Rows): Promise<void> {
  if (rows.length > 0) await query(text, [JSON.stringify(rows), rows.length])
}

/** Sends a statement about the rows whose keys are `ANY($1)`; nothing without keys. */
export async function sendKeys(query: Query, text: string, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await query(text, [keys])
}
