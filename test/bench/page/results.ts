import type { Table } from '../bench.ts'

/** What `--json` prints: the tables by the name of their part. */
export type Results = Readonly<Record<string, Table>>

/** A cell as a number, by the first cell of its row and its column's name; null where there is none. */
export function figure(results: Results, part: string, row: string, column: string): number | null {
  const table = results[part]
  const found = table?.rows.find(([name]) => String(name) === row)
  const value = Number(found?.[table?.columns.indexOf(column) ?? -1] ?? Number.NaN)
  return Number.isFinite(value) ? value : null
}

/** The first as a multiple of the second; null where one is missing. */
export function ratio(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one / other
}
