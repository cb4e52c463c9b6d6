import type { Table } from './bench.ts'

/** A table as Markdown, aligned so that it reads in a terminal too. */
export function present({ title, columns, rows, note }: Table): string {
  const cells = [columns, ...rows.map((row) => row.map(String))]
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => row[index]?.length ?? 0), 3))
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  const [head = [], ...body] = cells
  return [`## ${title}`, '', line(head), rule, ...body.map(line), '', note, ''].join('\n')
}
