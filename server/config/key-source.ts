import { readFileSync } from 'node:fs'

/**
 * The JSON of `ANTE_KEYS`: the variable itself, or the file that `@path` names; null without it. Tells `say` what is wrong,
 * and never a value.
 */
export function readKeySource(text: string | undefined, report: (problem: string) => void): string | null {
  if (text === undefined || text.trim() === '') return null
  const json = text.startsWith('@') ? contentOf(text.slice(1), report) : text
  if (json === null) return null
  try {
    JSON.parse(json)
    return json
  } catch {
    report('ANTE_KEYS is not valid JSON, and no file named with "@"; "npx ante keys new" makes keys')
    return null
  }
}

function contentOf(path: string, report: (problem: string) => void): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'it is no file'
    report(`ANTE_KEYS names a file that cannot be read: ${path} (${reason})`)
    return null
  }
}
