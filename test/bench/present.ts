import type { Table } from './bench.ts'

/** A table with its title and note as Markdown, aligned so that it reads in a terminal too. */
export function present(table: Table, heading = '##'): string {
  return [`${heading} ${table.title}`, '', presentTable(table), '', table.note, ''].join('\n')
}

/** The cells alone. */
export function presentTable({ columns, rows }: Table): string {
  const cells = [columns, ...rows.map((row) => row.map(String))]
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => row[index]?.length ?? 0), 3))
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  const [head = [], ...body] = cells
  return [line(head), rule, ...body.map(line)].join('\n')
}
