import { UsageError } from './command.ts'

/** Formats an answer as indented JSON, for programs. */
export const asJson = (answer: object) => `${JSON.stringify(answer, null, 2)}\n`

/** Formats names and values, one pair on each line. */
export function facts(lines: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...lines.map(([name]) => name.length))
  return lines.map(([name, value]) => `  ${name.padEnd(width)}  ${value}\n`).join('')
}

/** Formats rows under headings, in aligned columns. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return `${[headings, ...rows].map(line).join('\n')}\n`
}

/** Returns the only argument. Throws `UsageError` with `message` when there is none, or more than one. */
export function only(positionals: readonly string[], message: string): string {
  const [value, ...others] = positionals
  if (value === undefined || others.length > 0) throw new UsageError(message)
  return value
}
