import { readFileSync } from 'node:fs'

/**
 * Receives one problem with a setting: the end of a sentence that begins with its name. It never contains the value.
 */
export type Report = (problem: string) => void

/**
 * Reads a setting: the value itself, or the content of the file at `@path`. Null when it is not set or not readable.
 */
export function readSetting(text: string | undefined, report: Report): string | null {
  if (text === undefined || text.trim() === '') return null
  if (!text.startsWith('@')) return text
  const path = text.slice(1)
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'it is no file'
    report(`names a file that cannot be read: ${path} (${reason})`)
    return null
  }
}

/** Reads a setting that is a JSON array. Empty when it is not set or wrong. */
export function readEntries(text: string | undefined, report: Report): readonly unknown[] {
  const json = readSetting(text, report)
  if (json === null) return []
  try {
    const entries: unknown = JSON.parse(json)
    if (Array.isArray(entries)) return entries
    report('must be a JSON array: [{"id":"…", …}]')
  } catch (error) {
    // The parser's message quotes its input, which contains secrets.
    const place = /position \d+( \(line \d+ column \d+\))?/.exec(String(error))?.[0]
    report(`is not valid JSON${place ? `, at ${place}` : ''}`)
  }
  return []
}
